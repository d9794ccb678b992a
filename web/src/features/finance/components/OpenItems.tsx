import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { OriginLink } from '@/shared/document';
import { EmptyState, ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable, type ListColumn } from '@/shared/list';
import { Amount, big } from '@/shared/money';
import { type OpenItemRow, openItemsQuery } from '../api';
import type { Side } from '../matching';

/** What of this party is open today, the oldest due first; each item leads to its document. */
export function OpenItems({ side, partyId }: { side: Side; partyId: string }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(openItemsQuery(side, partyId, ''));
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  const columns: ListColumn<OpenItemRow>[] = [
    {
      key: 'origin',
      title: t('finance:document'),
      width: 260,
      render: (item) => <OriginLink origin={item.origin} />,
    },
    { key: 'business_date', title: t('document:column.date'), kind: 'date' },
    { key: 'due_date', title: t('finance:dueDate'), kind: 'date' },
    {
      key: 'overdue_days',
      title: t('finance:overdue'),
      width: 100,
      render: (item) => (item.overdue_days > 0 ? t('finance:days', { count: item.overdue_days }) : ''),
    },
    {
      key: 'amount',
      title: t('finance:original'),
      kind: 'amount',
      render: (item) => (
        <Amount
          value={big(item.amount)
            .times(side === 'AR' ? 1 : -1)
            .toFixed()}
          currency={item.currency}
        />
      ),
    },
    {
      key: 'open_amount',
      title: t('finance:open'),
      kind: 'amount',
      render: (item) => (
        <Amount
          value={big(item.open_amount)
            .times(side === 'AR' ? 1 : -1)
            .toFixed()}
          currency={item.currency}
        />
      ),
    },
  ];
  return (
    <section className="panel">
      <h2>{t('finance:openItems')}</h2>
      {isPending ? (
        <PageSkeleton rows={4} />
      ) : data.length === 0 ? (
        <EmptyState title={t('finance:matching.nothing')} />
      ) : (
        <DataTable
          label={t('finance:openItems')}
          columns={columns}
          rows={data}
          rowKey={(item) => item.id}
          rowTone={(item) => (item.overdue_days > 90 ? 'alarm' : undefined)}
        />
      )}
    </section>
  );
}
