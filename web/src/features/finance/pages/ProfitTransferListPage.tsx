import { useQuery } from '@tanstack/react-query';
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { EmptyState, ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable, useListParams } from '@/shared/list';
import { Amount } from '@/shared/money';
import type { ProfitTransferRow } from '../closingApi';
import { LedgerPicker } from '../components/LedgerPicker';

/** The months of a year, each with what is left to transfer. */
export default function ProfitTransferListPage() {
  const { t } = useTranslation();
  const { params, change } = useListParams();
  const ledgerId = params.filters.ledger_id;
  const query = { ledger_id: ledgerId, year: Number(params.filters.year) || undefined };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['finance', 'profit-transfers', 'list', query],
    staleTime: 0,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/finance/profit-transfers', { params: { query }, signal })),
  });
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (isPending) return <PageSkeleton rows={12} />;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('finance:profit_transfer.title')}</h1>
        <div className="page-head-actions">
          <LedgerPicker value={ledgerId} onChange={(id) => change({ filters: { ledger_id: id } })} />
          <DatePicker
            picker="year"
            allowClear={false}
            aria-label={t('finance:profit_transfer.year')}
            value={dayjs(`${data.year}-01-01`)}
            onChange={(year) => year && change({ filters: { year: year.format('YYYY') } })}
          />
        </div>
      </div>
      <div className="panel">
        {data.items.length === 0 ? (
          <EmptyState title={t('finance:profit_transfer.noPeriods')} />
        ) : (
          <DataTable<ProfitTransferRow>
            label={t('finance:profit_transfer.title')}
            rows={data.items}
            rowKey={(row) => row.id}
            rowPath={(row) => `/finance/profit-transfers/${row.id}`}
            columns={[
              {
                key: 'period',
                title: t('finance:profit_transfer.period'),
                width: 120,
                render: (row) => dayjs(row.ends_on).format('YYYY-MM'),
              },
              {
                key: 'profit',
                title: t('finance:profit_transfer.left'),
                kind: 'amount',
                width: 180,
                render: (row) => <Amount value={row.profit} currency={row.currency} />,
              },
              {
                key: 'transferred',
                title: t('document:column.state'),
                width: 160,
                render: (row) => <TransferState row={row} />,
              },
            ]}
          />
        )}
      </div>
    </div>
  );
}

function TransferState({ row }: { row: ProfitTransferRow }) {
  const { t } = useTranslation();
  const state = row.is_open ? (row.transferred ? 'again' : 'waiting') : row.transferred ? 'done' : 'nothing';
  const tone = { again: 'waiting', waiting: 'waiting', done: 'done', nothing: 'draft' }[state];
  return <span className={`status status-${tone}`}>{t(`finance:profit_transfer.state.${state}`)}</span>;
}
