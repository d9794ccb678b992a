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
import { CustomerSelect } from '@/shared/select';
import { lastPrice, type SalesOrder } from './api';

export const TRADE: TradeOptions = { trade: 'sales', isOutgoing: true, lastPrice };

/** The sales order: what it shows, how it is read and written, and where its prices come from. */
export const salesOrder: DocumentDefinition<SalesOrder> = {
  ...documentEndpoints<SalesOrder, object>({
    base: '/api/v1/sales/orders',
    write: (body) => ({ ...writeOrder(body), promised_date: body.header.promised_date || null }),
    makingVerbs: ['ship', 'invoice'],
    overrideField: 'override_reason',
  }),
  area: 'sales',
  resource: 'orders',
  title: 'sales:order.title',
  listPath: '/sales/orders',
  permissions: { create: 'sales.order.create' },
  hiddenVerbs: ['amend'],
  blankHeader: blankOrderHead,
  readHeader: (order) => ({ ...readOrderHead(order), promised_date: order.promised_date }),
  readLine: (line) => ({ ...readItemLine(line as ServerItemLine), line_id: (line as ServerItemLine).id }),
  blankLine: () => ({}),
  useFields,
  useColumns: ({ form, currency }) => useTradeColumns(TRADE, form, currency),
  scan: (code, header) => scanItem(TRADE, code, header),
  currencyOf: (header) => (typeof header.currency === 'string' ? header.currency : undefined),
  follow: followers,
};

/** Money may come in before or after the goods: the receipt begins with the customer of the order. */
function followers(order: SalesOrder) {
  if (!['approved', 'in_progress', 'completed'].includes(order.state)) return [];
  const path = `/finance/money-receipts/new?sales_order=${order.id}`;
  return [{ key: 'collect', label: i18next.t('finance:collect'), path }];
}

function useFields({ form, isNew }: { form: FormInstance; isNew: boolean }): HeaderField[] {
  const { t } = useTranslation();
  return useOrderFields(form, isNew, {
    party: { label: t('sales:customer'), control: <CustomerSelect autoFocus={isNew} /> },
    day: { name: 'promised_date', label: t('sales:order.promised') },
  });
}
