import { type FormInstance, Input } from 'antd';
import dayjs from 'dayjs';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  DateField,
  type DocumentBody,
  type DocumentDefinition,
  documentEndpoints,
  type HeaderField,
  readItemLine,
  referenceId,
  type ServerItemLine,
  scanItem,
  type TradeOptions,
  useCurrencyFields,
  useTradeColumns,
  writePricedLine,
} from '@/shared/document';
import { CustomerSelect, useSoleWarehouse, WarehouseSelect } from '@/shared/select';
import { lastPrice, type SalesOrder } from './api';

export const TRADE: TradeOptions = { trade: 'sales', isOutgoing: true, lastPrice };

/** The sales order: what it shows, how it is read and written, and where its prices come from. */
export const salesOrder: DocumentDefinition<SalesOrder> = {
  ...documentEndpoints<SalesOrder, object>({
    base: '/api/v1/sales/orders',
    write: writeOrder,
    makingVerbs: ['ship', 'invoice'],
  }),
  area: 'sales',
  resource: 'orders',
  title: 'sales:order.title',
  listPath: '/sales/orders',
  permissions: { create: 'sales.order.create' },
  hiddenVerbs: ['amend'],
  blankHeader: () => ({ business_date: dayjs().format('YYYY-MM-DD'), reference: '', memo: '' }),
  readHeader: (order) => ({
    party: order.party,
    warehouse: order.warehouse,
    business_date: order.business_date,
    promised_date: order.promised_date,
    reference: order.reference ?? '',
    memo: order.memo ?? '',
    currency: order.currency,
    rate: order.rate,
  }),
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

function writeOrder({ header, lines }: DocumentBody) {
  return {
    party_id: referenceId(header.party),
    warehouse_id: referenceId(header.warehouse),
    business_date: header.business_date,
    promised_date: header.promised_date || null,
    reference: header.reference ?? '',
    memo: header.memo ?? '',
    currency: header.currency || null,
    rate: header.rate || '1',
    lines: lines.map((line) => ({ ...writePricedLine(line), line_id: line.line_id || null })),
  };
}

function useFields({ form, isNew }: { form: FormInstance; isNew: boolean }): HeaderField[] {
  const { t } = useTranslation();
  useSoleWarehouse(form, isNew);
  const currency = useCurrencyFields(form);
  return [
    {
      name: 'party',
      label: t('sales:customer'),
      isRequired: true,
      control: <CustomerSelect autoFocus={isNew} />,
    },
    {
      name: 'warehouse',
      label: t('document:column.warehouse'),
      isRequired: true,
      control: <WarehouseSelect />,
    },
    { name: 'business_date', label: t('document:column.date'), isRequired: true, control: <DateField /> },
    { name: 'promised_date', label: t('sales:order.promised'), control: <DateField allowClear /> },
    ...currency,
    { name: 'reference', label: t('document:column.reference'), control: <Input maxLength={60} /> },
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} />, span: 2 },
  ];
}
