import { Button, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { errorText } from '@/shared/feedback';

/** Refused because the customer would owe more than the limit. */
export function isAboveCredit(error: unknown): boolean {
  return isApiError(error) && error.code === 'credit_limit_exceeded';
}

interface OverrideFormProps {
  /** What the button does with the reason. */
  label: string;
  isBusy?: boolean;
  onGiven: (reason: string) => void;
}

/** Who may let a customer owe more says why; the reason goes to the audit trail. */
export function OverrideForm({ label, isBusy, onGiven }: OverrideFormProps) {
  const { t } = useTranslation();
  return (
    <Form<{ reason: string }>
      layout="vertical"
      className="credit-override"
      onFinish={({ reason }) => onGiven(reason.trim())}
    >
      <Form.Item
        name="reason"
        label={t('document:override.reason')}
        rules={[{ required: true, whitespace: true, message: t('document:reasonNeeded') }]}
      >
        <Input autoFocus maxLength={500} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {label}
      </Button>
    </Form>
  );
}

interface OverrideDialogProps {
  error: unknown;
  isBusy: boolean;
  onCancel: () => void;
  onGiven: (reason: string) => void;
}

/** A step was refused for credit: the same step once more, with the reason. */
export function OverrideDialog({ error, isBusy, onCancel, onGiven }: OverrideDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal open title={t('document:override.title')} footer={null} onCancel={onCancel} destroyOnHidden>
      <p>{errorText(error)}</p>
      <OverrideForm label={t('document:override.confirm')} isBusy={isBusy} onGiven={onGiven} />
    </Modal>
  );
}
