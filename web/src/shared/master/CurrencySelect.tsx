import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

const CURRENCIES = ['CNY', 'USD', 'EUR', 'GBP', 'HKD', 'JPY', 'SGD', 'AUD', 'CAD'] as const;

interface CurrencySelectProps {
  id?: string;
  value?: string;
  onChange?: (code: string) => void;
  disabled?: boolean;
  'aria-label'?: string;
}

/** Currencies in common use; any other that a record already has stays in the list. */
export function CurrencySelect({ value, ...props }: CurrencySelectProps) {
  const { t } = useTranslation();
  const known: readonly string[] = CURRENCIES;
  const codes = value && !known.includes(value) ? [...known, value] : known;
  return (
    <Select
      {...props}
      value={value}
      showSearch={{ optionFilterProp: 'label' }}
      options={codes.map((code) => ({
        value: code,
        label: `${code} ${t(`common:currency.${code}`, { defaultValue: '' })}`.trim(),
      }))}
    />
  );
}
