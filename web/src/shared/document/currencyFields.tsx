import { Form, type FormInstance, Input, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompanyCurrency } from '@/app/session';
import type { HeaderField } from './types';

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
      label: t('document:column.currency'),
      isRequired: true,
      control: (
        <Select
          options={options}
          showSearch
          onSelect={(code) => form.setFieldValue('rate', code === own ? '1' : null)}
        />
      ),
    },
  ];
  if (current && current !== own)
    fields.push({
      name: 'rate',
      label: t('document:column.rate'),
      isRequired: true,
      control: <Input inputMode="decimal" />,
    });
  return fields;
}
