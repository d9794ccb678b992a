import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { ifMatch } from '@/api/headers';
import { useCan, useCompanyCurrency } from '@/app/session';
import { AmountField } from '@/shared/document';
import { ErrorPanel, errorText, PageSkeleton } from '@/shared/feedback';
import { DecimalInput, decimal } from '@/shared/forms';
import { big, fractionOf, percentOf } from '@/shared/money';
import '../components/finance.css';

const KEY = ['finance', 'match-tolerance', 'detail'];

interface Values {
  /** As people say it: 1 for 1 %. */
  percent: string | null;
  amount: string | null;
  rateToExchange: boolean;
}

/** How far a purchase invoice may differ from its receipt and still match, and where a moved rate is booked. */
export default function TolerancePage() {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const { message } = App.useApp();
  const currency = useCompanyCurrency();
  const [form] = Form.useForm<Values>();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/finance/match-tolerance', { signal })),
  });
  const saving = useMutation({
    meta: { silent: true },
    mutationFn: ({ percent, amount, rateToExchange }: Values) =>
      unwrap(
        api.PUT('/api/v1/finance/match-tolerance', {
          body: {
            percent: fractionOf(percent ?? '0'),
            amount: amount ?? '0',
            rate_to_exchange: rateToExchange,
          },
          headers: ifMatch(data?.version ?? 0),
        }),
      ),
    onSuccess: async () => {
      message.success(t('document:saved'));
      await client.invalidateQueries({ queryKey: KEY });
    },
  });
  if (error) return <ErrorPanel error={error} onRetry={refetch} />;
  if (isPending) return <PageSkeleton />;
  const mayChange = can('finance.match_tolerance.update');
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('finance:tolerance.title')}</h1>
        <div className="page-head-actions">
          {mayChange && (
            <Button type="primary" loading={saving.isPending} onClick={() => form.submit()}>
              {t('common:action.save')}
            </Button>
          )}
        </div>
      </div>
      {saving.error && <Alert type="error" showIcon role="alert" title={errorText(saving.error)} />}
      {data.version === 0 && <Alert type="info" showIcon title={t('finance:tolerance.exact')} />}
      <section className="panel">
        <p>{t('finance:tolerance.hint')}</p>
        <Form
          form={form}
          layout="vertical"
          className="tolerance"
          disabled={!mayChange}
          initialValues={{
            percent: percentOf(data.percent),
            amount: data.amount,
            rateToExchange: data.rate_to_exchange,
          }}
          onFinish={(values) => saving.mutate(values)}
        >
          <Form.Item
            name="percent"
            label={t('finance:tolerance.percent')}
            rules={[decimal(), inPercent(t('finance:tolerance.range'))]}
          >
            <DecimalInput suffix="%" />
          </Form.Item>
          <Form.Item
            name="amount"
            label={`${t('finance:tolerance.amount')} (${currency})`}
            rules={[decimal()]}
          >
            <AmountField currency={currency} disabled={!mayChange} />
          </Form.Item>
          <Form.Item
            name="rateToExchange"
            label={t('finance:tolerance.rate')}
            valuePropName="checked"
            extra={t('finance:tolerance.rateHint')}
          >
            <Checkbox>{t('finance:tolerance.rateToExchange')}</Checkbox>
          </Form.Item>
        </Form>
      </section>
    </div>
  );
}

function inPercent(message: string) {
  return {
    validator: async (_rule: unknown, value: string | null) => {
      const percent = big(value);
      if (percent.lt(0) || percent.gt(100)) throw new Error(message);
    },
  };
}
