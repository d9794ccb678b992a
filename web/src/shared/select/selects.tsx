import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  findCustomers,
  findItems,
  findSuppliers,
  type ItemChoice,
  type PartyChoice,
  type WarehouseChoice,
  warehousesQuery,
} from './masters';
import { ChoiceLine, RemoteSelect, type RemoteSelectProps } from './RemoteSelect';

/** Selects of master records. Their value is the whole record, so that forms can show and use it without asking again. */

export function ItemSelect(props: RemoteSelectProps<ItemChoice>) {
  return (
    <RemoteSelect<ItemChoice>
      {...props}
      name="items"
      find={(text, signal) => findItems(text, signal)}
      describe={(item) => <ChoiceLine choice={item} note={item.specification || undefined} />}
    />
  );
}

export function CustomerSelect(props: RemoteSelectProps<PartyChoice>) {
  return <RemoteSelect<PartyChoice> {...props} name="customers" find={findCustomers} />;
}

export function SupplierSelect(props: RemoteSelectProps<PartyChoice>) {
  return <RemoteSelect<PartyChoice> {...props} name="suppliers" find={findSuppliers} />;
}

export function PartySelect({
  role,
  ...props
}: RemoteSelectProps<PartyChoice> & { role: 'customer' | 'supplier' }) {
  return role === 'customer' ? <CustomerSelect {...props} /> : <SupplierSelect {...props} />;
}

/** Warehouses are few: all of them are offered at once. */
export function WarehouseSelect({ value, onChange, ...props }: RemoteSelectProps<WarehouseChoice>) {
  const { t } = useTranslation();
  const { data = [], isPending } = useQuery(warehousesQuery);
  const options = data.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }));
  if (value && !data.some((warehouse) => warehouse.id === value.id))
    options.push({ value: value.id, label: value.name });
  return (
    <Select
      {...props}
      placeholder={props.placeholder ?? t('common:select.warehouse')}
      showSearch={{ optionFilterProp: 'label' }}
      loading={isPending}
      value={value?.id}
      options={options}
      onChange={(id: string | undefined) => onChange?.(data.find((warehouse) => warehouse.id === id) ?? null)}
    />
  );
}
