import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/app/session';
import { DocumentPage, documentFilters, documentListColumns, POSTED_STATES } from '@/shared/document';
import { type ListColumn, ListPage, type ListQuery } from '@/shared/list';
import { listDocuments, type MoneyRow } from '../api';
import { openFilter } from '../filters';
import { moneyDefinition } from '../moneyDefinition';
import type { MoneyKind } from '../moneyKinds';

/** The list of receipts or of payments. */
export function moneyListPage(kind: MoneyKind) {
  const load = (query: ListQuery, signal: AbortSignal) => listDocuments<MoneyRow>(kind.path, query, signal);
  return function MoneyListPage() {
    const { t, i18n } = useTranslation();
    const can = useCan();
    // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
    const columns = useMemo(() => moneyColumns(kind, t), [i18n.language]);
    const title = t(`finance:${kind.kind}.title`);
    return (
      <ListPage<MoneyRow>
        id={`finance.${kind.path}`}
        title={title}
        queryKey={['finance', kind.path]}
        source={{ mode: 'keyset', load }}
        columns={columns}
        filters={[...documentFilters(POSTED_STATES), openFilter()]}
        rowKey={(row) => row.id}
        rowPath={(row) => `/finance/${kind.path}/${row.id}`}
        create={
          can(`finance.${kind.kind}.create`)
            ? { label: t('finance:new', { name: title }), path: `/finance/${kind.path}/new` }
            : undefined
        }
        empty={{ title: t('finance:none', { name: title }), hint: t(`finance:${kind.kind}.noneHint`) }}
      />
    );
  };
}

function moneyColumns(kind: MoneyKind, t: (key: string) => string): ListColumn<MoneyRow>[] {
  const shared = documentListColumns<MoneyRow>({
    party: t(`finance:${kind.party}`),
    amount: false,
  }).filter((column) => column.key !== 'quantity');
  const place = shared.findIndex((column) => column.key === 'state');
  return shared.toSpliced(
    place,
    0,
    { key: 'amount', title: t(`finance:${kind.kind}.amount`), kind: 'amount', card: 'figure' },
    { key: 'unallocated', title: t('finance:unallocated'), kind: 'amount' },
    {
      key: 'cash_account',
      title: t('finance:cashAccount'),
      width: 140,
      render: (row) => row.cash_account?.name,
    },
  );
}

/** The page of a receipt or a payment. */
export function moneyPage(kind: MoneyKind) {
  const definition = moneyDefinition(kind);
  return function MoneyPage() {
    return <DocumentPage definition={definition} />;
  };
}
