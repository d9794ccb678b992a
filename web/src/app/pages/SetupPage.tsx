import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Radio, Select, Skeleton, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { currentLanguage, SERVER_NAMES } from '@/i18n/language';
import { errorText } from '@/shared/feedback';
import { sessionCalls, sessionQuery } from '../session';
import { EntryFrame } from './EntryFrame';
import { NewPasswordFields } from './NewPasswordFields';

const CURRENCIES = ['CNY', 'USD', 'EUR', 'GBP', 'HKD', 'JPY', 'SGD', 'AUD', 'CAD'];
const STEP_FIELDS = [
  [
    ['company', 'name'],
    ['company', 'currency'],
    ['company', 'framework'],
  ],
];

interface SetupValues {
  company: { name: string; currency: string; framework: 'CAS' | 'CAS_SMALL' };
  username: string;
  display_name: string;
  password: string;
}

/** First start: the company and its first administrator, opened by the one-time link printed at the server's start. */
export default function SetupPage() {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const { data: session, isPending } = useQuery({ ...sessionQuery, meta: { silent: true } });
  const token = parameters.get('token');
  if (session && !session.setup_required) return <Navigate to="/" replace />;
  if (!token) {
    return (
      <EntryFrame title={t('access:setup.title')}>
        <Alert
          type="info"
          showIcon
          title={t('access:setup.needsLink')}
          description={t('access:setup.needsLinkHint')}
        />
      </EntryFrame>
    );
  }
  // Whether there is a company already decides what is asked for.
  if (isPending)
    return (
      <EntryFrame title={t('access:setup.title')}>
        <Skeleton active paragraph={{ rows: 6 }} />
      </EntryFrame>
    );
  const needsCompany = session?.setup_needs_company ?? true;
  return (
    <EntryFrame
      title={t('access:setup.title')}
      hint={t(needsCompany ? 'access:setup.hint' : 'access:setup.hintAdministrator')}
    >
      <SetupForm token={token} needsCompany={needsCompany} />
    </EntryFrame>
  );
}

function SetupForm({ token, needsCompany }: { token: string; needsCompany: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<SetupValues>();
  const [step, setStep] = useState(needsCompany ? 0 : 1);
  const setup = useMutation({
    mutationFn: sessionCalls.setUp,
    meta: { silent: true },
    onSuccess: async (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      navigate('/', { replace: true });
    },
  });
  const goOn = async () => {
    await form.validateFields(STEP_FIELDS[0] as never);
    setStep(1);
  };
  const submit = (values: SetupValues) =>
    step === 0 ? goOn() : setup.mutate(request(token, values, needsCompany));
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ company: { currency: 'CNY', framework: 'CAS_SMALL' } }}
      onFinish={submit}
    >
      {needsCompany && (
        <Steps
          size="small"
          current={step}
          items={[{ title: t('access:setup.company') }, { title: t('access:setup.administrator') }]}
        />
      )}
      <div className="setup-fields">
        {setup.error && (
          <Alert type="error" showIcon title={errorText(setup.error)} className="dialog-alert" />
        )}
        {needsCompany && (
          <div hidden={step !== 0}>
            <CompanyFields />
          </div>
        )}
        {step === 1 && <AdministratorFields />}
      </div>
      <div className="setup-actions">
        {step === 1 && needsCompany && <Button onClick={() => setStep(0)}>{t('common:action.back')}</Button>}
        <Button type="primary" htmlType="submit" loading={setup.isPending}>
          {t(step === 0 ? 'common:action.next' : 'access:setup.submit')}
        </Button>
      </div>
    </Form>
  );
}

function CompanyFields() {
  const { t } = useTranslation();
  const required = { required: true, whitespace: true, message: t('common:form.required') };
  return (
    <>
      <Form.Item name={['company', 'name']} label={t('access:field.companyName')} rules={[required]}>
        <Input autoFocus autoComplete="organization" maxLength={120} />
      </Form.Item>
      <Form.Item
        name={['company', 'currency']}
        label={t('access:field.currency')}
        extra={t('access:setup.currencyHint')}
      >
        <Select
          showSearch
          options={CURRENCIES.map((code) => ({
            value: code,
            label: `${code} ${t(`common:currency.${code}`)}`,
          }))}
        />
      </Form.Item>
      <Form.Item name={['company', 'framework']} label={t('access:field.framework')}>
        <Radio.Group
          options={[
            { value: 'CAS_SMALL', label: t('access:framework.CAS_SMALL') },
            { value: 'CAS', label: t('access:framework.CAS') },
          ]}
        />
      </Form.Item>
    </>
  );
}

function AdministratorFields() {
  const { t } = useTranslation();
  const required = { required: true, message: t('common:form.required') };
  return (
    <>
      <Form.Item name="display_name" label={t('access:field.displayName')} rules={[required]}>
        <Input autoFocus autoComplete="name" maxLength={80} />
      </Form.Item>
      <Form.Item name="username" label={t('access:field.username')} rules={[required]}>
        <Input autoComplete="username" maxLength={80} />
      </Form.Item>
      <NewPasswordFields name="password" />
    </>
  );
}

function request(
  token: string,
  { company, username, display_name, password }: SetupValues,
  needsCompany: boolean,
) {
  const language = SERVER_NAMES[currentLanguage()];
  return { token, username, display_name, password, language, company: needsCompany ? company : null };
}
