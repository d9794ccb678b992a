import { useMutation } from '@tanstack/react-query';
import { Alert, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/feedback';

interface PasswordDialogProps<Result> {
  title: string;
  hint: string;
  run: (password: string) => Promise<Result>;
  onDone: (result: Result) => void;
  onCancel: () => void;
}

/** A step that whoever found an open browser must not be able to take. */
export function PasswordDialog<Result>({ title, hint, run, onDone, onCancel }: PasswordDialogProps<Result>) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ password: string }>();
  const step = useMutation({
    meta: { silent: true },
    mutationFn: ({ password }: { password: string }) => run(password),
    onSuccess: onDone,
  });
  return (
    <Modal
      open
      title={title}
      okText={title}
      confirmLoading={step.isPending}
      onOk={() => form.submit()}
      onCancel={onCancel}
      destroyOnHidden
    >
      <p>{hint}</p>
      {step.error && <Alert type="error" showIcon role="alert" title={errorText(step.error)} />}
      <Form form={form} layout="vertical" onFinish={(values) => step.mutate(values)}>
        <Form.Item name="password" label={t('access:field.currentPassword')} rules={[{ required: true }]}>
          <Input.Password autoFocus autoComplete="current-password" maxLength={128} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
