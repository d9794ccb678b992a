import type { Side } from './matching';

/** Receipts and payments: one shape, opposite directions. */
export interface MoneyKind {
  /** The API noun, also in the permissions. */
  kind: string;
  path: string;
  side: Side;
  party: 'customer' | 'supplier';
  /** Documents a new one may begin with: parameter of the address and path of the API. */
  invoice: { parameter: string; path: string };
  order: { parameter: string; path: string };
  menuOrder: number;
}

export const MONEY_KINDS = {
  moneyReceipt: {
    kind: 'money_receipt',
    path: 'money-receipts',
    side: 'AR',
    party: 'customer',
    invoice: { parameter: 'sales_invoice', path: 'finance/sales-invoices' },
    order: { parameter: 'sales_order', path: 'sales/orders' },
    menuOrder: 10,
  },
  payment: {
    kind: 'payment',
    path: 'payments',
    side: 'AP',
    party: 'supplier',
    invoice: { parameter: 'purchase_invoice', path: 'finance/purchase-invoices' },
    order: { parameter: 'purchase_order', path: 'purchasing/orders' },
    menuOrder: 20,
  },
} satisfies Record<string, MoneyKind>;
