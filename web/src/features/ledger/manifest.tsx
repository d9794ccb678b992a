import { BookOutlined } from '@ant-design/icons';
import type { FeatureManifest } from '@/app/manifest';

export const manifest: FeatureManifest = {
  area: 'ledger',
  label: 'ledger:menu',
  icon: <BookOutlined />,
  order: 60,
  pages: [
    {
      path: 'ledger/vouchers',
      permission: 'ledger.voucher.read',
      load: () => import('./pages/VoucherListPage'),
      menu: { label: 'ledger:voucher.title', order: 10 },
    },
    {
      path: 'ledger/vouchers/:id',
      permission: 'ledger.voucher.read',
      load: () => import('./pages/VoucherPage'),
    },
    {
      path: 'ledger/account-ledger',
      permission: 'ledger.balance.read',
      load: () => import('./pages/AccountLedgerPage'),
      menu: { label: 'ledger:accountLedger.title', order: 20 },
    },
    {
      path: 'ledger/trial-balance',
      permission: 'ledger.balance.read',
      load: () => import('./pages/TrialBalancePage'),
      menu: { label: 'ledger:trialBalance.title', order: 30 },
    },
    {
      path: 'ledger/balance-sheet',
      permission: 'ledger.balance.read',
      load: async () => ({ default: (await import('./pages/statements')).BalanceSheetPage }),
      menu: { label: 'ledger:balanceSheet.title', order: 40 },
    },
    {
      path: 'ledger/income-statement',
      permission: 'ledger.balance.read',
      load: async () => ({ default: (await import('./pages/statements')).IncomeStatementPage }),
      menu: { label: 'ledger:incomeStatement.title', order: 50 },
    },
    {
      path: 'ledger/accounts',
      permission: 'ledger.account.read',
      load: () => import('./pages/AccountsPage'),
      menu: { label: 'ledger:accounts.title', order: 60 },
    },
    {
      path: 'ledger/periods',
      permission: 'ledger.period.read',
      load: () => import('./pages/PeriodsPage'),
      menu: { label: 'ledger:periods.title', order: 70 },
    },
  ],
  documents: [{ kind: 'voucher', path: '/ledger/vouchers', label: 'ledger:voucher.one' }],
};
