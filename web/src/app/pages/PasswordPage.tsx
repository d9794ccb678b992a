import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { errorText } from '@/shared/feedback';
import { sessionCalls, sessionQuery, useSession } from '../session';
import { EntryFrame } from './EntryFrame';
import { NewPasswordFields } from './NewPasswordFields';

export default function PasswordPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { user } = useSession();
  const change = useMutation({
    mutationFn: sessionCalls.changePassword,
    meta: { silent: true },
    onSuccess: async () => {
      message.success(t('access:password.changed'));
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      navigate('/', { replace: true });
    },
  });
  const hint = user?.must_change_password ? t('access:password.mustChange') : undefined;
  return (
    <EntryFrame title={t('access:password.title')} hint={hint}>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ old_password, new_password }) => change.mutate({ old_password, new_password })}
      >
        {change.error && (
          <Alert type="error" showIcon title={errorText(change.error)} className="dialog-alert" />
        )}
        <input hidden readOnly autoComplete="username" value={user?.username ?? ''} />
        <Form.Item
          name="old_password"
          label={t('access:field.currentPassword')}
          rules={[{ required: true, message: t('common:form.required') }]}
        >
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <NewPasswordFields name="new_password" />
        <div className="setup-actions">
          {!user?.must_change_password && (
            <Button onClick={() => navigate(-1)}>{t('common:action.cancel')}</Button>
          )}
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t('access:password.submit')}
          </Button>
        </div>
      </Form>
    </EntryFrame>
  );
}
