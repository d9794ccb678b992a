import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, type FormInstance, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompanyCurrency } from '@/app/session';
import {
  CURRENCIES,
  DateField,
  type DocumentBody,
  type DocumentDefinition,
  documentEndpoints,
  type HeaderField,
  referenceId,
} from '@/shared/document';
import type { LineColumn, LinePatch } from '@/shared/grid';
import { big } from '@/shared/money';
import { bookLedgersQuery, findLeafAccounts, type ManualVoucher } from './closingApi';
import { accountText, partyColumn, sideColumns } from './openingDefinition';
import { worthOf } from './voucherLines';

/** A voucher written by hand: debits equal credits, somebody else audits it, then it is posted. */
export const manualVoucher: DocumentDefinition<ManualVoucher> = {
  ...documentEndpoints<ManualVoucher, object>({
    base: '/api/v1/finance/manual-vouchers',
    write: writeVoucher,
    hasPreview: true,
  }),
  area: 'finance',
  resource: 'manual-vouchers',
  title: 'finance:manual_voucher.title',
  listPath: '/finance/manual-vouchers',
  permissions: { create: 'finance.manual_voucher.create' },
  hiddenVerbs: ['update'],
  identity: 'account',
  hasTotals: false,
  blankHeader: () => ({ business_date: dayjs().format('YYYY-MM-DD'), memo: '', isForeign: false }),
  readHeader: (document) => ({
    business_date: document.business_date,
    memo: document.memo ?? '',
    ledger: document.ledger?.id ?? null,
    currency: document.currency,
    isForeign: document.lines.some((line) => line.currency !== document.currency),
  }),
  readLine: (line) => readLine(line as ManualVoucher['lines'][number]),
  blankLine: () => ({ rate: '1' }),
  useFields: ({ form }) => useVoucherFields(form),
  useColumns: ({ form, currency }) => useVoucherColumns(form, currency),
  currencyOf: (header) => (typeof header.currency === 'string' ? header.currency : undefined),
  Marks: VoucherMarks,
};

function readLine(line: ManualVoucher['lines'][number]): LinePatch {
  const shown = (amount: string) => (big(amount).eq(0) ? null : amount);
  return {
    account: line.account,
    party: line.party,
    currency: line.currency,
    rate: line.rate,
    debit: shown(line.debit),
    credit: shown(line.credit),
    memo: line.memo ?? '',
  };
}

function writeVoucher({ header, lines }: DocumentBody) {
  const own = header.currency;
  return {
    business_date: header.business_date,
    ledger_id: header.ledger || null,
    memo: header.memo ?? '',
    lines: lines.map((line) => {
      const currency = (header.isForeign && line.currency) || own;
      return {
        account_id: referenceId(line.account),
        party_id: referenceId(line.party),
        debit: line.debit || '0',
        credit: line.credit || '0',
        currency,
        rate: currency === own ? '1' : line.rate || '1',
        memo: line.memo ?? '',
      };
    }),
  };
}

function useVoucherFields(form: FormInstance): HeaderField[] {
  const { t } = useTranslation();
  const own = useCompanyCurrency();
  const { data: ledgers = [] } = useQuery(bookLedgersQuery);
  const primary = ledgers.find((ledger) => ledger.is_primary)?.currency ?? own;
  useEffect(() => {
    if (!form.getFieldValue('currency')) form.setFieldValue('currency', primary);
  });
  const fields: HeaderField[] = [
    { name: 'business_date', label: t('document:column.date'), isRequired: true, control: <DateField /> },
  ];
  if (ledgers.length > 1)
    fields.push({
      name: 'ledger',
      label: t('finance:manual_voucher.ledger'),
      control: (
        <Select
          allowClear
          placeholder={t('finance:manual_voucher.everyLedger')}
          options={ledgers.map((ledger) => ({ value: ledger.id, label: ledger.name }))}
          onChange={(id?: string) =>
            form.setFieldValue('currency', ledgers.find((ledger) => ledger.id === id)?.currency ?? primary)
          }
        />
      ),
      show: (value) =>
        ledgers.find((ledger) => ledger.id === value)?.name ?? t('finance:manual_voucher.everyLedger'),
    });
  return [
    ...fields,
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} /> },
    {
      name: 'isForeign',
      label: t('finance:manual_voucher.currencies'),
      control: <ForeignBox label={t('finance:manual_voucher.hasCurrencies')} />,
      show: (value) => t(value ? 'finance:manual_voucher.several' : 'finance:manual_voucher.one'),
    },
    { name: 'currency', label: t('finance:currency'), control: <LedgerCurrency currency={primary} /> },
  ];
}

interface BoxProps {
  label: string;
  id?: string;
  value?: boolean;
  onChange?: (value: boolean) => void;
}

function ForeignBox({ label, id, value, onChange }: BoxProps) {
  return (
    <Checkbox id={id} checked={value === true} onChange={(event) => onChange?.(event.target.checked)}>
      {label}
    </Checkbox>
  );
}

/** The ledger's currency: it follows from the ledger and is only shown. */
function LedgerCurrency({ id, value, currency }: { id?: string; value?: string; currency: string }) {
  return <Input id={id} readOnly variant="filled" value={value ?? currency} />;
}

function useVoucherColumns(form: FormInstance, ledgerCurrency: string): LineColumn[] {
  const { t, i18n } = useTranslation();
  const isForeign = Form.useWatch('isForeign', form) === true;
  const ledgerId: string | undefined = Form.useWatch('ledger', form) ?? undefined;
  const { data: ledgers = [] } = useQuery(bookLedgersQuery);
  const chartId = (ledgers.find((ledger) => ledger.id === ledgerId) ?? ledgers[0])?.chart_id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  return useMemo<LineColumn[]>(
    () => [
      {
        key: 'memo',
        title: t('finance:manual_voucher.lineMemo'),
        kind: 'text',
        width: isForeign ? 110 : 180,
        widthMin: 100,
        lengthMax: 200,
      },
      {
        key: 'account',
        title: t('finance:account'),
        kind: 'lookup',
        width: isForeign ? 190 : 260,
        widthMin: 160,
        isRequired: true,
        find: (text, _line, signal) => findLeafAccounts(text, signal, { chartId }),
        display: accountText,
      },
      partyColumn(t('finance:party'), isForeign ? 110 : 180),
      ...(isForeign ? currencyColumns(t('finance:currency'), t('finance:rate'), ledgerCurrency) : []),
      ...sideColumns(t('finance:debit'), t('finance:credit'), isForeign),
      ...(isForeign
        ? worthColumns(
            t('finance:manual_voucher.debitIn', { currency: ledgerCurrency }),
            t('finance:manual_voucher.creditIn', { currency: ledgerCurrency }),
            ledgerCurrency,
          )
        : []),
    ],
    [i18n.language, isForeign, chartId, ledgerCurrency],
  );
}

function currencyColumns(currency: string, rate: string, own: string): LineColumn[] {
  return [
    {
      key: 'currency',
      title: currency,
      kind: 'choice',
      width: 64,
      isPassedByEnter: true,
      options: () => [...new Set([own, ...CURRENCIES])].map((value) => ({ value, label: value })),
      follow: (value) => (value === own ? { rate: '1' } : {}),
      display: (line) => (typeof line.currency === 'string' ? line.currency : own),
    },
    {
      key: 'rate',
      title: rate,
      kind: 'number',
      format: 'price',
      width: 80,
      isPassedByEnter: true,
      isLocked: (line) => !line.currency || line.currency === own,
    },
  ];
}

function worthColumns(debit: string, credit: string, own: string): LineColumn[] {
  const column = (key: 'debit' | 'credit', title: string): LineColumn => ({
    key: `${key}_worth`,
    title,
    kind: 'computed',
    format: 'amount',
    width: 112,
    hasTotal: true,
    compute: (line) => worthOf(line, key, own),
  });
  return [column('debit', debit), column('credit', credit)];
}

/** Who wrote it and who audited it. */
function VoucherMarks({ document }: { document: ManualVoucher }) {
  const { t } = useTranslation();
  return (
    <span className="document-mark">
      {t('finance:manual_voucher.preparedBy', { name: document.prepared_by.name || '—' })}
      {document.approved_by &&
        ` · ${t('finance:manual_voucher.approvedBy', { name: document.approved_by.name })}`}
    </span>
  );
}
