import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Modal, Select } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { DateField, PreviewDrawer } from '@/shared/document';
import { errorText } from '@/shared/feedback';
import { DataTable } from '@/shared/list';
import {
  type Decisions,
  type Difference,
  decidedAll,
  decidedLines,
  decisionFault,
  type Outcome,
  undecided,
} from '../deciding';
import { decisionColumns } from './decisionColumns';
import { LiableSelect } from './LiableSelect';
import '../warehouse.css';

const OUTCOMES: Outcome[] = ['wastage', 'liable', 'abnormal'];

interface DecideDifferencesProps {
  differences: readonly Difference[];
  onClose: () => void;
  onDone: () => void;
}

/** Where each difference belongs, one by one or all at once, and why; Ctrl+Enter resolves. */
export function DecideDifferences({ differences, onClose, onDone }: DecideDifferencesProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const reason = Form.useWatch('reason', form) ?? '';
  const [decisions, setDecisions] = useState<Decisions>(() => undecided(differences));
  const [date, setDate] = useState<string | null>(dayjs().format('YYYY-MM-DD'));
  const [isPreviewed, setPreviewed] = useState(false);
  const key = useRef(newIdempotencyKey());
  const isDecided = differences.every((one) => decisionFault(one, decisions[one.id]) === null);
  const body = () => ({
    business_date: date,
    reason: reason.trim(),
    lines: decidedLines(differences, decisions),
  });
  const resolving = useMutation({
    meta: { silent: true },
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/warehouse/differences/resolve', {
          body: body(),
          params: { header: idempotent(key.current) },
        }),
      ),
    onSuccess: async () => {
      message.success(t('warehouse:difference.done'));
      await client.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
      onDone();
    },
    onError: () => {
      key.current = newIdempotencyKey();
    },
  });
  const columns = useMemo(
    () =>
      decisionColumns(t, decisions, (id, change) =>
        setDecisions((before) => {
          const known = before[id];
          return known ? { ...before, [id]: { ...known, ...change } } : before;
        }),
      ),
    [t, decisions],
  );
  const submit = () => {
    if (isDecided && !resolving.isPending) form.submit();
  };
  return (
    <Modal
      open
      width={Math.min(960, window.innerWidth)}
      title={t('warehouse:difference.ask', { count: differences.length })}
      onCancel={onClose}
      destroyOnHidden
      footer={[
        <Button key="preview" disabled={!isDecided} onClick={() => setPreviewed(true)}>
          {t('warehouse:difference.preview')}
        </Button>,
        <Button
          key="resolve"
          type="primary"
          disabled={!isDecided}
          loading={resolving.isPending}
          onClick={submit}
        >
          {t('warehouse:difference.resolve')}
        </Button>,
      ]}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields inside reach the step of the dialog */}
      <div
        className="deciding"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
            event.preventDefault();
            submit();
          }
        }}
      >
        {resolving.error && <Alert type="error" showIcon role="alert" title={errorText(resolving.error)} />}
        <ForAll
          onChange={(decision) => setDecisions((before) => decidedAll(differences, before, decision))}
          isOffered={differences.length > 1}
        />
        <DataTable
          label={t('warehouse:difference.title')}
          columns={columns}
          rows={differences}
          rowKey={(one) => one.id}
          heightMax={420}
        />
        <Form
          form={form}
          layout="vertical"
          initialValues={{ reason: '' }}
          onFinish={() => resolving.mutate()}
        >
          <div className="deciding-terms">
            <Form.Item label={t('document:column.date')}>
              <DateField value={date} onChange={setDate} />
            </Form.Item>
            <Form.Item
              name="reason"
              label={t('document:reason')}
              rules={[{ required: true, whitespace: true, message: t('document:reasonNeeded') }]}
            >
              <Input maxLength={500} placeholder={t('warehouse:difference.reasonHint')} />
            </Form.Item>
          </div>
        </Form>
      </div>
      {isPreviewed && (
        <PreviewDrawer
          title={t('warehouse:difference.preview')}
          subject={['differences']}
          preview={(signal) =>
            unwrap(api.POST('/api/v1/warehouse/differences/preview', { body: body(), signal }))
          }
          onClose={() => setPreviewed(false)}
        />
      )}
    </Modal>
  );
}

interface ForAllProps {
  isOffered: boolean;
  onChange: (decision: { outcome: Outcome; party: { id: string; name: string } | null }) => void;
}

/** One outcome for every line that may have it. */
function ForAll({ isOffered, onChange }: ForAllProps) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [party, setParty] = useState<{ id: string; name: string } | null>(null);
  if (!isOffered) return null;
  return (
    <p className="deciding-all">
      <span>{t('warehouse:difference.forAll')}</span>
      <Select<Outcome>
        aria-label={t('warehouse:difference.forAll')}
        placeholder={t('warehouse:difference.outcome')}
        value={outcome}
        options={OUTCOMES.map((value) => ({ value, label: t(`warehouse:difference.to.${value}`) }))}
        onChange={(value) => {
          setOutcome(value);
          onChange({ outcome: value, party });
        }}
      />
      {outcome === 'liable' && (
        <LiableSelect
          value={party}
          onChange={(value) => {
            setParty(value);
            onChange({ outcome, party: value });
          }}
        />
      )}
    </p>
  );
}
