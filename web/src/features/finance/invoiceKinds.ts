/** The two invoices: one shape, opposite directions. */
export interface InvoiceKind {
  /** The API noun, also in the permissions: `finance.<kind>.create`. */
  kind: string;
  /** The last part of its path, here and in the API. */
  path: string;
  party: 'customer' | 'supplier';
  trade: 'sales' | 'purchase';
  /** The goods document it bills: the name in the address of a new one, and the path in the API. */
  source: { parameter: string; path: string };
  /** The returns it credits: their path, here and in the API. */
  returns: string;
  /** Accounts offered where no item is invoiced: income or cost. */
  accountClasses: readonly string[];
  /** Where the money of a posted invoice is recorded. */
  money: { kind: string; path: string; verb: string; refund: string };
  /** Makes what is open positive: the books hold it debit-positive. */
  sign: 1 | -1;
  menu: { group: string; order: number };
}

export const INVOICE_KINDS = {
  salesInvoice: {
    kind: 'sales_invoice',
    path: 'sales-invoices',
    party: 'customer',
    trade: 'sales',
    source: { parameter: 'shipment', path: 'shipments' },
    returns: 'sales-returns',
    accountClasses: ['R'],
    money: {
      kind: 'money_receipt',
      path: 'money-receipts',
      verb: 'finance:collect',
      refund: 'finance:payBack',
    },
    sign: 1,
    menu: { group: 'sales', order: 30 },
  },
  purchaseInvoice: {
    kind: 'purchase_invoice',
    path: 'purchase-invoices',
    party: 'supplier',
    trade: 'purchase',
    source: { parameter: 'goods_receipt', path: 'goods-receipts' },
    returns: 'purchase-returns',
    accountClasses: ['X', 'C', 'A'],
    money: { kind: 'payment', path: 'payments', verb: 'finance:pay', refund: 'finance:getBack' },
    sign: -1,
    menu: { group: 'purchasing', order: 30 },
  },
} satisfies Record<string, InvoiceKind>;
