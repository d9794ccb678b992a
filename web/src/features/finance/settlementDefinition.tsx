import { Form, type FormInstance, Input, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import {
  DateField,
  type DocumentBody,
  type DocumentDefinition,
  documentEndpoints,
  type HeaderField,
  referenceId,
  useCurrencyFields,
} from '@/shared/document';
import { big } from '@/shared/money';
import { PartySelect } from '@/shared/select';
import { readAllocation, writeAllocation } from './allocationLines';
import { partyOf, type Settlement } from './api';
import { SettlementLines } from './components/SettlementLines';
import type { Side } from './matching';

const NO_COLUMNS: never[] = [];
const blank = (side: Side) => ({ side, business_date: dayjs().format('YYYY-MM-DD'), memo: '' });

/** The settlement note: open items of one party offset against each other, without money. */
export const settlement: DocumentDefinition<Settlement> = {
  ...documentEndpoints<Settlement, object>({
    base: '/api/v1/finance/settlements',
    write: writeSettlement,
    hasPreview: true,
  }),
  area: 'finance',
  resource: 'settlements',
  title: 'finance:settlement.title',
  listPath: '/finance/settlements',
  permissions: { create: 'finance.settlement.create' },
  hiddenVerbs: ['update'],
  identity: 'origin_id',
  Lines: SettlementLines,
  blankHeader: () => blank('AR'),
  readHeader: (document) => ({
    side: document.side,
    party: document.party,
    business_date: document.business_date,
    currency: document.currency,
    memo: document.memo ?? '',
  }),
  readLine: (line) => {
    const known = line as Settlement['lines'][number];
    return { ...readAllocation(known), side: known.side };
  },
  blankLine: () => ({}),
  useFields: ({ form, isNew }) => useSettlementFields(form, { isNew, extra: useCurrencyFields(form) }),
  useColumns: () => NO_COLUMNS,
  prefill: async (search, signal) => {
    const side: Side = search.get('side') === 'AP' ? 'AP' : 'AR';
    const partyId = search.get('party');
    if (!partyId) return null;
    const party = await partyOf(side === 'AR' ? 'customer' : 'supplier', partyId, signal);
    return { header: { ...blank(side), party }, lines: [] };
  },
  currencyOf: (header) => (typeof header.currency === 'string' ? header.currency : undefined),
};

function writeSettlement({ header, lines }: DocumentBody) {
  const of = (side: string) =>
    lines.filter((line) => line.side === side && !big(line.amount as string).eq(0)).map(writeAllocation);
  return {
    side: header.side,
    party_id: referenceId(header.party),
    business_date: header.business_date,
    currency: header.currency,
    memo: header.memo ?? '',
    debits: of('debit'),
    credits: of('credit'),
  };
}

function useSettlementFields(
  form: FormInstance,
  { isNew, extra }: { isNew: boolean; extra: HeaderField[] },
): HeaderField[] {
  const { t } = useTranslation();
  const side: Side = Form.useWatch('side', form) ?? 'AR';
  const role = side === 'AR' ? 'customer' : 'supplier';
  const sides = (['AR', 'AP'] as const).map((value) => ({ value, label: t(`finance:side.${value}`) }));
  return [
    {
      name: 'side',
      label: t('finance:settlement.side'),
      control: <Segmented options={sides} onChange={() => form.setFieldValue('party', null)} />,
      show: (value) => t(`finance:side.${String(value)}`, { defaultValue: '—' }),
    },
    {
      name: 'party',
      label: t(`finance:${role}`),
      isRequired: true,
      control: <PartySelect key={role} role={role} autoFocus={isNew} />,
    },
    { name: 'business_date', label: t('document:column.date'), isRequired: true, control: <DateField /> },
    ...extra.filter((field) => field.name === 'currency'),
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} />, span: 2 },
  ];
}
