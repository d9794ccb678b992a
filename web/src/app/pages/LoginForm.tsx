import { LockOutlined, SafetyCertificateOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { errorText } from '@/shared/feedback';
import { type Session, sessionCalls } from '../session';

interface LoginFormProps {
  /** Given when the same person logs in again over a page. */
  username?: string;
  onDone: (session: Session) => void;
}

/** User name, password, and the one-time code once the server asks for it. Paste and password managers work. */
export function LoginForm({ username, onDone }: LoginFormProps) {
  const { t } = useTranslation();
  const [asksForCode, setAsksForCode] = useState(false);
  const login = useMutation({
    mutationFn: sessionCalls.logIn,
    meta: { silent: true },
    onSuccess: onDone,
    onError: (error) => {
      if (isApiError(error) && error.code.includes('totp')) setAsksForCode(true);
    },
  });
  const isFirstAskForCode = asksForCode && isApiError(login.error) && login.error.code === 'totp_required';
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={{ username }}
      onFinish={(values) => login.mutate(values)}
      size="large"
    >
      {login.error && !isFirstAskForCode && (
        <Form.Item>
          <Alert type="error" showIcon title={errorText(login.error)} role="alert" />
        </Form.Item>
      )}
      <Form.Item
        name="username"
        label={t('access:field.username')}
        rules={[{ required: true, message: t('common:form.required') }]}
      >
        <Input
          prefix={<UserOutlined />}
          autoComplete="username"
          autoFocus={!username}
          readOnly={Boolean(username)}
        />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('access:field.password')}
        rules={[{ required: true, message: t('common:form.required') }]}
      >
        <Input.Password
          prefix={<LockOutlined />}
          autoComplete="current-password"
          autoFocus={Boolean(username)}
        />
      </Form.Item>
      {asksForCode && (
        <Form.Item name="totp" label={t('access:field.totp')} extra={t('access:login.totpHint')}>
          <Input
            prefix={<SafetyCertificateOutlined />}
            autoComplete="one-time-code"
            maxLength={20}
            autoFocus
          />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={login.isPending}>
        {t('access:login.submit')}
      </Button>
    </Form>
  );
}
