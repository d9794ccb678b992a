import {
  CheckCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  QuestionCircleOutlined,
  SyncOutlined,
} from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import dayjs from 'dayjs';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import type { components } from '@/api/schema';
import { useCan } from '@/app/session';
import { ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable, type ListColumn } from '@/shared/list';
import { Quantity } from '@/shared/money';
import { evidenceColumns, type VerdictState, verdictOf } from '../verdicts';
import './verification.css';

type Verification = components['schemas']['Verification'];
type Check = NonNullable<Verification['checks']>[number];

const KEY = ['reporting', 'verification', 'latest'];
const POLL_MS = 1_000;
const ICONS: Record<VerdictState, React.ReactNode> = {
  never: <QuestionCircleOutlined />,
  running: <SyncOutlined spin />,
  sound: <CheckCircleFilled />,
  unsound: <CloseCircleFilled />,
  stopped: <ExclamationCircleFilled />,
};

/** The proof that goods, money and documents tell one story: the verdict, each check, and the evidence. */
export default function VerificationPage() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: KEY,
    staleTime: 0,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/reporting/verification', { signal })),
    refetchInterval: (query) =>
      query.state.data && verdictOf(query.state.data) === 'running' ? POLL_MS : false,
  });
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (isPending) return <PageSkeleton rows={12} />;
  const checks = data.checks ?? [];
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('verification:title')}</h1>
        <div className="page-head-actions">
          <RunButton isRunning={verdictOf(data) === 'running'} />
        </div>
      </div>
      <VerdictPanel verification={data} />
      {checks.length > 0 && (
        <section className="panel">
          <h2>{t('verification:checks')}</h2>
          <DataTable
            label={t('verification:checks')}
            columns={checkColumns(t)}
            rows={checks}
            rowKey={(check) => check.id}
            rowTone={(check) => (check.violations > 0 ? 'alarm' : undefined)}
          />
        </section>
      )}
      {checks
        .filter((check) => check.violations > 0)
        .map((check) => (
          <Evidence key={check.id} check={check} />
        ))}
    </div>
  );
}

function RunButton({ isRunning }: { isRunning: boolean }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/reporting/verification', {
          params: { header: idempotent(newIdempotencyKey()) },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  if (!can('reporting.verification.run')) return null;
  return (
    <Button type="primary" loading={run.isPending || isRunning} onClick={() => run.mutate()}>
      {t(isRunning ? 'verification:running' : 'verification:run')}
    </Button>
  );
}

function VerdictPanel({ verification }: { verification: Verification }) {
  const { t } = useTranslation();
  const verdict = verdictOf(verification);
  const checks = verification.checks ?? [];
  const total = verification.total ?? 0;
  const percent = total > 0 ? Math.round(((verification.done ?? 0) / total) * 100) : 0;
  return (
    <section className={`panel verdict verdict-${verdict}`} aria-live="polite">
      <span className="verdict-icon" aria-hidden="true">
        {ICONS[verdict]}
      </span>
      <div className="verdict-text">
        <p className="verdict-words">{t(`verification:verdict.${verdict}`)}</p>
        <p>
          {t(`verification:meaning.${verdict}`, {
            checks: checks.length,
            failed: checks.filter((check) => check.violations > 0).length,
            done: verification.done ?? 0,
            total,
          })}
        </p>
        {verdict === 'running' && (
          <Progress percent={percent} status="active" aria-label={t('verification:running')} />
        )}
        {verification.finished_at && (
          <p className="verdict-time number">
            {t('verification:finished', {
              time: dayjs(verification.finished_at).format('YYYY-MM-DD HH:mm:ss'),
            })}
          </p>
        )}
      </div>
    </section>
  );
}

function checkColumns(t: TFunction): ListColumn<Check>[] {
  return [
    { key: 'id', title: t('verification:column.id'), width: 64 },
    {
      key: 'name',
      title: t('verification:column.name'),
      width: 180,
      render: (check) => t(`verification:check.${check.id}.name`, { defaultValue: check.name }),
    },
    {
      key: 'proves',
      title: t('verification:column.proves'),
      width: 520,
      render: (check) => (
        <span className="check-proof">
          {t(`verification:check.${check.id}.proves`, { defaultValue: check.name })}
        </span>
      ),
    },
    {
      key: 'rows',
      title: t('verification:column.rows'),
      kind: 'quantity',
      render: (check) => <Quantity value={String(check.rows)} />,
    },
    {
      key: 'violations',
      title: t('verification:column.result'),
      width: 120,
      render: (check) =>
        check.violations === 0 ? (
          <span className="status status-done">
            <CheckCircleFilled /> {t('verification:passed')}
          </span>
        ) : (
          <span className="status status-refused">
            <CloseCircleFilled /> {t('verification:failed', { count: check.violations })}
          </span>
        ),
    },
  ];
}

function Evidence({ check }: { check: Check }) {
  const { t } = useTranslation();
  const columns = evidenceColumns(check.evidence);
  const title = `${check.id} ${t(`verification:check.${check.id}.name`, { defaultValue: check.name })}`;
  return (
    <section className="panel">
      <h2>{t('verification:evidence', { name: title })}</h2>
      <DataTable
        label={t('verification:evidence', { name: title })}
        columns={columns.map((key) => ({
          key,
          title: key,
          width: 180,
          render: (row: Record<string, unknown>) => <code>{String(row[key] ?? '')}</code>,
        }))}
        rows={check.evidence}
        rowKey={(_row, index) => String(index)}
        heightMax={360}
      />
    </section>
  );
}
