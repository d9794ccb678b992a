import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { useSession } from '@/app/session';
import { EmptyState, ErrorPanel, errorText, PageSkeleton } from '@/shared/feedback';
import { DataTable } from '@/shared/list';
import '../components/access.css';

const KEY = ['access', 'tokens', 'list'];

interface TokenForm {
  name: string;
  patterns: string[];
  days: number;
}

/** Tokens for programs: what each may do, until when, and when it was used last. The secret is shown once. */
export default function TokensPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { modal } = App.useApp();
  const [isCreating, setCreating] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/access/tokens', { signal })),
  });
  const revoking = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE('/api/v1/access/tokens/{token_id}', { params: { path: { token_id: id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (isPending) return <PageSkeleton />;
  const revoke = (id: string, name: string) =>
    modal.confirm({
      title: t('access:token.revokeAsk', { name }),
      okButtonProps: { danger: true },
      okText: t('access:token.revoke'),
      onOk: () => revoking.mutateAsync(id).catch(() => undefined),
    });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('access:token.title')}</h1>
        <div className="page-head-actions">
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('access:token.new')}
          </Button>
        </div>
      </div>
      <div className="panel">
        {data.length === 0 ? (
          <EmptyState title={t('access:token.none')} hint={t('access:token.noneHint')} />
        ) : (
          <DataTable
            label={t('access:token.title')}
            rows={data}
            rowKey={(row) => row.id}
            columns={[
              { key: 'name', title: t('access:token.name'), width: 160 },
              { key: 'prefix', title: t('access:token.prefix'), width: 120 },
              {
                key: 'patterns',
                title: t('access:token.patterns'),
                width: 260,
                render: (row) => row.patterns.join(' '),
              },
              {
                key: 'state',
                title: t('document:column.state'),
                width: 100,
                render: (row) => t(`access:token.state.${row.state}`, { defaultValue: row.state }),
              },
              { key: 'expires_at', title: t('access:token.expires'), kind: 'datetime' },
              { key: 'last_used_at', title: t('access:token.lastUsed'), kind: 'datetime' },
              {
                key: 'actions',
                title: t('access:actions'),
                width: 110,
                render: (row) =>
                  row.state === 'active' && (
                    <Button size="small" danger onClick={() => revoke(row.id, row.name)}>
                      {t('access:token.revoke')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </div>
      {isCreating && <NewToken onDone={() => setCreating(false)} />}
    </div>
  );
}

function NewToken({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { permissions } = useSession();
  const [form] = Form.useForm<TokenForm>();
  const creating = useMutation({
    meta: { silent: true },
    mutationFn: (body: TokenForm) => unwrap(api.POST('/api/v1/access/tokens', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  const made = creating.data;
  return (
    <Modal
      open
      title={t('access:token.new')}
      okText={t(made ? 'common:action.close' : 'access:token.new')}
      cancelButtonProps={made ? { hidden: true } : undefined}
      confirmLoading={creating.isPending}
      onOk={() => (made ? onDone() : form.submit())}
      onCancel={onDone}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {creating.error && <Alert type="error" showIcon role="alert" title={errorText(creating.error)} />}
      {made ? (
        <Alert
          type="success"
          title={t('access:token.once')}
          description={<code className="token-once">{made.token}</code>}
        />
      ) : (
        <Form
          form={form}
          layout="vertical"
          initialValues={{ name: '', patterns: [], days: 90 }}
          onFinish={(values) => creating.mutate(values)}
        >
          <Form.Item name="name" label={t('access:token.name')} rules={[{ required: true }]}>
            <Input autoFocus maxLength={80} />
          </Form.Item>
          <Form.Item
            name="patterns"
            label={t('access:token.patterns')}
            extra={t('access:token.patternsHint')}
            rules={[{ required: true }]}
          >
            <Select mode="tags" options={permissions.map((code) => ({ value: code, label: code }))} />
          </Form.Item>
          <Form.Item name="days" label={t('access:token.days')} rules={[{ required: true }]}>
            <InputNumber min={1} max={366} precision={0} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}
