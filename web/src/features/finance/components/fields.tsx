import { Form, type FormInstance, Input, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompanyCurrency } from '@/app/session';
import type { HeaderField, HeaderValue } from '@/shared/document';
import { isReference } from '@/shared/grid';
import { Amount } from '@/shared/money';

export const CURRENCIES = ['CNY', 'USD', 'EUR', 'GBP', 'HKD', 'JPY', 'SGD', 'AUD', 'CAD'];

/** The currency, with the company's own filled in, and the rate only where another one is chosen. */
export function useCurrencyFields(form: FormInstance): HeaderField[] {
  const { t } = useTranslation();
  const own = useCompanyCurrency();
  const current: string | undefined = Form.useWatch('currency', form);
  useEffect(() => {
    if (!form.getFieldValue('currency')) form.setFieldsValue({ currency: own, rate: '1' });
  });
  const options = [...new Set([own, ...CURRENCIES])].map((code) => ({
    value: code,
    label: `${code} ${t(`common:currency.${code}`, { defaultValue: '' })}`,
  }));
  const fields: HeaderField[] = [
    {
      name: 'currency',
      label: t('finance:currency'),
      isRequired: true,
      control: (
        <Select
          options={options}
          showSearch
          onSelect={(code) => code === own && form.setFieldValue('rate', '1')}
        />
      ),
    },
  ];
  if (current && current !== own)
    fields.push({
      name: 'rate',
      label: t('finance:rate'),
      isRequired: true,
      control: <Input inputMode="decimal" />,
    });
  return fields;
}

/** Shows an amount of the head once it can no longer be changed. */
export function showAmount(currency: string) {
  return (value: HeaderValue) =>
    typeof value === 'string' ? <Amount value={value} currency={currency} symbol strong /> : '—';
}

export function nameOf(value: HeaderValue): string {
  return value && isReference(value) ? value.name : '—';
}
