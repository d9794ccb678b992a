import { useTranslation } from 'react-i18next';
import { findCustomers, findSuppliers, type PartyChoice, RemoteSelect } from '@/shared/select';

interface LiableSelectProps {
  value: { id: string; name: string } | null;
  onChange: (value: { id: string; name: string } | null) => void;
}

/** Who owes for a loss: a carrier, a supplier, a customer; people of the house are parties too. */
export function LiableSelect({ value, onChange }: LiableSelectProps) {
  const { t } = useTranslation();
  return (
    <RemoteSelect<PartyChoice>
      name="parties"
      find={findParties}
      aria-label={t('warehouse:difference.party')}
      placeholder={t('warehouse:difference.party')}
      value={value as PartyChoice | null}
      onChange={(party) => onChange(party && { id: party.id, name: party.name })}
    />
  );
}

async function findParties(text: string, signal: AbortSignal): Promise<PartyChoice[]> {
  const found = await Promise.all([findSuppliers(text, signal), findCustomers(text, signal)]);
  return [...new Map(found.flat().map((party) => [party.id, party])).values()];
}
