import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, unwrap } from '@/api/client';
import { useCan } from '@/app/session';
import { DateField } from '@/shared/document';
import { EmptyState, ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable, type ListColumn, useListParams } from '@/shared/list';
import { saveCsv } from '@/shared/list/csv';
import { Amount, big } from '@/shared/money';
import { PartySelect } from '@/shared/select';
import type { AgedBalances } from '../api';
import { OpenItems } from '../components/OpenItems';
import type { Side } from '../matching';
import '../components/finance.css';

type Row = AgedBalances['items'][number];

/** Receivables or payables by party with ageing, as of any day; a row opens the items behind it. */
export function balancesPage(side: Side) {
  const noun = side === 'AR' ? 'receivable' : 'payable';
  return function BalancesPage() {
    const { t } = useTranslation();
    const { params, change } = useListParams();
    const partyId = params.filters.party_id ?? null;
    const asOf = params.filters.as_of ?? dayjs().format('YYYY-MM-DD');
    const isOverdueOnly = params.filters.overdue === 'true';
    const query = { as_of: asOf, party_id: partyId ?? undefined };
    const { data, error, isPending, refetch } = useQuery({
      queryKey: ['finance', noun, 'list', query],
      queryFn: ({ signal }) =>
        side === 'AR'
          ? unwrap(api.GET('/api/v1/finance/receivables', { params: { query }, signal }))
          : unwrap(api.GET('/api/v1/finance/payables', { params: { query }, signal })),
    });
    if (error) return <ErrorPanel error={error} onRetry={refetch} />;
    if (isPending) return <PageSkeleton rows={12} />;
    const rows = data.items.filter((row) => !isOverdueOnly || big(row.overdue).gt(0));
    const chosen = partyId === null ? null : (data.items[0]?.party ?? null);
    return (
      <div className="page">
        <div className="page-head">
          <h1>
            {t(`finance:${noun}.title`)}
            {chosen && ` · ${chosen.name}`}
          </h1>
          <div className="page-head-actions">
            {rows.length > 0 && (
              <Button icon={<DownloadOutlined />} onClick={() => saveBalances(side, data, rows, t)}>
                {t('common:action.export')}
              </Button>
            )}
            {chosen && <PartyActions side={side} partyId={chosen.id} />}
          </div>
        </div>
        <div className="panel">
          <div className="filter-bar">
            <span className="aged-date">
              {t('finance:asOf')}
              <DateField value={asOf} onChange={(day) => change({ filters: { as_of: day ?? undefined } })} />
            </span>
            <PartySelect
              role={side === 'AR' ? 'customer' : 'supplier'}
              aria-label={t(side === 'AR' ? 'finance:customer' : 'finance:supplier')}
              allowClear
              style={{ width: 240 }}
              value={(chosen ?? (partyId ? { id: partyId, name: '…' } : null)) as never}
              onChange={(party) => change({ filters: { party_id: party?.id } })}
            />
            <Checkbox
              checked={isOverdueOnly}
              onChange={(event) =>
                change({ filters: { overdue: event.target.checked ? 'true' : undefined } })
              }
            >
              {t('finance:overdueOnly')}
            </Checkbox>
          </div>
        </div>
        <div className="panel">
          <Totals side={side} aged={data} />
        </div>
        <div className="panel">
          {rows.length === 0 ? (
            <EmptyState title={t(`finance:${noun}.none`)} />
          ) : (
            <DataTable
              label={t(`finance:${noun}.title`)}
              columns={agedColumns(side, data, t)}
              rows={rows}
              rowKey={(row) => row.party?.id ?? '-'}
              rowPath={(row) =>
                partyId === null && row.party ? `?party_id=${row.party.id}&as_of=${asOf}` : undefined
              }
              currency={data.currency}
              heightMax={partyId === null ? 620 : undefined}
              totals={partyId === null && !isOverdueOnly ? agedCells(data.total) : undefined}
            />
          )}
        </div>
        {partyId !== null && <OpenItems side={side} partyId={partyId} />}
      </div>
    );
  };
}

function PartyActions({ side, partyId }: { side: Side; partyId: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const [kind, path] = side === 'AR' ? ['money_receipt', 'money-receipts'] : ['payment', 'payments'];
  return (
    <>
      {can('finance.settlement.create') && (
        <Button onClick={() => navigate(`/finance/settlements/new?side=${side}&party=${partyId}`)}>
          {t('finance:settlement.verb')}
        </Button>
      )}
      {can(`finance.${kind}.create`) && (
        <Button type="primary" onClick={() => navigate(`/finance/${path}/new?party=${partyId}`)}>
          {t(side === 'AR' ? 'finance:collect' : 'finance:pay')}
        </Button>
      )}
    </>
  );
}

function Totals({ side, aged }: { side: Side; aged: AgedBalances }) {
  const { t } = useTranslation();
  return (
    <dl className="aged-total">
      {(['balance', 'overdue', 'prepaid'] as const).map((name) => (
        <div key={name}>
          <dt>{t(name === 'prepaid' ? prepaidTitle(side) : `finance:aged.${name}`)}</dt>
          <dd>
            <Amount value={aged.total[name]} currency={aged.currency} symbol strong />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What customers paid ahead, or what suppliers got ahead. */
function prepaidTitle(side: Side): string {
  return side === 'AR' ? 'finance:aged.received' : 'finance:aged.paid';
}

/** The table as a file, with every bucket, empty or not. */
function saveBalances(
  side: Side,
  aged: AgedBalances,
  rows: readonly Row[],
  t: (key: string) => string,
): void {
  const buckets = aged.total.buckets.map((bucket) => t(`finance:aged.bucket.${bucket.name}`));
  const head = [t('finance:party'), t('finance:aged.balance'), ...buckets, t(prepaidTitle(side))];
  const lines = rows.map((row) => [
    row.party ? `${row.party.code} ${row.party.name}` : '',
    row.balance,
    ...row.buckets.map((bucket) => bucket.amount),
    row.prepaid,
  ]);
  saveCsv(t(`finance:${side === 'AR' ? 'receivable' : 'payable'}.title`), [head, ...lines]);
}

function agedColumns(side: Side, aged: AgedBalances, t: (key: string) => string): ListColumn<Row>[] {
  return [
    {
      key: 'party',
      title: t('finance:party'),
      width: 210,
      render: (row) => (row.party ? `${row.party.code} ${row.party.name}` : '—'),
    },
    { key: 'balance', title: t('finance:aged.balance'), kind: 'amount', width: 120, card: 'figure' },
    ...aged.total.buckets.flatMap((bucket, index): ListColumn<Row>[] => {
      // An empty bucket only takes the width of the others.
      if (aged.items.every((row) => big(row.buckets[index]?.amount).eq(0))) return [];
      const column: ListColumn<Row> = {
        key: bucket.name,
        title: t(`finance:aged.bucket.${bucket.name}`),
        kind: 'amount',
        width: 106,
        render: (row) => {
          const amount = row.buckets[index]?.amount;
          return big(amount).eq(0) ? '' : <Amount value={amount} currency={aged.currency} />;
        },
      };
      return [column];
    }),
    {
      key: 'prepaid',
      title: t(prepaidTitle(side)),
      kind: 'amount',
      width: 106,
      render: (row) =>
        big(row.prepaid).eq(0) ? '' : <Amount value={row.prepaid} currency={aged.currency} />,
    },
  ];
}

function agedCells(total: AgedBalances['total']): Record<string, string> {
  const buckets = total.buckets.map((bucket) => [bucket.name, bucket.amount]);
  return { balance: total.balance, prepaid: total.prepaid, ...Object.fromEntries(buckets) };
}
