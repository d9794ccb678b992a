import { useQuery } from '@tanstack/react-query';
import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { accountsQuery } from '../api';
import { firstDay, periodCode } from '../periods';
import './ledger.css';

interface AccountSelectProps {
  value?: string;
  onChange: (accountId: string | undefined) => void;
  allowClear?: boolean;
}

/** One account of the chart, found by code or name. */
export function AccountSelect({ value, onChange, allowClear = true }: AccountSelectProps) {
  const { t } = useTranslation();
  const { data = [], isPending } = useQuery(accountsQuery);
  return (
    <Select
      aria-label={t('ledger:account')}
      placeholder={t('ledger:account')}
      style={{ width: 260 }}
      loading={isPending}
      allowClear={allowClear}
      showSearch={{ optionFilterProp: 'label' }}
      value={data.length > 0 ? value : undefined}
      options={data.map((account) => ({ value: account.id, label: `${account.code} ${account.name}` }))}
      onChange={(id: string | undefined) => onChange(id)}
    />
  );
}

/** One accounting month. */
export function PeriodPicker({ value, onChange }: { value: number; onChange: (code: number) => void }) {
  const { t } = useTranslation();
  return (
    <DatePicker
      picker="month"
      aria-label={t('ledger:period')}
      allowClear={false}
      value={dayjs(firstDay(value))}
      onChange={(month) => month && onChange(periodCode(month.format('YYYY-MM')))}
    />
  );
}

interface PeriodRangeProps {
  from: number;
  to: number;
  onChange: (from: number, to: number) => void;
}

/** From one accounting month to another. */
export function PeriodRange({ from, to, onChange }: PeriodRangeProps) {
  const { t } = useTranslation();
  return (
    <DatePicker.RangePicker
      picker="month"
      aria-label={t('ledger:period')}
      allowClear={false}
      value={[dayjs(firstDay(from)), dayjs(firstDay(to))]}
      onChange={(range) => {
        const [first, last] = range ?? [];
        if (first && last) onChange(periodCode(first.format('YYYY-MM')), periodCode(last.format('YYYY-MM')));
      }}
    />
  );
}
