import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Drawer, Form, Input, Modal, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '@/api/client';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { ErrorPanel, errorText } from '@/shared/feedback';
import type { Finding, Period } from '../api';
import { periodText } from '../periods';
import './ledger.css';

interface DialogProps {
  period: Period;
  onDone: () => void;
}

/** The check list before a month is closed. What blocks must be put right, warnings may be accepted. */
export function CloseDialog({ period, onDone }: DialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [isAccepted, setAccepted] = useState(false);
  const checks = useQuery({
    queryKey: ['ledger', 'periods', 'checks', period.id],
    staleTime: 0,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/ledger/periods/{period_id}/checks', {
          params: { path: { period_id: period.id } },
          signal,
        }),
      ),
  });
  const closing = useMutation({
    meta: { silent: true },
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/ledger/periods/{period_id}/close', {
          params: { path: { period_id: period.id }, header: idempotent(newIdempotencyKey()) },
          body: { accept_warnings: isAccepted },
        }),
      ),
    onSuccess: async () => {
      message.success(t('ledger:periods.closed', { period: periodText(period.code) }));
      await client.invalidateQueries({ queryKey: ['ledger'] });
      onDone();
    },
  });
  const findings = checks.data?.items ?? [];
  const hasWarnings = findings.some((finding) => !finding.ok && finding.severity !== 'blocking');
  return (
    <Drawer
      open
      size={Math.min(620, window.innerWidth)}
      title={t('ledger:periods.closeTitle', { period: periodText(period.code) })}
      onClose={onDone}
      extra={
        <Button
          type="primary"
          disabled={!checks.data?.can_close || (hasWarnings && !isAccepted)}
          loading={closing.isPending}
          onClick={() => closing.mutate()}
        >
          {t('ledger:periods.close')}
        </Button>
      }
    >
      {closing.error && <Alert type="error" showIcon role="alert" title={errorText(closing.error)} />}
      {checks.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {checks.error && <ErrorPanel error={checks.error} onRetry={checks.refetch} />}
      <ul className="period-checks">
        {findings.map((finding) => (
          <FindingLine key={finding.check} finding={finding} remedy={REMEDIES[finding.check]?.(period)} />
        ))}
      </ul>
      {hasWarnings && checks.data?.can_close && (
        <Checkbox checked={isAccepted} onChange={(event) => setAccepted(event.target.checked)}>
          {t('ledger:periods.accept')}
        </Checkbox>
      )}
    </Drawer>
  );
}

/** Where what a check found is put right. */
const REMEDIES: Record<string, (period: Period) => string> = {
  profit_transferred: (period) => `/finance/profit-transfers/${period.id}`,
  opening_complete: () => '/finance/openings',
};

function FindingLine({ finding, remedy }: { finding: Finding; remedy?: string }) {
  const { t, i18n } = useTranslation();
  const isBlocking = finding.severity === 'blocking';
  const tone = finding.ok ? 'done' : isBlocking ? 'refused' : 'waiting';
  const icon = finding.ok ? (
    <CheckCircleFilled />
  ) : isBlocking ? (
    <CloseCircleFilled />
  ) : (
    <ExclamationCircleFilled />
  );
  const verdict = finding.ok ? 'passed' : isBlocking ? 'blocks' : 'warns';
  return (
    <li>
      <span className={`status status-${tone}`}>{icon}</span>
      <div>
        {i18n.language === 'en-US' ? finding.label_en : finding.label_zh}
        <small>
          {t(`ledger:periods.${verdict}`, { count: finding.count })}
          {finding.message && ` · ${finding.message}`}
          {remedy && !finding.ok && (
            <>
              {' · '}
              <Link to={remedy}>{t('finance:putRight')}</Link>
            </>
          )}
        </small>
      </div>
    </li>
  );
}

/** Reopening the last closed month: another person than who closed it, with a reason. */
export function ReopenDialog({ period, onDone }: DialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<{ reason: string }>();
  const reopening = useMutation({
    meta: { silent: true },
    mutationFn: (body: { reason: string }) =>
      unwrap(
        api.POST('/api/v1/ledger/periods/{period_id}/reopen', {
          params: { path: { period_id: period.id }, header: idempotent(newIdempotencyKey()) },
          body,
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['ledger'] });
      onDone();
    },
  });
  return (
    <Modal
      open
      title={t('ledger:periods.reopenTitle', { period: periodText(period.code) })}
      okText={t('ledger:periods.reopen')}
      okButtonProps={{ danger: true, loading: reopening.isPending }}
      onOk={() => form.submit()}
      onCancel={onDone}
      destroyOnHidden
    >
      {reopening.error && <Alert type="error" showIcon role="alert" title={errorText(reopening.error)} />}
      <p>{t('ledger:periods.reopenHint')}</p>
      <Form form={form} layout="vertical" onFinish={(values) => reopening.mutate(values)}>
        <Form.Item
          name="reason"
          label={t('document:reason')}
          rules={[{ required: true, message: t('document:reasonNeeded') }]}
        >
          <Input.TextArea autoFocus rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
