import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import { useCan, useSeesCost } from '@/app/session';
import { DocumentPage, documentFilters, documentListColumns } from '@/shared/document';
import { type ListColumn, ListPage, type ListQuery } from '@/shared/list';
import { Resolutions } from '../components/Resolutions';
import { stocktake } from '../stocktakeDefinition';
import { useWarehouseFilter } from '../useWarehouseFilter';

type Row = components['schemas']['StocktakeHeader'];
const STATES = ['draft', 'in_progress', 'submitted', 'approved', 'posted', 'closed', 'reversed', 'cancelled'];

function load(query: ListQuery, signal: AbortSignal) {
  return unwrap(api.GET('/api/v1/warehouse/stocktakes', { params: { query: query as never }, signal }));
}

export function StocktakeListPage() {
  const { t } = useTranslation();
  const can = useCan();
  const seesCost = useSeesCost();
  const warehouse = useWarehouseFilter();
  const columns = useMemo<ListColumn<Row>[]>(() => {
    const shared = documentListColumns<Row>({ amount: false, warehouse: true }).filter(
      (column) => column.key !== 'quantity' && column.key !== 'reference',
    );
    const own: ListColumn<Row>[] = [
      {
        key: 'blind',
        title: t('warehouse:stocktake.mode'),
        width: 90,
        render: (row) => t(`warehouse:stocktake.${row.blind ? 'blind' : 'open'}`),
      },
    ];
    if (seesCost) own.push({ key: 'value', title: t('warehouse:stocktake.value'), kind: 'amount' });
    return [...shared.slice(0, 4), ...own, ...shared.slice(4)];
  }, [t, seesCost]);
  const title = t('warehouse:stocktake.title');
  return (
    <ListPage<Row>
      id="warehouse.stocktakes"
      title={title}
      queryKey={['warehouse', 'stocktakes']}
      source={{ mode: 'keyset', load }}
      columns={columns}
      filters={[...documentFilters(STATES, { isMultiple: true }), warehouse]}
      rowKey={(row) => row.id}
      rowPath={(row) => `/warehouse/stocktakes/${row.id}`}
      create={
        can('warehouse.stocktake.create')
          ? { label: t('warehouse:new', { name: title }), path: '/warehouse/stocktakes/new' }
          : undefined
      }
      empty={{ title: t('warehouse:none', { name: title }), hint: t('warehouse:stocktake.noneHint') }}
    />
  );
}

export function StocktakePage() {
  const { id = 'new' } = useParams();
  return (
    <>
      <DocumentPage definition={stocktake} />
      {id !== 'new' && <Resolutions key={id} documentId={id} />}
    </>
  );
}
