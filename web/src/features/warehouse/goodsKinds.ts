/** The six goods documents: one shape, different directions. */
export interface GoodsKind {
  /** The API noun, also in the permissions: `warehouse.<kind>.create`. */
  kind: string;
  /** The last part of its path, here and in the API. */
  path: string;
  party: 'supplier' | 'customer' | null;
  /** Which price of an item is proposed. */
  trade: 'purchase' | 'sales';
  /** Price, tax and amounts stand on its lines. */
  isPriced: boolean;
  /** Goods come in, and with them the label of their lot; else they leave, and the lots are chosen by expiry. */
  isInbound: boolean;
  /** Goods that nobody bills: a unit cost and a value, without discount and tax. */
  isCostOnly?: boolean;
  /** Asks why, as no order does. */
  hasReason: boolean;
  /** The reasons to choose from; without them the reason is free text. */
  reasons?: readonly string[];
  menu: { group?: string; order: number };
  /** The return that may follow once it is posted. */
  returnsBy?: string;
  /** The invoice that bills it. */
  invoicedBy?: string;
  /** The invoice whose red one credits it. */
  creditedBy?: string;
}

export const GOODS_KINDS = {
  goodsReceipt: {
    kind: 'goods_receipt',
    path: 'goods-receipts',
    party: 'supplier',
    trade: 'purchase',
    isInbound: true,
    isPriced: true,
    hasReason: false,
    menu: { group: 'purchasing', order: 20 },
    returnsBy: 'purchase-returns',
    invoicedBy: 'purchase-invoices',
  },
  purchaseReturn: {
    kind: 'purchase_return',
    path: 'purchase-returns',
    party: 'supplier',
    trade: 'purchase',
    isInbound: false,
    isPriced: true,
    hasReason: true,
    menu: { group: 'purchasing', order: 40 },
    creditedBy: 'purchase-invoices',
  },
  shipment: {
    kind: 'shipment',
    path: 'shipments',
    party: 'customer',
    trade: 'sales',
    isInbound: false,
    isPriced: true,
    hasReason: false,
    menu: { group: 'sales', order: 20 },
    returnsBy: 'sales-returns',
    invoicedBy: 'sales-invoices',
  },
  salesReturn: {
    kind: 'sales_return',
    path: 'sales-returns',
    party: 'customer',
    trade: 'sales',
    isInbound: true,
    isPriced: true,
    hasReason: true,
    menu: { group: 'sales', order: 40 },
    creditedBy: 'sales-invoices',
  },
  otherReceipt: {
    kind: 'other_receipt',
    path: 'other-receipts',
    party: null,
    trade: 'purchase',
    isInbound: true,
    isPriced: true,
    isCostOnly: true,
    hasReason: true,
    reasons: ['OTHER_RECEIPT', 'STOCK_GAIN', 'OPENING'],
    menu: { order: 30 },
  },
  otherIssue: {
    kind: 'other_issue',
    path: 'other-issues',
    party: null,
    trade: 'sales',
    isInbound: false,
    isPriced: false,
    hasReason: true,
    reasons: ['OTHER_ISSUE', 'STOCK_LOSS', 'SAMPLE', 'SELLING_EXPENSE'],
    menu: { order: 40 },
  },
} satisfies Record<string, GoodsKind>;
