import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/app/session';
import { DocumentPage, documentFilters, documentListColumns, POSTED_STATES } from '@/shared/document';
import { type ListColumn, ListPage, type ListQuery } from '@/shared/list';
import { listDocuments, type SettlementRow } from '../api';
import { settlement } from '../settlementDefinition';

const load = (query: ListQuery, signal: AbortSignal) =>
  listDocuments<SettlementRow>('settlements', query, signal);

export function SettlementListPage() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  const columns = useMemo(() => {
    const shared = documentListColumns<SettlementRow>({ party: t('finance:party'), amount: false });
    const own: ListColumn<SettlementRow>[] = [
      {
        key: 'side',
        title: t('finance:settlement.side'),
        width: 90,
        render: (row) => t(`finance:side.${row.side}`),
      },
      { key: 'amount', title: t('finance:matching.settled'), kind: 'amount' },
    ];
    return shared.filter((column) => column.key !== 'quantity').toSpliced(3, 0, ...own);
  }, [i18n.language]);
  const title = t('finance:settlement.title');
  return (
    <ListPage<SettlementRow>
      id="finance.settlements"
      title={title}
      queryKey={['finance', 'settlements']}
      source={{ mode: 'keyset', load }}
      columns={columns}
      filters={documentFilters(POSTED_STATES)}
      rowKey={(row) => row.id}
      rowPath={(row) => `/finance/settlements/${row.id}`}
      create={
        can('finance.settlement.create')
          ? { label: t('finance:new', { name: title }), path: '/finance/settlements/new' }
          : undefined
      }
      empty={{ title: t('finance:none', { name: title }), hint: t('finance:settlement.noneHint') }}
    />
  );
}

export function SettlementPage() {
  return <DocumentPage definition={settlement} />;
}
