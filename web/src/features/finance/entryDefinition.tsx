import { Input } from 'antd';
import dayjs from 'dayjs';
import i18next from 'i18next';
import { useMemo } from 'react';
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
import { isReference, type LineColumn } from '@/shared/grid';
import { CashAccountSelect, PartySelect } from '@/shared/select';
import { type CashEntry, findAccounts } from './api';
import type { EntryKind } from './entryKinds';
import './components/finance.css';

/** The definition of income or of expense entries: money in or out, and the accounts it is for. */
export function entryDefinition(kind: EntryKind): DocumentDefinition<CashEntry> {
  return {
    ...documentEndpoints<CashEntry, object>({
      base: `/api/v1/finance/${kind.path}`,
      write: writeEntry,
      hasPreview: true,
    }),
    area: 'finance',
    resource: kind.path,
    title: `finance:${kind.kind}.title`,
    listPath: `/finance/${kind.path}`,
    permissions: { create: `finance.${kind.kind}.create` },
    hiddenVerbs: ['update'],
    identity: 'account',
    hasTotals: false,
    blankHeader: () => ({ business_date: dayjs().format('YYYY-MM-DD'), reference: '', memo: '' }),
    readHeader: (document) => ({
      business_date: document.business_date,
      cash_account: document.cash_account,
      party: document.party,
      reference: document.reference ?? '',
      memo: document.memo ?? '',
      currency: document.currency,
      rate: document.rate,
    }),
    readLine: (line) => {
      const known = line as CashEntry['lines'][number];
      return {
        account: known.account ?? { id: '', name: keyName(known.account_key ?? '') },
        account_key: known.account_key ?? '',
        amount: known.amount,
        memo: known.memo ?? '',
      };
    },
    blankLine: () => ({}),
    useFields: ({ form }) => useEntryFields(kind, useCurrencyFields(form)),
    useColumns: () => useEntryColumns(kind),
    currencyOf: (header) => (typeof header.currency === 'string' ? header.currency : undefined),
  };
}

/** Lines of an import name no account but what they are for; the books determine the account. */
function keyName(key: string): string {
  return i18next.t(`finance:accountKey.${key}`, { defaultValue: key });
}

function writeEntry({ header, lines }: DocumentBody) {
  return {
    business_date: header.business_date,
    cash_account_id: referenceId(header.cash_account),
    party_id: referenceId(header.party),
    reference: header.reference ?? '',
    memo: header.memo ?? '',
    currency: header.currency,
    rate: header.rate || '1',
    lines: lines.map((line) => {
      const accountId = isReference(line.account) ? line.account.id : '';
      return {
        account_id: accountId || null,
        account_key: accountId ? '' : ((line.account_key as string | undefined) ?? ''),
        amount: (line.amount as string | null) || '0',
        memo: (line.memo as string | undefined) ?? '',
      };
    }),
  };
}

function useEntryColumns(kind: EntryKind): LineColumn[] {
  const { t, i18n } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  return useMemo<LineColumn[]>(
    () => [
      {
        key: 'account',
        title: t('finance:account'),
        kind: 'lookup',
        width: 300,
        isRequired: true,
        find: (text, _line, signal) => findAccounts(text, signal, kind.accountClasses),
        display: (line) =>
          isReference(line.account) ? `${line.account.code ?? ''} ${line.account.name}` : null,
      },
      {
        key: 'amount',
        title: t('document:column.net'),
        kind: 'number',
        format: 'amount',
        width: 140,
        isRequired: true,
        hasTotal: true,
      },
      { key: 'memo', title: t('document:column.memo'), kind: 'text', width: 260, lengthMax: 200 },
    ],
    [kind, i18n.language],
  );
}

function useEntryFields(kind: EntryKind, extra: HeaderField[]): HeaderField[] {
  const { t } = useTranslation();
  return [
    { name: 'cash_account', label: t('finance:cashAccount'), control: <CashAccountSelect /> },
    { name: 'business_date', label: t('document:column.date'), isRequired: true, control: <DateField /> },
    {
      name: 'party',
      label: t(`finance:${kind.party}`),
      control: <PartySelect role={kind.party} allowClear />,
    },
    { name: 'reference', label: t('finance:reference'), control: <Input maxLength={80} /> },
    ...extra,
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} />, span: 2 },
  ];
}
