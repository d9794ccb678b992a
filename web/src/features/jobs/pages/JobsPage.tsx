import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Progress, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import { useCan, useSession } from '@/app/session';
import { EmptyState, ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable, type ListColumn, useListParams } from '@/shared/list';
import { StatusTag } from '@/shared/status';

type Job = components['schemas']['JobOut'];
type JobPage = components['schemas']['JobPage'];

const KEY = ['jobs', 'list'];
const POLL_MS = 1_500;
const STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];
const isUnderWay = (job: Job) => job.state === 'queued' || job.state === 'running';

/** Work that goes on in the background: how far it is, how it ended, and the way to stop it. */
export default function JobsPage() {
  const { t } = useTranslation();
  const { params, change } = useListParams();
  const state = params.filters.state ?? '';
  const list = useInfiniteQuery({
    queryKey: [...KEY, state],
    initialPageParam: '',
    placeholderData: keepPreviousData,
    getNextPageParam: (page: JobPage) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }): Promise<JobPage> => {
      const query = { state: state as never, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) };
      return unwrap(api.GET('/api/v1/access/jobs', { params: { query }, signal }));
    },
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some(isUnderWay)) ? POLL_MS : false,
  });
  if (list.error && !list.data) return <ErrorPanel error={list.error} onRetry={list.refetch} />;
  if (list.isPending) return <PageSkeleton />;
  const jobs = list.data.pages.flatMap((page) => page.items);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('jobs:title')}</h1>
        <div className="page-head-actions">
          <Select
            aria-label={t('document:column.state')}
            placeholder={t('document:column.state')}
            allowClear
            style={{ width: 140 }}
            value={state || undefined}
            options={STATES.map((known) => ({ value: known, label: t(`jobs:state.${known}`) }))}
            onChange={(chosen?: string) => change({ filters: { state: chosen } })}
          />
        </div>
      </div>
      <div className="panel">
        {jobs.length === 0 ? (
          <EmptyState isFiltered={state !== ''} title={t('jobs:none')} />
        ) : (
          <DataTable
            label={t('jobs:title')}
            columns={jobColumns(t)}
            rows={jobs}
            rowKey={(job) => job.id}
            heightMax={700}
          />
        )}
        {list.hasNextPage && (
          <div className="list-foot">
            <Button loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
              {t('common:list.loadMore')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function jobColumns(t: (key: string) => string): ListColumn<Job>[] {
  return [
    { key: 'title', title: t('jobs:job'), width: 220, render: (job) => job.title || job.kind },
    {
      key: 'state',
      title: t('document:column.state'),
      width: 110,
      render: (job) => <StatusTag status={job.state === 'queued' ? 'pending' : job.state} />,
    },
    { key: 'progress', title: t('jobs:progress'), width: 220, render: (job) => <JobProgress job={job} /> },
    { key: 'user_name', title: t('jobs:user'), width: 110 },
    { key: 'created_at', title: t('jobs:created'), kind: 'datetime' },
    { key: 'duration', title: t('jobs:duration'), width: 90, render: (job) => duration(job) },
    {
      key: 'message',
      title: t('jobs:message'),
      width: 260,
      render: (job) => (job.error ? errorOf(job.error) : job.message),
    },
    { key: 'actions', title: t('jobs:actions'), width: 90, render: (job) => <CancelJob job={job} /> },
  ];
}

function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  if (!isUnderWay(job)) return job.total > 0 ? `${job.done} / ${job.total}` : null;
  const percent = job.total > 0 ? Math.round((job.done / job.total) * 100) : 0;
  return <Progress percent={percent} size="small" status="active" aria-label={t('jobs:progress')} />;
}

function duration(job: Job): string {
  if (!job.started_at) return '';
  const seconds = dayjs(job.finished_at ?? undefined).diff(dayjs(job.started_at), 'second');
  const clock = [Math.floor(seconds / 60), seconds % 60].map((part) =>
    String(Math.max(part, 0)).padStart(2, '0'),
  );
  return clock.join(':');
}

function errorOf(error: Record<string, unknown>): string {
  return String(error.detail ?? error.message ?? error.code ?? '');
}

function CancelJob({ job }: { job: Job }) {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const { user } = useSession();
  const cancelling = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/access/jobs/{job_id}/cancel', {
          params: { path: { job_id: job.id } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  if (!isUnderWay(job) || (job.user_id !== user?.id && !can('access.job.update'))) return null;
  return (
    <Button size="small" danger loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
      {t('common:action.cancel')}
    </Button>
  );
}
