import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { ErrorPanel, PageSkeleton } from '@/shared/feedback';
import { DataTable } from '@/shared/list';

const KEY = ['access', 'sessions', 'list'];

/** One's own signed-in browsers; any other than this one can be signed out from here. */
export default function SessionsPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/access/sessions', { signal })),
  });
  const ending = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE('/api/v1/access/sessions/{session_id}', { params: { path: { session_id: id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (isPending) return <PageSkeleton />;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('access:sessions.title')}</h1>
      </div>
      <div className="panel">
        <DataTable
          label={t('access:sessions.title')}
          rows={data}
          rowKey={(row) => row.id}
          columns={[
            { key: 'agent', title: t('access:sessions.agent'), width: 420 },
            { key: 'address', title: t('access:sessions.address'), width: 150 },
            { key: 'created_at', title: t('access:sessions.since'), kind: 'datetime' },
            { key: 'last_seen_at', title: t('access:sessions.lastSeen'), kind: 'datetime' },
            {
              key: 'actions',
              title: t('access:actions'),
              width: 130,
              render: (row) =>
                row.is_current ? (
                  t('access:sessions.current')
                ) : (
                  <Button size="small" loading={ending.isPending} onClick={() => ending.mutate(row.id)}>
                    {t('access:sessions.end')}
                  </Button>
                ),
            },
          ]}
        />
      </div>
    </div>
  );
}
