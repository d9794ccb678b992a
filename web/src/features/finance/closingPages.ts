import type { PageEntry } from '@/app/manifest';
import { OPENING_KINDS, type OpeningKind } from './openingKinds';

/** Pages of opening, of vouchers written by hand, and of the transfer of profit. */

const openings: OpeningKind[] = Object.values(OPENING_KINDS);

function openingPages(kind: OpeningKind): PageEntry[] {
  return [
    {
      path: `finance/${kind.path}`,
      permission: 'finance.opening_balance.read',
      load: async () => ({ default: (await import('./pages/openings')).openingListPage(kind) }),
      menu: { label: `finance:opening_balance.${kind.topic}.title`, order: kind.menuOrder, group: 'ledger' },
    },
    {
      path: `finance/${kind.path}/:id`,
      permission: 'finance.opening_balance.read',
      load: async () => ({ default: (await import('./pages/openings')).openingPage(kind) }),
    },
  ];
}

export const closingPages: PageEntry[] = [
  {
    path: 'finance/manual-vouchers',
    permission: 'finance.manual_voucher.read',
    load: async () => ({ default: (await import('./pages/manualVouchers')).ManualVoucherListPage }),
    menu: { label: 'finance:manual_voucher.title', order: 15, group: 'ledger' },
  },
  {
    path: 'finance/manual-vouchers/:id',
    permission: 'finance.manual_voucher.read',
    load: async () => ({ default: (await import('./pages/manualVouchers')).ManualVoucherPage }),
  },
  {
    path: 'finance/profit-transfers',
    permission: 'finance.profit_transfer.read',
    load: () => import('./pages/ProfitTransferListPage'),
    menu: { label: 'finance:profit_transfer.title', order: 80, group: 'ledger' },
  },
  {
    path: 'finance/profit-transfers/:id',
    permission: 'finance.profit_transfer.read',
    load: () => import('./pages/ProfitTransferPage'),
  },
  {
    path: 'finance/openings',
    permission: 'finance.opening_balance.read',
    load: () => import('./pages/OpeningCheckPage'),
    menu: { label: 'finance:opening_check.title', order: 100, group: 'ledger' },
  },
  ...openings.flatMap(openingPages),
  {
    path: 'finance/opening-balances/:id',
    permission: 'finance.opening_balance.read',
    load: async () => ({ default: (await import('./pages/openings')).OpeningRedirect }),
  },
];

export const closingDocuments = [
  {
    kind: 'manual_voucher',
    path: '/finance/manual-vouchers',
    label: 'finance:manual_voucher.title',
  },
  {
    kind: 'opening_balance',
    path: '/finance/opening-balances',
    label: 'finance:opening_balance.title',
  },
  {
    kind: 'profit_transfer',
    path: '/finance/profit-transfers',
    label: 'finance:profit_transfer.title',
  },
];
