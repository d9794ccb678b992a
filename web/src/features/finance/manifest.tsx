import { AccountBookOutlined } from '@ant-design/icons';
import type { FeatureManifest, PageEntry } from '@/app/manifest';
import { closingDocuments, closingPages } from './closingPages';
import { ENTRY_KINDS, type EntryKind } from './entryKinds';
import { INVOICE_KINDS, type InvoiceKind } from './invoiceKinds';
import { MONEY_KINDS, type MoneyKind } from './moneyKinds';

const invoices: InvoiceKind[] = Object.values(INVOICE_KINDS);
const money: MoneyKind[] = Object.values(MONEY_KINDS);
const entries: EntryKind[] = Object.values(ENTRY_KINDS);

function invoicePages(kind: InvoiceKind): PageEntry[] {
  const permission = `finance.${kind.kind}.read`;
  return [
    {
      path: `finance/${kind.path}`,
      permission,
      load: async () => ({ default: (await import('./pages/invoices')).invoiceListPage(kind) }),
      menu: { label: `finance:${kind.kind}.title`, ...kind.menu },
    },
    {
      path: `finance/${kind.path}/:id`,
      permission,
      load: async () => ({ default: (await import('./pages/invoices')).invoicePage(kind) }),
    },
    {
      path: `finance/${kind.path}/red`,
      permission: `finance.${kind.kind}.red`,
      load: async () => ({ default: (await import('./pages/ReturnCreditPage')).returnCreditPage(kind) }),
    },
    {
      path: `finance/${kind.path}/:id/red`,
      permission: `finance.${kind.kind}.red`,
      load: async () => ({ default: (await import('./pages/RedInvoicePage')).redInvoicePage(kind) }),
    },
  ];
}

function moneyPages(kind: MoneyKind): PageEntry[] {
  const permission = `finance.${kind.kind}.read`;
  return [
    {
      path: `finance/${kind.path}`,
      permission,
      load: async () => ({ default: (await import('./pages/money')).moneyListPage(kind) }),
      menu: { label: `finance:${kind.kind}.title`, order: kind.menuOrder },
    },
    {
      path: `finance/${kind.path}/:id`,
      permission,
      load: async () => ({ default: (await import('./pages/money')).moneyPage(kind) }),
    },
  ];
}

function entryPages(kind: EntryKind): PageEntry[] {
  const permission = `finance.${kind.kind}.read`;
  return [
    {
      path: `finance/${kind.path}`,
      permission,
      load: async () => ({ default: (await import('./pages/entries')).entryListPage(kind) }),
      menu: { label: `finance:${kind.kind}.title`, order: kind.menuOrder },
    },
    {
      path: `finance/${kind.path}/:id`,
      permission,
      load: async () => ({ default: (await import('./pages/entries')).entryPage(kind) }),
    },
  ];
}

export const manifest: FeatureManifest = {
  area: 'finance',
  label: 'finance:menu',
  icon: <AccountBookOutlined />,
  order: 50,
  pages: [
    ...invoices.flatMap(invoicePages),
    ...money.flatMap(moneyPages),
    {
      path: 'finance/settlements',
      permission: 'finance.settlement.read',
      load: async () => ({ default: (await import('./pages/settlements')).SettlementListPage }),
      menu: { label: 'finance:settlement.title', order: 30 },
    },
    {
      path: 'finance/settlements/:id',
      permission: 'finance.settlement.read',
      load: async () => ({ default: (await import('./pages/settlements')).SettlementPage }),
    },
    ...entries.flatMap(entryPages),
    {
      path: 'finance/receivables',
      permission: 'finance.receivable.read',
      load: async () => ({ default: (await import('./pages/balances')).balancesPage('AR') }),
      menu: { label: 'finance:receivable.title', order: 60 },
    },
    {
      path: 'finance/payables',
      permission: 'finance.payable.read',
      load: async () => ({ default: (await import('./pages/balances')).balancesPage('AP') }),
      menu: { label: 'finance:payable.title', order: 70 },
    },
    {
      path: 'finance/match-tolerance',
      permission: 'finance.match_tolerance.read',
      load: () => import('./pages/TolerancePage'),
      menu: { label: 'finance:tolerance.title', order: 90, group: 'purchasing' },
    },
    ...closingPages,
  ],
  documents: [
    ...[...invoices, ...money, ...entries].map((kind) => ({
      kind: kind.kind,
      path: `/finance/${kind.path}`,
      label: `finance:${kind.kind}.title`,
    })),
    { kind: 'settlement', path: '/finance/settlements', label: 'finance:settlement.title' },
    ...closingDocuments,
  ],
};
