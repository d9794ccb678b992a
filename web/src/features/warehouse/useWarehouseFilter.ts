import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ListFilter } from '@/shared/list';
import { warehousesQuery } from '@/shared/select';

/** The filter by warehouse, with the warehouses the user may see. */
export function useWarehouseFilter(): ListFilter {
  const { t } = useTranslation();
  const { data = [] } = useQuery(warehousesQuery);
  return {
    kind: 'select',
    name: 'warehouse_id',
    label: t('document:column.warehouse'),
    options: data.map((warehouse) => ({ value: warehouse.id, label: warehouse.name })),
  };
}
