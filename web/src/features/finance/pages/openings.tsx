import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import { useCan } from '@/app/session';
import { DocumentPage, documentFilters, documentListColumns, POSTED_STATES } from '@/shared/document';
import { ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { type ListColumn, ListPage, type ListQuery } from '@/shared/list';
import { listDocuments } from '../api';
import type { OpeningRow } from '../closingApi';
import { openingDefinition } from '../openingDefinition';
import { OPENING_KINDS, type OpeningKind } from '../openingKinds';

/** The list of opening receivables and payables, or of opening balances of accounts. */
export function openingListPage(kind: OpeningKind) {
  const load = (query: ListQuery, signal: AbortSignal) =>
    listDocuments<OpeningRow>('opening-balances', { ...query, topic: kind.topic } as never, signal);
  return function OpeningListPage() {
    const { t, i18n } = useTranslation();
    const can = useCan();
    const navigate = useNavigate();
    // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
    const columns = useMemo(() => {
      const shared = documentListColumns<OpeningRow>({ amount: false });
      const own: ListColumn<OpeningRow>[] = [
        { key: 'debit', title: t('finance:debit'), kind: 'amount' },
        { key: 'credit', title: t('finance:credit'), kind: 'amount' },
        { key: 'currency', title: t('finance:currency'), width: 80 },
      ];
      return shared.filter((column) => column.key !== 'quantity').toSpliced(3, 0, ...own);
    }, [i18n.language]);
    const title = t(`finance:opening_balance.${kind.topic}.title`);
    return (
      <ListPage<OpeningRow>
        id={`finance.${kind.path}`}
        title={title}
        queryKey={['finance', kind.path]}
        source={{ mode: 'keyset', load }}
        columns={columns}
        filters={documentFilters(POSTED_STATES)}
        rowKey={(row) => row.id}
        rowPath={(row) => `/finance/${kind.path}/${row.id}`}
        create={
          can('finance.opening_balance.create')
            ? { label: t('finance:new', { name: title }), path: `/finance/${kind.path}/new` }
            : undefined
        }
        actions={
          <Button onClick={() => navigate('/finance/openings')}>{t('finance:opening_check.title')}</Button>
        }
        empty={{
          title: t('finance:none', { name: title }),
          hint: t(`finance:opening_balance.${kind.topic}.noneHint`),
        }}
      />
    );
  };
}

/** The page of one opening document. */
export function openingPage(kind: OpeningKind) {
  const definition = openingDefinition(kind);
  return function OpeningPage() {
    return <DocumentPage definition={definition} />;
  };
}

/** Links from the books know the document, not its topic. */
export function OpeningRedirect() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['finance', 'opening-balances', 'detail', id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/finance/opening-balances/{document_id}', {
          params: { path: { document_id: id } },
          signal,
        }),
      ),
  });
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (!data) return <PageSkeleton rows={12} />;
  return <Navigate to={`/finance/${OPENING_KINDS[data.topic].path}/${id}`} replace />;
}
