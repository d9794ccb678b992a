import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { bookLedgersQuery } from '../closingApi';

interface Props {
  value?: string;
  onChange: (ledgerId: string | undefined) => void;
}

/** One ledger, the primary one where none is named; nothing where there is only one. */
export function LedgerPicker({ value, onChange }: Props) {
  const { t } = useTranslation();
  const { data = [] } = useQuery(bookLedgersQuery);
  if (data.length < 2) return null;
  return (
    <Select
      aria-label={t('finance:manual_voucher.ledger')}
      value={value ?? data.find((ledger) => ledger.is_primary)?.id}
      options={data.map((ledger) => ({ value: ledger.id, label: ledger.name }))}
      onChange={onChange}
    />
  );
}
