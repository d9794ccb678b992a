import { Input } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import {
  AmountField,
  DateField,
  type DocumentBody,
  type DocumentDefinition,
  type DocumentDetail,
  documentEndpoints,
  type HeaderField,
  referenceId,
  useCurrencyFields,
} from '@/shared/document';
import { big } from '@/shared/money';
import { CashAccountSelect, PartySelect } from '@/shared/select';
import { readAllocation, writeAllocation } from './allocationLines';
import { type Invoice, type Money, partyOf } from './api';
import { showAmount } from './components/fields';
import { moneyLines } from './components/MoneyLines';
import type { MoneyKind } from './moneyKinds';

const blank = () => ({ business_date: dayjs().format('YYYY-MM-DD'), reference: '', memo: '' });

/** The definition of receipts or of payments. */
export function moneyDefinition(kind: MoneyKind): DocumentDefinition<Money> {
  const endpoints = documentEndpoints<Money, object>({
    base: `/api/v1/finance/${kind.path}`,
    write: writeMoney,
    hasPreview: true,
  });
  return {
    ...endpoints,
    area: 'finance',
    resource: kind.path,
    title: `finance:${kind.kind}.title`,
    listPath: `/finance/${kind.path}`,
    permissions: { create: `finance.${kind.kind}.create` },
    hiddenVerbs: ['update'],
    identity: 'origin_id',
    mayHaveNoLines: true,
    Lines: moneyLines(kind),
    blankHeader: blank,
    readHeader: (document) => ({
      party: document.party,
      business_date: document.business_date,
      cash_account: document.cash_account,
      amount: document.amount,
      bank_fee: big(document.bank_fee).eq(0) ? null : document.bank_fee,
      reference: document.reference ?? '',
      memo: document.memo ?? '',
      currency: document.currency,
      rate: document.rate,
    }),
    readLine: (line) => readAllocation(line as Money['lines'][number]),
    blankLine: () => ({}),
    useFields: ({ form, isNew, document }) =>
      useMoneyFields(kind, { isNew, document, extra: useCurrencyFields(form) }),
    useColumns: () => NO_COLUMNS,
    prefill: (search, signal) => prefillMoney(kind, search, signal),
    currencyOf: (header) => (typeof header.currency === 'string' ? header.currency : undefined),
  };
}

const NO_COLUMNS: never[] = [];

function writeMoney({ header, lines }: DocumentBody) {
  return {
    party_id: referenceId(header.party),
    business_date: header.business_date,
    cash_account_id: referenceId(header.cash_account),
    amount: header.amount || '0',
    bank_fee: header.bank_fee || '0',
    reference: header.reference ?? '',
    memo: header.memo ?? '',
    currency: header.currency,
    rate: header.rate || '1',
    allocations: lines.map(writeAllocation),
  };
}

/** From an invoice: its party, what of it is open, and the match. From an order or a party: the party. */
async function prefillMoney(
  kind: MoneyKind,
  search: URLSearchParams,
  signal: AbortSignal,
): Promise<DocumentBody | null> {
  const invoiceId = search.get(kind.invoice.parameter);
  if (invoiceId) return moneyForInvoice(await load<Invoice>(kind.invoice.path, invoiceId, signal));
  const orderId = search.get(kind.order.parameter);
  const partyId = search.get('party');
  if (orderId) {
    const order = await load<DocumentDetail>(kind.order.path, orderId, signal);
    const party = order.party ? { ...order.party } : null;
    return {
      header: { ...blank(), party, currency: order.currency, reference: order.number },
      lines: [],
    };
  }
  if (partyId)
    return { header: { ...blank(), party: await partyOf(kind.party, partyId, signal) }, lines: [] };
  return null;
}

function load<Detail extends DocumentDetail>(path: string, id: string, signal: AbortSignal): Promise<Detail> {
  return documentEndpoints<Detail, object>({ base: `/api/v1/${path}`, write: () => ({}) }).load(id, signal);
}

function moneyForInvoice(invoice: Invoice): DocumentBody {
  const open = big(invoice.open_amount).abs().toFixed();
  const sign = invoice.is_red ? '-' : '';
  return {
    header: {
      ...blank(),
      party: invoice.party,
      currency: invoice.currency,
      rate: invoice.rate,
      amount: open === '0' ? null : sign + open,
      reference: invoice.number,
    },
    lines: [
      readAllocation({
        id: '',
        origin: { kind: invoice.kind, id: invoice.id, number: invoice.number },
        amount: open,
        discount: '0',
      }),
    ],
  };
}

interface FieldOptions {
  isNew: boolean;
  document?: Money;
  extra: HeaderField[];
}

function useMoneyFields(kind: MoneyKind, { isNew, document, extra }: FieldOptions): HeaderField[] {
  const { t } = useTranslation();
  const show = showAmount(document?.currency ?? 'CNY');
  return [
    {
      name: 'party',
      label: t(`finance:${kind.party}`),
      isRequired: true,
      control: <PartySelect role={kind.party} autoFocus={isNew} />,
    },
    {
      name: 'amount',
      label: t(`finance:${kind.kind}.amount`),
      isRequired: true,
      isAmount: true,
      control: <AmountField currency={document?.currency} />,
      show,
    },
    { name: 'cash_account', label: t('finance:cashAccount'), control: <CashAccountSelect /> },
    {
      name: 'business_date',
      label: t(`finance:${kind.kind}.date`),
      isRequired: true,
      control: <DateField />,
    },
    { name: 'bank_fee', label: t('finance:bankFee'), isAmount: true, control: <AmountField />, show },
    { name: 'reference', label: t('finance:reference'), control: <Input maxLength={80} /> },
    ...extra,
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} />, span: 2 },
  ];
}
