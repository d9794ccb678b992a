import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { manualAccountsQuery } from '../closingApi';

interface Props {
  value?: string;
  onChange: (accountId: string | undefined) => void;
}

/** One of the accounts that a voucher by hand may name. */
export function LeafAccountSelect({ value, onChange }: Props) {
  const { t } = useTranslation();
  const { data = [], isPending } = useQuery(manualAccountsQuery);
  return (
    <Select
      aria-label={t('finance:account')}
      placeholder={t('finance:account')}
      style={{ width: 220 }}
      loading={isPending}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={data.length > 0 ? value : undefined}
      options={data.map((account) => ({ value: account.id, label: `${account.code} ${account.name}` }))}
      onChange={(id: string | undefined) => onChange(id)}
    />
  );
}
