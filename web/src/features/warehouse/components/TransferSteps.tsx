import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { keys } from '@/api/keys';
import { errorText } from '@/shared/feedback';
import { DataTable, type ListColumn } from '@/shared/list';
import { type Transfer, transferEndpoints } from '../transferDefinition';
import '../warehouse.css';

type Step = Transfer['steps'][number];

/** What was received, sent back or written off of a transfer on the road, each of which can be reversed by itself. */
export function TransferSteps({ id }: { id: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Step | null>(null);
  const { data } = useQuery({
    queryKey: keys.detail('warehouse', 'transfers', id),
    queryFn: ({ signal }) => transferEndpoints.load(id, signal),
  });
  const columns = useMemo(() => stepColumns(t, setAsked), [t]);
  if (!data || data.steps.length === 0) return null;
  return (
    <div className="page transfer-steps">
      <section className="panel">
        <h2>{t('warehouse:transfer.step.title')}</h2>
        <DataTable
          label={t('warehouse:transfer.step.title')}
          columns={columns}
          rows={data.steps}
          rowKey={(step) => step.id}
          rowTone={(step) => (step.reversed_on ? 'quiet' : undefined)}
        />
      </section>
      {asked && <ReverseDialog transferId={id} step={asked} onDone={() => setAsked(null)} />}
    </div>
  );
}

function stepColumns(
  t: (key: string, values?: Record<string, unknown>) => string,
  onReverse: (step: Step) => void,
): ListColumn<Step>[] {
  return [
    { key: 'number', title: t('warehouse:transfer.step.number'), width: 60, card: 'detail' },
    {
      key: 'verb',
      title: t('warehouse:transfer.step.verb'),
      width: 110,
      card: 'title',
      render: (step) => t(`warehouse:transfer.step.${step.verb}`),
    },
    { key: 'business_date', title: t('document:column.date'), kind: 'date' },
    { key: 'quantity', title: t('warehouse:transfer.step.quantity'), kind: 'quantity' },
    {
      key: 'posted_by',
      title: t('warehouse:transfer.step.by'),
      width: 120,
      render: (step) => step.posted_by.name,
    },
    {
      key: 'actions',
      title: '',
      width: 180,
      render: (step) => {
        if (step.reversed_on) return t('warehouse:transfer.step.reversed', { date: step.reversed_on });
        if (!step.verbs.includes('reverse')) return null;
        const what = t(`warehouse:transfer.step.${step.verb}`);
        return (
          <Button
            size="small"
            danger
            aria-label={t('warehouse:transfer.step.ask', { n: step.number, what })}
            onClick={() => onReverse(step)}
          >
            {t('document:verb.reverse')}
          </Button>
        );
      },
    },
  ];
}

interface ReverseDialogProps {
  transferId: string;
  step: Step;
  onDone: () => void;
}

/** Asks why; the reason goes to the audit trail. */
function ReverseDialog({ transferId, step, onDone }: ReverseDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<{ reason: string }>();
  const key = useRef(newIdempotencyKey());
  const reversing = useMutation({
    meta: { silent: true },
    mutationFn: ({ reason }: { reason: string }) =>
      unwrap(
        api.POST('/api/v1/warehouse/transfers/{transfer_id}/steps/{step_id}/reverse', {
          body: { reason },
          params: {
            path: { transfer_id: transferId, step_id: step.id },
            header: idempotent(key.current),
          },
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
  const what = t(`warehouse:transfer.step.${step.verb}`);
  return (
    <Modal
      open
      title={t('warehouse:transfer.step.ask', { n: step.number, what })}
      okText={t('document:verb.reverse')}
      okButtonProps={{ danger: true, loading: reversing.isPending }}
      onCancel={onDone}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <p>{t('warehouse:transfer.step.hint')}</p>
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
