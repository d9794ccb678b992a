import { InboxOutlined } from '@ant-design/icons';
import type { FeatureManifest, PageEntry } from '@/app/manifest';
import { GOODS_KINDS, type GoodsKind } from './goodsKinds';

const kinds: GoodsKind[] = Object.values(GOODS_KINDS);

function goodsPages(kind: GoodsKind): PageEntry[] {
  const permission = `warehouse.${kind.kind}.read`;
  return [
    {
      path: `warehouse/${kind.path}`,
      permission,
      load: async () => ({ default: (await import('./pages/goods')).goodsListPage(kind) }),
      menu: { label: `warehouse:${kind.kind}.title`, ...kind.menu },
    },
    {
      path: `warehouse/${kind.path}/:id`,
      permission,
      load: async () => ({ default: (await import('./pages/goods')).goodsDocumentPage(kind) }),
    },
  ];
}

/** Documents inside the house, and the places they are about. */
const internalPages: PageEntry[] = [
  {
    path: 'warehouse/transfers',
    permission: 'warehouse.transfer.read',
    load: async () => ({ default: (await import('./pages/transfers')).TransferListPage }),
    menu: { label: 'warehouse:transfer.title', order: 50 },
  },
  {
    path: 'warehouse/transfers/:id',
    permission: 'warehouse.transfer.read',
    load: async () => ({ default: (await import('./pages/transfers')).TransferPage }),
  },
  {
    path: 'warehouse/transfers/:id/receive',
    permission: 'warehouse.transfer.receive',
    load: () => import('./pages/ReceiveTransferPage'),
  },
  {
    path: 'warehouse/transfers/:id/send-back',
    permission: 'warehouse.transfer.send_back',
    load: () => import('./pages/SendBackTransferPage'),
  },
  {
    path: 'warehouse/stocktakes',
    permission: 'warehouse.stocktake.read',
    load: async () => ({ default: (await import('./pages/stocktakes')).StocktakeListPage }),
    menu: { label: 'warehouse:stocktake.title', order: 60 },
  },
  {
    path: 'warehouse/stocktakes/:id',
    permission: 'warehouse.stocktake.read',
    load: async () => ({ default: (await import('./pages/stocktakes')).StocktakePage }),
  },
  {
    path: 'warehouse/differences',
    permission: 'warehouse.difference.read',
    load: () => import('./pages/DifferencesPage'),
    menu: { label: 'warehouse:difference.title', order: 65 },
  },
  {
    path: 'warehouse/warehouses',
    permission: 'stock.warehouse.read',
    load: () => import('./pages/WarehousesPage'),
    menu: { label: 'warehouse:place.title', order: 70 },
  },
];

export const manifest: FeatureManifest = {
  area: 'warehouse',
  label: 'warehouse:menu',
  icon: <InboxOutlined />,
  order: 40,
  pages: [
    {
      path: 'warehouse/stock',
      permission: 'warehouse.stock.read',
      load: () => import('./pages/StockPage'),
      menu: { label: 'warehouse:stock.title', order: 10 },
    },
    {
      path: 'warehouse/item-ledger',
      permission: 'warehouse.item_ledger.read',
      load: () => import('./pages/ItemLedgerPage'),
      menu: { label: 'warehouse:itemLedger.title', order: 20 },
    },
    ...kinds.flatMap(goodsPages),
    ...internalPages,
  ],
  documents: [
    ...kinds.map((kind) => ({
      kind: kind.kind,
      path: `/warehouse/${kind.path}`,
      label: `warehouse:${kind.kind}.title`,
    })),
    { kind: 'transfer', path: '/warehouse/transfers', label: 'warehouse:transfer.title' },
    { kind: 'stocktake', path: '/warehouse/stocktakes', label: 'warehouse:stocktake.title' },
  ],
};
