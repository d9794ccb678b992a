import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import { useSeesCost } from '@/app/session';
import { type ListColumn, type ListFilter, ListPage, type ListQuery } from '@/shared/list';
import { warehousesQuery } from '@/shared/select';
import { useWarehouseFilter } from '../useWarehouseFilter';

type Row = components['schemas']['StockRow'];

function loadStock(query: ListQuery, signal: AbortSignal) {
  return unwrap(api.GET('/api/v1/warehouse/stock', { params: { query: query as never }, signal }));
}

/** What is where, what is promised, and what it is worth. A row leads to its movements. */
export default function StockPage() {
  const { t } = useTranslation();
  const seesCost = useSeesCost();
  const warehouse = useWarehouseFilter();
  const { data: warehouses } = useQuery(warehousesQuery);
  const columns = useMemo<ListColumn<Row>[]>(() => stockColumns(t, seesCost), [t, seesCost]);
  const filters: ListFilter[] = [
    warehouse,
    ...(['below_minimum', 'above_maximum', 'negative'] as const).map(
      (name): ListFilter => ({
        kind: 'select',
        name,
        label: t(`warehouse:stock.${name}`),
        options: [{ value: 'true', label: t(`warehouse:stock.${name}`) }],
        width: 120,
      }),
    ),
  ];
  return (
    <ListPage<Row>
      id="warehouse.stock"
      title={t('warehouse:stock.title')}
      queryKey={['warehouse', 'stock']}
      source={{ mode: 'keyset', load: loadStock }}
      columns={columns}
      filters={filters}
      rowKey={(row) => `${row.item.id}/${row.warehouse?.id ?? ''}`}
      rowPath={(row) => ledgerPath(row, warehouses?.length === 1)}
      searchPlaceholder={t('common:select.type')}
      empty={{ title: t('warehouse:stock.none') }}
    />
  );
}

/** Values run per company: whoever has one warehouse sees them, for one of several there are quantities only. */
function ledgerPath(row: Row, isOnlyWarehouse: boolean): string {
  const search = new URLSearchParams({ item_id: row.item.id });
  if (row.warehouse && !isOnlyWarehouse) search.set('warehouse_id', row.warehouse.id);
  return `/warehouse/item-ledger?${search}`;
}

function stockColumns(t: (key: string) => string, seesCost: boolean): ListColumn<Row>[] {
  const columns: ListColumn<Row>[] = [
    {
      key: 'code',
      title: t('warehouse:stock.code'),
      width: 104,
      isFixed: true,
      render: (row) => row.item.code,
    },
    {
      key: 'name',
      title: t('document:column.item'),
      width: 220,
      card: 'title',
      render: (row) => row.item.name,
    },
    {
      key: 'specification',
      title: t('document:column.specification'),
      width: 88,
      render: (row) => row.item.specification,
    },
    {
      key: 'warehouse',
      title: t('document:column.warehouse'),
      width: 88,
      render: (row) => row.warehouse?.name,
    },
    { key: 'unit', title: t('document:column.unit'), width: 52, render: (row) => row.unit.name },
    { key: 'on_hand', title: t('warehouse:stock.onHand'), kind: 'quantity', width: 88, card: 'figure' },
    { key: 'reserved', title: t('warehouse:stock.reserved'), kind: 'quantity', width: 80, folds: 'last' },
    { key: 'available', title: t('warehouse:stock.available'), kind: 'quantity', width: 88 },
    { key: 'min_stock', title: t('warehouse:stock.minimum'), kind: 'quantity', isHidden: true },
    { key: 'max_stock', title: t('warehouse:stock.maximum'), kind: 'quantity', isHidden: true },
  ];
  if (!seesCost) return columns;
  return [
    ...columns,
    { key: 'unit_cost', title: t('warehouse:stock.unitCost'), kind: 'price' },
    { key: 'value', title: t('warehouse:stock.value'), kind: 'amount' },
  ];
}
