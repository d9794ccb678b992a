import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

/** The server decides what a good password is; this is only the first hurdle. */
const PASSWORD_LENGTH_MIN = 10;

export function NewPasswordFields({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name={name}
        label={t('access:field.newPassword')}
        extra={t('access:password.rule', { count: PASSWORD_LENGTH_MIN })}
        rules={[
          {
            required: true,
            min: PASSWORD_LENGTH_MIN,
            message: t('access:password.rule', { count: PASSWORD_LENGTH_MIN }),
          },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeated_password"
        label={t('access:field.repeatPassword')}
        dependencies={[name]}
        rules={[
          { required: true, message: t('common:form.required') },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue(name)
                ? Promise.resolve()
                : Promise.reject(new Error(t('access:password.differs'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
