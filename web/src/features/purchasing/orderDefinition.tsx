import type { FormInstance } from 'antd';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  blankOrderHead,
  type DocumentDefinition,
  documentEndpoints,
  type HeaderField,
  readItemLine,
  readOrderHead,
  type ServerItemLine,
  scanItem,
  type TradeOptions,
  useOrderFields,
  useTradeColumns,
  writeOrder,
} from '@/shared/document';
import { SupplierSelect } from '@/shared/select';
import { lastPrice, type PurchaseOrder } from './api';

const TRADE: TradeOptions = { trade: 'purchase', lastPrice };

/** The purchase order: what it shows, how it is read and written, and where its prices come from. */
export const purchaseOrder: DocumentDefinition<PurchaseOrder> = {
  ...documentEndpoints<PurchaseOrder, object>({
    base: '/api/v1/purchasing/orders',
    write: (body) => ({ ...writeOrder(body), expected_date: body.header.expected_date || null }),
    makingVerbs: ['receive', 'invoice'],
  }),
  area: 'purchasing',
  resource: 'orders',
  title: 'purchasing:order.title',
  listPath: '/purchasing/orders',
  permissions: { create: 'purchasing.order.create' },
  hiddenVerbs: ['amend', 'return'],
  blankHeader: blankOrderHead,
  readHeader: (order) => ({ ...readOrderHead(order), expected_date: order.expected_date }),
  readLine: (line) => ({ ...readItemLine(line as ServerItemLine), line_id: (line as ServerItemLine).id }),
  blankLine: () => ({}),
  useFields,
  useColumns: ({ form, currency }) => useTradeColumns(TRADE, form, currency),
  scan: (code, header) => scanItem(TRADE, code, header),
  currencyOf: (header) => (typeof header.currency === 'string' ? header.currency : undefined),
  follow: followers,
};

/** Money may go out before or after the goods: the payment begins with the supplier of the order. */
function followers(order: PurchaseOrder) {
  if (!['approved', 'in_progress', 'completed'].includes(order.state)) return [];
  const path = `/finance/payments/new?purchase_order=${order.id}`;
  return [{ key: 'pay', label: i18next.t('finance:pay'), path }];
}

function useFields({ form, isNew }: { form: FormInstance; isNew: boolean }): HeaderField[] {
  const { t } = useTranslation();
  return useOrderFields(form, isNew, {
    party: { label: t('purchasing:supplier'), control: <SupplierSelect autoFocus={isNew} /> },
    day: { name: 'expected_date', label: t('purchasing:order.expected') },
  });
}
