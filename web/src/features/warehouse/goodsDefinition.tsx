import { type FormInstance, Input, Select } from 'antd';
import dayjs from 'dayjs';
import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import {
  DateField,
  type DocumentBody,
  type DocumentDefinition,
  documentEndpoints,
  type HeaderField,
  readItemLine,
  referenceId,
  scanItem,
  type TradeOptions,
  useTradeColumns,
  writeItemLine,
  writePricedLine,
} from '@/shared/document';
import type { LineColumn, LinePatch } from '@/shared/grid';
import { big } from '@/shared/money';
import { PartySelect, useSoleWarehouse, WarehouseSelect } from '@/shared/select';
import type { GoodsKind } from './goodsKinds';
import { lotColumns } from './lotColumns';

type GoodsDocument = components['schemas']['GoodsDocumentOut'];
type GoodsLine = GoodsDocument['lines'][number];

const NO_TAX = '0';

/** The definition of one kind of goods document. */
export function goodsDefinition(kind: GoodsKind): DocumentDefinition<GoodsDocument> {
  const endpoints = documentEndpoints<GoodsDocument, object>({
    base: `/api/v1/warehouse/${kind.path}`,
    write: (body) => writeGoods(kind, body),
    hasPreview: true,
    overrideField: kind.path === 'shipments' ? 'reason' : undefined,
  });
  return {
    ...endpoints,
    area: 'warehouse',
    resource: kind.path,
    title: `warehouse:${kind.kind}.title`,
    listPath: `/warehouse/${kind.path}`,
    permissions: { create: `warehouse.${kind.kind}.create` },
    blankHeader: () => ({
      business_date: dayjs().format('YYYY-MM-DD'),
      reference: '',
      memo: '',
      reason: kind.reasons?.[0] ?? '',
    }),
    readHeader: (document) => ({
      party: document.party,
      warehouse: document.warehouse,
      business_date: document.business_date,
      reference: document.reference ?? '',
      reason: document.reason ?? '',
      memo: document.memo ?? '',
      currency: document.currency,
      rate: document.rate,
      original_id: document.original_id,
    }),
    readLine: (line) => readGoodsLine(line as GoodsLine),
    blankLine: () => ({}),
    useFields: ({ form, isNew }) => useGoodsFields(kind, form, isNew),
    useColumns: ({ form, currency }) => useGoodsColumns(kind, form, currency),
    scan: (code) => scanItem(tradeOf(kind), code),
    prefill: async (search, signal) => {
      const from = search.get('from');
      const original = from && originalPath(kind);
      return original ? returnOf(await documentAt(original, from, signal)) : null;
    },
    follow: (document) => followers(kind, document),
  };
}

function readGoodsLine(line: GoodsLine): LinePatch {
  return {
    ...readItemLine(line),
    location_id: line.location.id,
    lot_id: line.lot?.id ?? null,
    lot_code: line.lot?.code ?? null,
    expires_on: line.lot?.expires_on ?? null,
    order_line_id: line.order_line_id ?? null,
    original_line_id: line.original_line_id ?? null,
  };
}

function writeGoods(kind: GoodsKind, { header, lines }: DocumentBody) {
  return {
    party_id: referenceId(header.party),
    warehouse_id: referenceId(header.warehouse),
    business_date: header.business_date,
    reference: header.reference ?? '',
    reason: header.reason ?? '',
    memo: header.memo ?? '',
    currency: header.currency || null,
    rate: header.rate || '1',
    original_id: header.original_id || null,
    lines: lines.map((line) => ({
      ...(kind.isPriced ? writePricedLine(line) : writeItemLine(line)),
      // Not the item's own tax: what comes without an invoice bears none.
      ...(kind.isCostOnly ? { tax_code_id: NO_TAX, discount_rate: '0' } : {}),
      location_id: line.location_id || null,
      ...(kind.isInbound
        ? { lot_code: line.lot_code ?? '', expires_on: line.expires_on || null }
        : { lot_id: line.lot_id || null }),
      order_line_id: line.order_line_id || null,
      original_line_id: line.original_line_id || null,
    })),
  };
}

/** The usual columns, and the lot: written where goods come in, shown where they leave. */
function useGoodsColumns(kind: GoodsKind, form: FormInstance, currency: string): LineColumn[] {
  const { i18n } = useTranslation();
  const columns = useTradeColumns(tradeOf(kind), form, currency);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  return useMemo(() => [...columns, ...lotColumns(kind.isInbound)], [columns, i18n.language]);
}

function originalPath(kind: GoodsKind): string | undefined {
  return { 'sales-returns': 'shipments', 'purchase-returns': 'goods-receipts' }[kind.path];
}

function documentAt(path: string, id: string, signal: AbortSignal): Promise<GoodsDocument> {
  return documentEndpoints<GoodsDocument, object>({
    base: `/api/v1/warehouse/${path}`,
    write: () => ({}),
  }).load(id, signal);
}

/** A return proposes all that has not come back yet, tied line by line to the original. */
function returnOf(original: GoodsDocument): DocumentBody {
  const lines = original.lines.map((line) => ({
    ...readGoodsLine(line),
    order_line_id: null,
    original_line_id: line.id,
  }));
  return {
    header: {
      party: original.party,
      warehouse: original.warehouse,
      business_date: dayjs().format('YYYY-MM-DD'),
      original_id: original.id,
      currency: original.currency,
      rate: original.rate,
      reference: original.number,
      reason: '',
      memo: '',
    },
    lines,
  };
}

/** Once posted: the invoice over what is not invoiced yet, the return, or the red invoice over what came back. */
function followers(kind: GoodsKind, document: GoodsDocument) {
  if (document.state !== 'posted' || document.reverses_id) return [];
  const steps = [];
  if (kind.invoicedBy && document.lines.some(isUninvoiced))
    steps.push({
      key: 'invoice',
      label: i18next.t('document:verb.invoice'),
      path: `/finance/${kind.invoicedBy}/new?${kind.kind}=${document.id}`,
      isPrimary: true,
    });
  if (kind.creditedBy && document.progress.invoicing === 'red_due')
    steps.push({
      key: 'red',
      label: i18next.t('finance:red.verb'),
      path: `/finance/${kind.creditedBy}/red?return=${document.id}`,
      isPrimary: true,
    });
  if (kind.returnsBy)
    steps.push({
      key: 'return',
      label: i18next.t('document:verb.return'),
      path: `/warehouse/${kind.returnsBy}/new?from=${document.id}`,
    });
  return steps;
}

function isUninvoiced(line: GoodsLine): boolean {
  return big(line.quantity).gt(big(line.invoiced_quantity).plus(big(line.returned_quantity)));
}

function tradeOf(kind: GoodsKind): TradeOptions {
  return {
    trade: kind.trade,
    isPriced: kind.isPriced,
    isOutgoing: !kind.isInbound,
    isCostOnly: kind.isCostOnly,
    offersAll: kind.party === null,
    isLocked: (line) => Boolean(line.order_line_id ?? line.original_line_id),
  };
}

function useGoodsFields(kind: GoodsKind, form: FormInstance, isNew: boolean): HeaderField[] {
  const { t } = useTranslation();
  useSoleWarehouse(form, isNew);
  const fields: (HeaderField | false)[] = [
    kind.party !== null && {
      name: 'party',
      label: t(`warehouse:${kind.party}`),
      isRequired: true,
      control: <PartySelect role={kind.party} autoFocus={isNew} />,
    },
    {
      name: 'warehouse',
      label: t('document:column.warehouse'),
      isRequired: true,
      control: <WarehouseSelect />,
    },
    { name: 'business_date', label: t('document:column.date'), isRequired: true, control: <DateField /> },
    kind.party !== null && {
      name: 'reference',
      label: t('document:column.reference'),
      control: <Input maxLength={60} />,
    },
    kind.hasReason && reasonField(kind.reasons),
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} />, span: 2 },
  ];
  return fields.filter((field) => field !== false);
}

/** Why goods come or go: one of the reasons the books know, or the user's own words. */
function reasonField(reasons: readonly string[] | undefined): HeaderField {
  const label = i18next.t('document:reason');
  if (!reasons) return { name: 'reason', label, control: <Input maxLength={20} /> };
  const options = reasons.map((reason) => ({
    value: reason,
    label: i18next.t(`warehouse:reason.${reason}`),
  }));
  return {
    name: 'reason',
    label,
    isRequired: true,
    control: <Select options={options} />,
    show: (value) => options.find((option) => option.value === value)?.label ?? '—',
  };
}
