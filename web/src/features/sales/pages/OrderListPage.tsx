import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/app/session';
import { documentFilters, documentListColumns, ORDER_STATES } from '@/shared/document';
import { ListPage } from '@/shared/list';
import { listOrders, type OrderRow } from '../api';

export default function OrderListPage() {
  const { t, i18n } = useTranslation();
  const can = useCan();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  const columns = useMemo(
    () =>
      documentListColumns<OrderRow>({
        party: t('sales:customer'),
        warehouse: true,
        progress: ['delivery', 'invoicing'],
      }),
    [t, i18n.language],
  );
  return (
    <ListPage<OrderRow>
      id="sales.orders"
      title={t('sales:order.title')}
      queryKey={['sales', 'orders']}
      source={{ mode: 'keyset', load: listOrders }}
      columns={columns}
      filters={documentFilters(ORDER_STATES, { isMultiple: true, hasInvoicing: true })}
      rowKey={(row) => row.id}
      rowPath={(row) => `/sales/orders/${row.id}`}
      searchPlaceholder={t('sales:order.search')}
      create={
        can('sales.order.create') ? { label: t('sales:order.new'), path: '/sales/orders/new' } : undefined
      }
      empty={{ title: t('sales:order.none'), hint: t('sales:order.noneHint') }}
    />
  );
}
