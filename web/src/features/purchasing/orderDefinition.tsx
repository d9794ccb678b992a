import { useQuery } from '@tanstack/react-query';
import { type FormInstance, Input } from 'antd';
import dayjs from 'dayjs';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  amountColumns,
  DateField,
  type DocumentBody,
  type DocumentDefinition,
  discountColumn,
  documentEndpoints,
  followItem,
  type HeaderField,
  itemColumn,
  lastPriceColumn,
  memoColumn,
  priceColumn,
  quantityColumn,
  readItemLine,
  referenceId,
  specificationColumn,
  stockColumn,
  taxColumn,
  unitColumn,
  writePricedLine,
} from '@/shared/document';
import { findItems, lookUpItem, SupplierSelect, taxCodesQuery, WarehouseSelect } from '@/shared/select';
import { lastPrice, type PurchaseOrder } from './api';

/** The purchase order: what it shows, how it is read and written, and where its prices come from. */
export const purchaseOrder: DocumentDefinition<PurchaseOrder> = {
  ...documentEndpoints<PurchaseOrder, object>({
    base: '/api/v1/purchasing/orders',
    write: writeOrder,
    makingVerbs: ['receive', 'invoice'],
  }),
  area: 'purchasing',
  resource: 'orders',
  title: 'purchasing:order.title',
  listPath: '/purchasing/orders',
  permissions: { create: 'purchasing.order.create' },
  hiddenVerbs: ['amend', 'return'],
  blankHeader: () => ({ business_date: dayjs().format('YYYY-MM-DD'), reference: '', memo: '' }),
  readHeader: (order) => ({
    party: order.party,
    warehouse: order.warehouse,
    business_date: order.business_date,
    expected_date: order.expected_date,
    reference: order.reference ?? '',
    memo: order.memo ?? '',
    currency: order.currency,
    rate: order.rate,
  }),
  readLine: (line) => ({
    ...readItemLine(line as PurchaseOrder['lines'][number]),
    line_id: (line as PurchaseOrder['lines'][number]).id,
  }),
  blankLine: () => ({}),
  useFields,
  useColumns,
  scan: async (code) => {
    const found = await lookUpItem(code);
    if (!found) return null;
    const item = { ...found.item, id: found.item.id, name: found.item.name };
    const unit = { id: found.unit.id, name: found.unit.name };
    return {
      item,
      follow: { ...followItem(item, 'purchase'), unit, unit_id: unit.id, price: found.item.purchase_price },
    };
  },
};

function writeOrder({ header, lines }: DocumentBody) {
  return {
    party_id: referenceId(header.party),
    warehouse_id: referenceId(header.warehouse),
    business_date: header.business_date,
    expected_date: header.expected_date || null,
    reference: header.reference ?? '',
    memo: header.memo ?? '',
    currency: header.currency || null,
    rate: header.rate || '1',
    lines: lines.map((line) => ({ ...writePricedLine(line), line_id: line.line_id || null })),
  };
}

function useFields(): HeaderField[] {
  const { t } = useTranslation();
  return [
    {
      name: 'party',
      label: t('purchasing:supplier'),
      isRequired: true,
      control: <SupplierSelect autoFocus />,
    },
    {
      name: 'warehouse',
      label: t('document:column.warehouse'),
      isRequired: true,
      control: <WarehouseSelect />,
    },
    { name: 'business_date', label: t('document:column.date'), isRequired: true, control: <DateField /> },
    { name: 'expected_date', label: t('purchasing:order.expected'), control: <DateField allowClear /> },
    { name: 'reference', label: t('document:column.reference'), control: <Input maxLength={60} /> },
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} />, span: 2 },
  ];
}

function useColumns({ form, currency }: { form: FormInstance; currency: string }) {
  const { i18n } = useTranslation();
  const { data: taxCodes } = useQuery(taxCodesQuery);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  return useMemo(
    () => [
      itemColumn({
        find: (text, _line, signal) =>
          findItems(text, signal, {
            trade: 'purchased',
            hasStock: true,
            warehouseId: referenceId(form.getFieldValue('warehouse')) ?? undefined,
          }),
        follow: (item) => ({ ...followItem(item, 'purchase'), price: item.purchase_price as string | null }),
        complete: async (item) => {
          const last = await lastPrice(item.id, referenceId(form.getFieldValue('party')));
          if (last.price === null) return {};
          return { price: last.price, last_price: last.price, price_includes_tax: last.price_includes_tax };
        },
      }),
      specificationColumn(),
      unitColumn(),
      quantityColumn(),
      stockColumn(),
      priceColumn(),
      lastPriceColumn(),
      discountColumn(),
      taxColumn(taxCodes ?? []),
      ...amountColumns(currency),
      memoColumn(),
    ],
    [form, currency, taxCodes, i18n.language],
  );
}
