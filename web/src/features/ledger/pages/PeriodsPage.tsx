import { ClockCircleFilled, LockFilled, UnlockOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { useCan } from '@/app/session';
import { ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable, type ListColumn, useListParams } from '@/shared/list';
import { latestPeriodQuery, ledgersQuery, type Period } from '../api';
import { CloseDialog, ReopenDialog } from '../components/PeriodDialogs';
import { periodText } from '../periods';

/** The accounting months with what can be done to each: close early, close, reopen. */
export default function PeriodsPage() {
  const ledgers = useQuery(ledgersQuery);
  const latest = useQuery(latestPeriodQuery);
  if (ledgers.error) return <ErrorPanel error={ledgers.error} onRetry={ledgers.refetch} />;
  const ledger = ledgers.data?.[0];
  if (!ledger || latest.isPending) return <PageSkeleton rows={12} />;
  const years = range(Math.floor(ledger.first_period / 100), Math.floor(ledger.last_period / 100));
  return <Periods ledgerId={ledger.id} years={years} latestYear={Math.floor((latest.data ?? 0) / 100)} />;
}

const STATE_ICONS: Record<string, React.ReactNode> = {
  open: <UnlockOutlined />,
  soft_closed: <ClockCircleFilled />,
  closed: <LockFilled />,
};

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

interface PeriodsProps {
  ledgerId: string;
  years: number[];
  latestYear: number;
}

function Periods({ ledgerId, years, latestYear }: PeriodsProps) {
  const { t } = useTranslation();
  const can = useCan();
  const { params, change } = useListParams();
  const year = Number(params.filters.year) || latestYear || years[years.length - 1];
  const [closing, setClosing] = useState<Period | null>(null);
  const [reopening, setReopening] = useState<Period | null>(null);
  const query = { ledger_id: ledgerId, year };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['ledger', 'periods', 'list', query],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/ledger/periods', { params: { query }, signal })),
  });
  const columns: ListColumn<Period>[] = [
    { key: 'code', title: t('ledger:period'), width: 110, render: (row) => periodText(row.code) },
    { key: 'starts_on', title: t('ledger:periods.from'), kind: 'date' },
    { key: 'ends_on', title: t('ledger:periods.to'), kind: 'date' },
    { key: 'state', title: t('document:column.state'), width: 120, render: (row) => <State period={row} /> },
    { key: 'closed_at', title: t('ledger:periods.closedAt'), kind: 'datetime' },
    {
      key: 'actions',
      title: t('ledger:accounts.actions'),
      width: 280,
      render: (row) => <Actions period={row} onClose={setClosing} onReopen={setReopening} />,
    },
  ];
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('ledger:periods.title')}</h1>
        <div className="page-head-actions">
          <Select
            aria-label={t('ledger:periods.year')}
            value={year}
            options={years.map((known) => ({
              value: known,
              label: t('ledger:periods.ofYear', { year: known }),
            }))}
            onChange={(chosen) => change({ filters: { year: String(chosen) } })}
          />
          {can('ledger.period.open') && (
            <OpenYear ledgerId={ledgerId} year={(years[years.length - 1] ?? 0) + 1} />
          )}
        </div>
      </div>
      {error ? (
        <ErrorPanel error={error} onRetry={refetch} />
      ) : isPending ? (
        <PageSkeleton rows={12} />
      ) : (
        <div className="panel">
          <DataTable
            label={t('ledger:periods.title')}
            columns={columns}
            rows={data.items}
            rowKey={(row) => row.id}
          />
        </div>
      )}
      {closing && <CloseDialog period={closing} onDone={() => setClosing(null)} />}
      {reopening && <ReopenDialog period={reopening} onDone={() => setReopening(null)} />}
    </div>
  );
}

function State({ period }: { period: Period }) {
  const { t } = useTranslation();
  const tone = { open: 'active', soft_closed: 'waiting' }[period.state] ?? 'neutral';
  return (
    <span className={`status status-${tone}`}>
      {STATE_ICONS[period.state]} {t(`ledger:periodState.${period.state}`, { defaultValue: period.state })}
    </span>
  );
}

function OpenYear({ ledgerId, year }: { ledgerId: string; year: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { modal, message } = App.useApp();
  const opening = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/ledger/years', {
          params: { header: idempotent(newIdempotencyKey()) },
          body: { ledger_id: ledgerId, year },
        }),
      ),
    onSuccess: async () => {
      message.success(t('ledger:periods.opened', { year }));
      await client.invalidateQueries({ queryKey: ['ledger'] });
    },
  });
  const ask = () =>
    modal.confirm({
      title: t('ledger:periods.openYear', { year }),
      onOk: () => opening.mutateAsync().catch(() => undefined),
    });
  return <Button onClick={ask}>{t('ledger:periods.openYear', { year })}</Button>;
}

interface ActionsProps {
  period: Period;
  onClose: (period: Period) => void;
  onReopen: (period: Period) => void;
}

function Actions({ period, onClose, onReopen }: ActionsProps) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const step = useMutation({
    mutationFn: (verb: 'soft-close' | 'open') =>
      unwrap(
        api.POST(`/api/v1/ledger/periods/{period_id}/${verb}` as '/api/v1/ledger/periods/{period_id}/open', {
          params: { path: { period_id: period.id }, header: idempotent(newIdempotencyKey()) },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['ledger', 'periods'] }),
  });
  const small = { size: 'small' as const, loading: step.isPending };
  return (
    <span className="ledger-tools">
      {period.state === 'open' && can('ledger.period.close') && (
        <Button {...small} onClick={() => step.mutate('soft-close')}>
          {t('ledger:periods.softClose')}
        </Button>
      )}
      {period.state === 'soft_closed' && can('ledger.period.close') && (
        <Button {...small} onClick={() => step.mutate('open')}>
          {t('ledger:periods.takeBack')}
        </Button>
      )}
      {period.state !== 'closed' && can('ledger.period.close') && (
        <Button size="small" onClick={() => onClose(period)}>
          {t('ledger:periods.close')}
        </Button>
      )}
      {period.state === 'closed' && can('ledger.period.reopen') && (
        <Button size="small" danger onClick={() => onReopen(period)}>
          {t('ledger:periods.reopen')}
        </Button>
      )}
    </span>
  );
}
