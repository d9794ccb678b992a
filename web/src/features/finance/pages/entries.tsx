import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/app/session';
import { DocumentPage, documentFilters, documentListColumns, POSTED_STATES } from '@/shared/document';
import { type ListColumn, ListPage, type ListQuery } from '@/shared/list';
import { type CashEntryRow, listDocuments } from '../api';
import { entryDefinition } from '../entryDefinition';
import type { EntryKind } from '../entryKinds';

/** The list of income or expense entries. */
export function entryListPage(kind: EntryKind) {
  const load = (query: ListQuery, signal: AbortSignal) =>
    listDocuments<CashEntryRow>(kind.path, query, signal);
  return function EntryListPage() {
    const { t, i18n } = useTranslation();
    const can = useCan();
    // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
    const columns = useMemo(() => {
      const shared = documentListColumns<CashEntryRow>({ party: t('finance:party'), amount: false });
      const own: ListColumn<CashEntryRow>[] = [
        { key: 'amount', title: t('document:column.net'), kind: 'amount' },
        {
          key: 'cash_account',
          title: t('finance:cashAccount'),
          width: 140,
          render: (row) => row.cash_account?.name,
        },
      ];
      return shared.filter((column) => column.key !== 'quantity').toSpliced(3, 0, ...own);
    }, [i18n.language]);
    const title = t(`finance:${kind.kind}.title`);
    return (
      <ListPage<CashEntryRow>
        id={`finance.${kind.path}`}
        title={title}
        queryKey={['finance', kind.path]}
        source={{ mode: 'keyset', load }}
        columns={columns}
        filters={documentFilters(POSTED_STATES)}
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

/** The page of one income or expense entry. */
export function entryPage(kind: EntryKind) {
  const definition = entryDefinition(kind);
  return function EntryPage() {
    return <DocumentPage definition={definition} />;
  };
}
