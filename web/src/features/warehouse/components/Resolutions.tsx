import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import type { components } from '@/api/schema';
import { useCan } from '@/app/session';
import { errorText } from '@/shared/feedback';
import { DataTable, type ListColumn } from '@/shared/list';
import { formatQuantity } from '@/shared/money';
import '../warehouse.css';

type Resolution = components['schemas']['ResolutionOut'];
type Translate = (key: string, values?: Record<string, unknown>) => string;

/** What was decided about the differences of a document, each of which can be reversed by itself. */
export function Resolutions({ documentId }: { documentId: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const [asked, setAsked] = useState<Resolution | null>(null);
  const { data } = useQuery({
    queryKey: ['warehouse', 'differences', 'resolutions', documentId],
    enabled: can('warehouse.difference.read'),
    meta: { silent: true },
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/warehouse/differences/resolutions', {
          params: { query: { document_id: documentId } },
          signal,
        }),
      ),
  });
  const columns = useMemo(() => resolutionColumns(t, setAsked), [t]);
  if (!data || data.items.length === 0) return null;
  return (
    <div className="page transfer-steps">
      <section className="panel">
        <h2>{t('warehouse:difference.resolutions')}</h2>
        <DataTable
          label={t('warehouse:difference.resolutions')}
          columns={columns}
          rows={data.items}
          rowKey={(row) => row.id}
          rowTone={(row) => (row.reversed_on ? 'quiet' : undefined)}
        />
      </section>
      {asked && <ReverseDialog resolution={asked} onDone={() => setAsked(null)} />}
    </div>
  );
}

function resolutionColumns(t: Translate, onReverse: (row: Resolution) => void): ListColumn<Resolution>[] {
  return [
    { key: 'business_date', title: t('document:column.date'), kind: 'date' },
    {
      key: 'lines',
      title: t('warehouse:difference.outcome'),
      width: 320,
      card: 'title',
      render: (row) => row.lines.map((line) => decided(t, line)).join('；'),
    },
    { key: 'reason', title: t('document:reason'), width: 200 },
    {
      key: 'posted_by',
      title: t('warehouse:transfer.step.by'),
      width: 120,
      render: (row) => row.posted_by.name,
    },
    {
      key: 'actions',
      title: '',
      width: 180,
      render: (row) => {
        if (row.reversed_on) return t('warehouse:transfer.step.reversed', { date: row.reversed_on });
        if (!row.verbs.includes('reverse')) return null;
        return (
          <Button size="small" danger onClick={() => onReverse(row)}>
            {t('document:verb.reverse')}
          </Button>
        );
      },
    },
  ];
}

/** 苹果 2：责任人赔偿（顺丰） */
function decided(t: Translate, line: Resolution['lines'][number]): string {
  const outcome = t(`warehouse:difference.was.${line.outcome}`);
  const whom = line.party ? ` (${line.party.name})` : '';
  return `${line.item.name} ${formatQuantity(line.quantity)} ${outcome}${whom}`;
}

/** Asks why; the reason goes to the audit trail. */
function ReverseDialog({ resolution, onDone }: { resolution: Resolution; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<{ reason: string }>();
  const key = useRef(newIdempotencyKey());
  const reversing = useMutation({
    meta: { silent: true },
    mutationFn: ({ reason }: { reason: string }) =>
      unwrap(
        api.POST('/api/v1/warehouse/differences/resolutions/{resolution_id}/reverse', {
          body: { reason },
          params: { path: { resolution_id: resolution.id }, header: idempotent(key.current) },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
      onDone();
    },
    onError: () => {
      key.current = newIdempotencyKey();
    },
  });
  return (
    <Modal
      open
      title={t('warehouse:difference.reverse')}
      okText={t('document:verb.reverse')}
      okButtonProps={{ danger: true, loading: reversing.isPending }}
      onCancel={onDone}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <p>{t('warehouse:difference.reverseHint')}</p>
      {reversing.error && <Alert type="error" showIcon role="alert" title={errorText(reversing.error)} />}
      <Form form={form} layout="vertical" onFinish={(values) => reversing.mutate(values)}>
        <Form.Item
          name="reason"
          label={t('document:reason')}
          rules={[{ required: true, message: t('document:reasonNeeded') }]}
        >
          <Input.TextArea autoFocus rows={3} maxLength={500} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}
