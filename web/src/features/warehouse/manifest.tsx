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
  ],
  documents: kinds.map((kind) => ({
    kind: kind.kind,
    path: `/warehouse/${kind.path}`,
    label: `warehouse:${kind.kind}.title`,
  })),
};
