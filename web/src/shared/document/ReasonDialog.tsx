import { Alert, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/feedback';

interface ReasonDialogProps {
  title: string;
  question: string;
  okText: string;
  isDanger?: boolean;
  isBusy: boolean;
  /** Without it the step is only asked about once more. */
  asksReason: boolean;
  error?: unknown;
  onCancel: () => void;
  onConfirm: (input: { reason?: string }) => void;
}

/** Asks before a step is taken, and why; the reason goes to the audit trail. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, question, okText, isDanger, isBusy, asksReason, error, onCancel, onConfirm } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason?: string }>();
  return (
    <Modal
      open
      title={title}
      onCancel={onCancel}
      onOk={() => form.submit()}
      okText={okText}
      okButtonProps={{ danger: isDanger, loading: isBusy, autoFocus: !asksReason }}
      destroyOnHidden
    >
      <p>{question}</p>
      {Boolean(error) && <Alert type="error" showIcon role="alert" title={errorText(error)} />}
      <Form form={form} layout="vertical" onFinish={onConfirm}>
        {asksReason && (
          <Form.Item
            name="reason"
            label={t('document:reason')}
            rules={[{ required: true, message: t('document:reasonNeeded') }]}
          >
            <Input.TextArea autoFocus rows={3} maxLength={500} showCount />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
