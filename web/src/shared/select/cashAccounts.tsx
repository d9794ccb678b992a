import { queryOptions, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import { Amount } from '@/shared/money';
import './select.css';

export type CashAccount = components['schemas']['CashAccountOut'];

/** Cash and bank accounts with what is on them: few enough to hold. */
export const cashAccountsQuery = queryOptions({
  queryKey: ['finance', 'cash-accounts', 'list'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/finance/cash-accounts', { signal }))).items,
});

interface CashAccountSelectProps {
  id?: string;
  value?: { id: string; name: string } | null;
  onChange?: (value: CashAccount | null) => void;
}

/** Cash and bank accounts with what is on them. */
export function CashAccountSelect({ id, value, onChange }: CashAccountSelectProps) {
  const { t } = useTranslation();
  const { data = [], isPending } = useQuery(cashAccountsQuery);
  const known = new Map(data.map((account) => [account.id, account]));
  return (
    <Select
      id={id}
      placeholder={t('finance:cashAccount')}
      loading={isPending}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={value?.id}
      labelRender={() => value?.name ?? ''}
      popupMatchSelectWidth={300}
      options={data.map((account) => ({
        value: account.id,
        label: `${account.code} ${account.name}`,
        account,
      }))}
      optionRender={({ data: { account, label } }) => (
        <span className="cash-choice">
          <span>{label}</span>
          <Amount value={account.balance} currency={account.currency} symbol />
        </span>
      )}
      onChange={(chosen: string | undefined) => onChange?.((chosen && known.get(chosen)) || null)}
    />
  );
}
