import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { fieldPath, isApiError } from '@/api/errors';
import type { components } from '@/api/schema';
import { useCan } from '@/app/session';
import { ErrorPanel, errorText, fieldProblemText, PageSkeleton } from '@/shared/feedback';
import '../components/access.css';

type CompanyChange = components['schemas']['CompanyChangeIn'];
const KEY = ['access', 'company', 'detail'];

/** The company's own details. Currency and framework are settled by its first voucher. */
export default function CompanyPage() {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<CompanyChange>();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/access/company', { signal })),
  });
  const saving = useMutation({
    meta: { silent: true },
    mutationFn: (body: CompanyChange) => unwrap(api.PUT('/api/v1/access/company', { body })),
    onSuccess: async () => {
      message.success(t('document:saved'));
      await client.invalidateQueries({ queryKey: ['access'] });
    },
    onError: (failure) => {
      if (!isApiError(failure)) return;
      form.setFields(
        failure.errors.map((fault) => ({
          name: String(fieldPath(fault)[0]) as keyof CompanyChange,
          errors: [fieldProblemText(fault)],
        })),
      );
    },
  });
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (isPending) return <PageSkeleton />;
  const mayChange = can('access.company.update');
  const facts = [
    [t('access:companyData.code'), data.code],
    [
      t('access:field.currency'),
      `${data.currency} ${t(`common:currency.${data.currency}`, { defaultValue: '' })}`,
    ],
    [t('access:field.framework'), t(`access:framework.${data.framework}`, { defaultValue: data.framework })],
    [t('access:companyData.country'), data.country],
  ];
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('access:companyData.title')}</h1>
        <div className="page-head-actions">
          {mayChange && (
            <Button type="primary" loading={saving.isPending} onClick={() => form.submit()}>
              {t('common:action.save')}
            </Button>
          )}
        </div>
      </div>
      {saving.error && <Alert type="error" showIcon role="alert" title={errorText(saving.error)} />}
      <section className="panel">
        <Form
          form={form}
          layout="vertical"
          className="role-head"
          disabled={!mayChange}
          initialValues={{ name: data.name, uscc: data.uscc, time_zone: data.time_zone }}
          onFinish={(values) => saving.mutate(values)}
        >
          <Form.Item name="name" label={t('access:field.companyName')} rules={[{ required: true }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="uscc" label={t('access:companyData.uscc')}>
            <Input maxLength={18} />
          </Form.Item>
          <Form.Item name="time_zone" label={t('access:companyData.timeZone')} rules={[{ required: true }]}>
            <Input maxLength={50} />
          </Form.Item>
        </Form>
        <dl className="role-head">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt className="document-quiet">{label}</dt>
              <dd style={{ margin: '2px 0 10px' }}>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
