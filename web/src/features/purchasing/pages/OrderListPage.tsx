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
        party: t('purchasing:supplier'),
        warehouse: true,
        progress: ['delivery', 'invoicing'],
        isReceiving: true,
      }),
    [t, i18n.language],
  );
  return (
    <ListPage<OrderRow>
      id="purchasing.orders"
      title={t('purchasing:order.title')}
      queryKey={['purchasing', 'orders']}
      source={{ mode: 'keyset', load: listOrders }}
      columns={columns}
      filters={documentFilters(ORDER_STATES, { isMultiple: true, hasInvoicing: true })}
      rowKey={(row) => row.id}
      rowPath={(row) => `/purchasing/orders/${row.id}`}
      searchPlaceholder={t('purchasing:order.search')}
      create={
        can('purchasing.order.create')
          ? { label: t('purchasing:order.new'), path: '/purchasing/orders/new' }
          : undefined
      }
      empty={{ title: t('purchasing:order.none'), hint: t('purchasing:order.noneHint') }}
    />
  );
}
