import { Input } from 'antd';
import dayjs from 'dayjs';
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
import { type GridLine, isReference, type LineColumn, type LinePatch } from '@/shared/grid';
import { big } from '@/shared/money';
import { findCustomers, findSuppliers } from '@/shared/select';
import { findLeafAccounts, findParties, type Opening } from './closingApi';
import type { OpeningKind } from './openingKinds';

const ITEM_KINDS = ['AR', 'AP', 'ADVR', 'ADVP'] as const;
const OF_CUSTOMERS = new Set<unknown>(['AR', 'ADVR']);

/** Opening receivables and payables, or opening balances of accounts. */
export function openingDefinition(kind: OpeningKind): DocumentDefinition<Opening> {
  const isItems = kind.topic === 'parties';
  return {
    ...documentEndpoints<Opening, object>({
      base: '/api/v1/finance/opening-balances',
      write: (body) => writeOpening(kind, body),
      hasPreview: true,
    }),
    area: 'finance',
    resource: kind.path,
    title: `finance:opening_balance.${kind.topic}.title`,
    listPath: `/finance/${kind.path}`,
    permissions: { create: 'finance.opening_balance.create' },
    hiddenVerbs: ['update'],
    identity: isItems ? 'party' : 'account',
    hasTotals: false,
    blankHeader: () => ({ business_date: dayjs().startOf('month').format('YYYY-MM-DD'), memo: '' }),
    readHeader: (document) => ({
      business_date: document.business_date,
      currency: document.currency,
      rate: document.rate,
      memo: document.memo ?? '',
    }),
    readLine: (line) => readLine(line as Opening['lines'][number]),
    blankLine: () => (isItems ? { kind: 'AR' } : {}),
    useFields: ({ form }) => useOpeningFields(useCurrencyFields(form)),
    useColumns: isItems ? useItemColumns : useAccountColumns,
    currencyOf: (header) => (typeof header.currency === 'string' ? header.currency : undefined),
  };
}

function readLine(line: Opening['lines'][number]): LinePatch {
  const shown = (amount: string) => (big(amount).eq(0) ? null : amount);
  return {
    kind: line.kind,
    party: line.party,
    account: line.account,
    item_number: line.item_number ?? '',
    due_date: line.due_date ?? null,
    amount: line.amount,
    debit: shown(line.debit),
    credit: shown(line.credit),
    memo: line.memo ?? '',
  };
}

function writeOpening(kind: OpeningKind, { header, lines }: DocumentBody) {
  return {
    topic: kind.topic,
    business_date: header.business_date,
    currency: header.currency,
    rate: header.rate || '1',
    memo: header.memo ?? '',
    lines: kind.topic === 'parties' ? lines.map(writeItem) : lines.map(writeBalance),
  };
}

function writeItem(line: LinePatch) {
  return {
    kind: line.kind ?? 'AR',
    party_id: referenceId(line.party),
    item_number: line.item_number ?? '',
    due_date: line.due_date || null,
    amount: line.amount || '0',
    memo: line.memo ?? '',
  };
}

function writeBalance(line: LinePatch) {
  return {
    account_id: referenceId(line.account),
    party_id: referenceId(line.party),
    debit: line.debit || '0',
    credit: line.credit || '0',
    memo: line.memo ?? '',
  };
}

function useOpeningFields(extra: HeaderField[]): HeaderField[] {
  const { t } = useTranslation();
  return [
    {
      name: 'business_date',
      label: t('finance:opening_balance.date'),
      isRequired: true,
      control: <DateField />,
    },
    ...extra,
    { name: 'memo', label: t('document:column.memo'), control: <Input maxLength={250} />, span: 2 },
  ];
}

function useItemColumns(): LineColumn[] {
  const { t, i18n } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  return useMemo<LineColumn[]>(
    () => [
      {
        key: 'kind',
        title: t('finance:opening_balance.kind'),
        kind: 'choice',
        width: 90,
        isPassedByEnter: true,
        options: () =>
          ITEM_KINDS.map((value) => ({ value, label: t(`finance:opening_balance.item.${value}`) })),
        follow: () => ({ party: null }),
      },
      {
        key: 'party',
        title: t('finance:party'),
        kind: 'lookup',
        width: 240,
        widthMin: 160,
        isRequired: true,
        find: (text, line, signal) =>
          OF_CUSTOMERS.has(line.kind) ? findCustomers(text, signal) : findSuppliers(text, signal),
      },
      {
        key: 'item_number',
        title: t('finance:opening_balance.number'),
        kind: 'text',
        width: 160,
        widthMin: 120,
        lengthMax: 40,
      },
      { key: 'due_date', title: t('finance:dueDate'), kind: 'date', width: 120 },
      {
        key: 'amount',
        title: t('document:column.net'),
        kind: 'number',
        format: 'amount',
        width: 140,
        isRequired: true,
      },
      {
        key: 'memo',
        title: t('document:column.memo'),
        kind: 'text',
        width: 200,
        widthMin: 100,
        lengthMax: 200,
      },
    ],
    [i18n.language],
  );
}

/** An account as the grid shows it: code and name. */
export function accountText(line: GridLine) {
  return isReference(line.account) ? `${line.account.code ?? ''} ${line.account.name}` : null;
}

function useAccountColumns(): LineColumn[] {
  const { t, i18n } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  return useMemo<LineColumn[]>(
    () => [
      {
        key: 'account',
        title: t('finance:account'),
        kind: 'lookup',
        width: 280,
        widthMin: 180,
        isRequired: true,
        find: (text, _line, signal) => findLeafAccounts(text, signal, { withControl: true }),
        display: accountText,
      },
      ...sideColumns(t('finance:debit'), t('finance:credit')),
      partyColumn(t('finance:party')),
      {
        key: 'memo',
        title: t('document:column.memo'),
        kind: 'text',
        width: 200,
        widthMin: 100,
        lengthMax: 200,
      },
    ],
    [i18n.language],
  );
}

/** Debit and credit: what is entered on one side clears the other. Several currencies are not added up. */
export function sideColumns(debit: string, credit: string, isForeign = false): LineColumn[] {
  const side = (key: 'debit' | 'credit', title: string): LineColumn => ({
    key,
    title,
    kind: 'number',
    format: 'amount',
    width: isForeign ? 104 : 130,
    hasTotal: !isForeign,
    follow: (value) => (value ? { [key === 'debit' ? 'credit' : 'debit']: null } : {}),
  });
  return [side('debit', debit), side('credit', credit)];
}

export function partyColumn(title: string, width = 180): LineColumn {
  return {
    key: 'party',
    title,
    kind: 'lookup',
    width,
    isPassedByEnter: true,
    find: (text, _line, signal) => findParties(text, signal),
  };
}
