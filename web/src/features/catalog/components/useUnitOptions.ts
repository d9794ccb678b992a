import { useQuery } from '@tanstack/react-query';
import { Form } from 'antd';
import { unitsQuery } from '../api';
import type { ItemValues } from '../itemForm';

/** The units the item has on its form at this moment: the base unit and its packs. */
export function useUnitOptions(): { value: string; label: string }[] {
  const { data: units = [] } = useQuery(unitsQuery);
  const baseUnit = Form.useWatch<ItemValues['base_unit_id'] | undefined>('base_unit_id');
  const packs = Form.useWatch<ItemValues['packs'] | undefined>('packs') ?? [];
  const wanted = [baseUnit, ...packs.map((pack) => pack?.unit_id)];
  return wanted.flatMap((id) => {
    const unit = units.find((known) => known.id === id);
    return unit ? [{ value: unit.id, label: unit.name }] : [];
  });
}
