import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { errorText } from '@/shared/feedback';
import type { Member } from '../api';

/** Signing a person out everywhere, and a new first password. */
export function UserActions({ user }: { user: Member }) {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const [isResetting, setResetting] = useState(false);
  const ending = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/access/users/{user_id}/end-sessions', {
          params: { path: { user_id: user.id }, header: idempotent(newIdempotencyKey()) },
        }),
      ),
    onSuccess: ({ ended }) => message.success(t('access:user.ended', { count: ended })),
  });
  const ask = () =>
    modal.confirm({
      title: t('access:user.endSessions'),
      content: t('access:user.endSessionsHint'),
      onOk: () => ending.mutateAsync().catch(() => undefined),
    });
  return (
    <>
      <Button onClick={ask}>{t('access:user.endSessions')}</Button>
      <Button onClick={() => setResetting(true)}>{t('access:user.resetPassword')}</Button>
      {isResetting && <ResetPassword user={user} onDone={() => setResetting(false)} />}
    </>
  );
}

function ResetPassword({ user, onDone }: { user: Member; onDone: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ password: string }>();
  const resetting = useMutation({
    meta: { silent: true },
    mutationFn: (body: { password: string }) =>
      unwrap(
        api.POST('/api/v1/access/users/{user_id}/reset-password', {
          params: { path: { user_id: user.id }, header: idempotent(newIdempotencyKey()) },
          body,
        }),
      ),
    onSuccess: () => {
      message.success(t('access:user.passwordReset'));
      onDone();
    },
  });
  return (
    <Modal
      open
      title={`${t('access:user.resetPassword')} ${user.username}`}
      okText={t('common:action.confirm')}
      confirmLoading={resetting.isPending}
      onOk={() => form.submit()}
      onCancel={onDone}
      destroyOnHidden
    >
      {resetting.error && <Alert type="error" showIcon role="alert" title={errorText(resetting.error)} />}
      <p>{t('access:user.resetPasswordHint')}</p>
      <Form form={form} layout="vertical" onFinish={(values) => resetting.mutate(values)}>
        <Form.Item name="password" label={t('access:user.firstPassword')} rules={[{ required: true }]}>
          <Input.Password autoFocus autoComplete="new-password" maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
