import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Form, Input, Modal, QRCode, Skeleton, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { ErrorPanel, errorText } from '@/shared/feedback';

interface SwitchOnDialogProps {
  offer: () => Promise<{ secret: string; address: string }>;
  switchOn: (secret: string, code: string) => Promise<string[]>;
  onDone: (codes: string[]) => void;
  onCancel: () => void;
}

/** Scan, type the six digits, on. The picture is drawn here: the secret goes to nobody else. */
export function SwitchOnDialog({ offer, switchOn, onDone, onCancel }: SwitchOnDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ code: string }>();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['access', 'second-factor', 'offer'],
    queryFn: offer,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const step = useMutation({
    meta: { silent: true },
    mutationFn: ({ code }: { code: string }) => switchOn(data?.secret ?? '', code.trim()),
    onSuccess: onDone,
  });
  return (
    <Modal
      open
      width={420}
      title={t('access:totp.switchOn')}
      okText={t('access:totp.switchOn')}
      okButtonProps={{ disabled: !data }}
      confirmLoading={step.isPending}
      onOk={() => form.submit()}
      onCancel={onCancel}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {isPending && <Skeleton active />}
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {data && (
        <div className="second-factor">
          <p>{t('access:totp.scan')}</p>
          <div role="img" aria-label={t('access:totp.qr')} className="second-factor-picture">
            <div aria-hidden="true">
              <QRCode type="svg" value={data.address} size={180} color="#000000" bgColor="#ffffff" />
            </div>
          </div>
          <p>
            {t('access:totp.secret')}{' '}
            <Typography.Text copyable code>
              {data.secret}
            </Typography.Text>
          </p>
          {step.error && <Alert type="error" showIcon role="alert" title={errorText(step.error)} />}
          <Form form={form} layout="vertical" onFinish={(values) => step.mutate(values)}>
            <Form.Item
              name="code"
              label={t('access:totp.code')}
              rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t('access:totp.codeRule') }]}
            >
              <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={8} />
            </Form.Item>
          </Form>
        </div>
      )}
    </Modal>
  );
}
