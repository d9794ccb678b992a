import { Input } from 'antd';
import dayjs from 'dayjs';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import {
  DateField,
  type DocumentBody,
  type DocumentDefinition,
  documentEndpoints,
  type HeaderField,
  referenceId,
  useCurrencyFields,
} from '@/shared/document';
import { PartySelect } from '@/shared/select';
import type { Invoice } from './api';
import { InvoiceMarks } from './components/InvoiceMarks';
import type { InvoiceKind } from './invoiceKinds';
import { invoiceOfGoods, readInvoiceLine, writeInvoiceLine } from './invoiceLines';
import { useInvoiceColumns } from './useInvoiceColumns';

type GoodsDocument = components['schemas']['GoodsDocumentOut'];

/** The definition of one of the two invoices. */
export function invoiceDefinition(kind: InvoiceKind): DocumentDefinition<Invoice> {
  const endpoints = documentEndpoints<Invoice, object>({
    base: `/api/v1/finance/${kind.path}`,
    write: writeInvoice,
    hasPreview: true,
  });
  return {
    ...endpoints,
    area: 'finance',
    resource: kind.path,
    title: `finance:${kind.kind}.title`,
    listPath: `/finance/${kind.path}`,
    permissions: { create: `finance.${kind.kind}.create` },
    hiddenVerbs: ['update', 'red'],
    blankHeader: () => ({ business_date: dayjs().format('YYYY-MM-DD'), external_number: '', memo: '' }),
    readHeader: (invoice) => ({
      party: invoice.party,
      business_date: invoice.business_date,
      due_date: invoice.due_date,
      external_number: invoice.reference ?? '',
      memo: invoice.memo ?? '',
      currency: invoice.currency,
      rate: invoice.rate,
    }),
    readLine: (line) => readInvoiceLine(line as Invoice['lines'][number]),
    blankLine: () => ({}),
    useFields: ({ form, isNew }) => useInvoiceFields(kind, { isNew, extra: useCurrencyFields(form) }),
    useColumns: ({ form: _form, currency, document }) => useInvoiceColumns(kind, currency, document),
    prefill: (search, signal) => prefillInvoice(kind, search, signal),
    currencyOf: (header) => (typeof header.currency === 'string' ? header.currency : undefined),
    Marks: InvoiceMarks,
    follow: (invoice) => followers(kind, invoice),
  };
}

function writeInvoice({ header, lines }: DocumentBody) {
  return {
    party_id: referenceId(header.party),
    business_date: header.business_date,
    due_date: header.due_date || null,
    external_number: header.external_number ?? '',
    memo: header.memo ?? '',
    currency: header.currency,
    rate: header.rate || '1',
    lines: lines.map(writeInvoiceLine),
  };
}

/** `?shipment=<id>` or `?goods_receipt=<id>`: an invoice over what is delivered and not invoiced. */
async function prefillInvoice(kind: InvoiceKind, search: URLSearchParams, signal: AbortSignal) {
  const goodsId = search.get(kind.source.parameter);
  if (!goodsId) return null;
  const goods = documentEndpoints<GoodsDocument, object>({
    base: `/api/v1/warehouse/${kind.source.path}`,
    write: () => ({}),
  });
  return invoiceOfGoods(await goods.load(goodsId, signal));
}

/** Once posted: the money for it, or a red invoice over part or all of it. */
function followers(kind: InvoiceKind, invoice: Invoice) {
  if (invoice.state !== 'posted') return [];
  const steps = [];
  if (invoice.progress.settlement !== 'full' && invoice.open_amount)
    steps.push({
      key: 'money',
      label: i18next.t(invoice.is_red ? kind.money.refund : kind.money.verb),
      path: `/finance/${kind.money.path}/new?${kind.kind}=${invoice.id}`,
      isPrimary: true,
    });
  if (invoice.verbs.includes('red'))
    steps.push({
      key: 'red',
      label: i18next.t('finance:red.verb'),
      path: `/finance/${kind.path}/${invoice.id}/red`,
    });
  return steps;
}

function useInvoiceFields(
  kind: InvoiceKind,
  { isNew, extra }: { isNew: boolean; extra: HeaderField[] },
): HeaderField[] {
  const { t } = useTranslation();
  return [
    {
      name: 'party',
      label: t(`finance:${kind.party}`),
      isRequired: true,
      control: <PartySelect role={kind.party} autoFocus={isNew} />,
    },
    { name: 'business_date', label: t('finance:invoiceDate'), isRequired: true, control: <DateField /> },
    { name: 'due_date', label: t('finance:dueDate'), control: <DateField allowClear /> },
    { name: 'external_number', label: t('finance:externalNumber'), control: <Input maxLength={40} /> },
    ...extra,
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} />, span: 2 },
  ];
}
