import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import { useCan } from '@/app/session';
import { DocumentPage, documentFilters, documentListColumns } from '@/shared/document';
import { type ListColumn, ListPage, type ListQuery } from '@/shared/list';
import { Resolutions } from '../components/Resolutions';
import { TransferSteps } from '../components/TransferSteps';
import { transfer } from '../transferDefinition';
import { useWarehouseFilter } from '../useWarehouseFilter';

type Row = components['schemas']['TransferHeader'];
const STATES = ['draft', 'in_progress', 'completed', 'closed', 'reversed', 'cancelled'];

function load(query: ListQuery, signal: AbortSignal) {
  return unwrap(api.GET('/api/v1/warehouse/transfers', { params: { query: query as never }, signal }));
}

export function TransferListPage() {
  const { t } = useTranslation();
  const can = useCan();
  const warehouse = useWarehouseFilter();
  const columns = useMemo<ListColumn<Row>[]>(() => {
    const [number, date, ...rest] = documentListColumns<Row>({
      amount: false,
      progress: ['delivery'],
      isReceiving: true,
    });
    const own: ListColumn<Row>[] = [
      {
        key: 'from',
        title: t('warehouse:transfer.from'),
        width: 130,
        render: (row) => row.warehouse?.name,
      },
      { key: 'to', title: t('warehouse:transfer.to'), width: 130, render: (row) => row.to_warehouse.name },
      {
        key: 'way',
        title: t('warehouse:transfer.way'),
        width: 90,
        render: (row) => t(`warehouse:transfer.${row.via_transit ? 'twoSteps' : 'oneStep'}`),
      },
    ];
    return [number, date, ...own, ...rest].filter((column) => column !== undefined);
  }, [t]);
  const title = t('warehouse:transfer.title');
  return (
    <ListPage<Row>
      id="warehouse.transfers"
      title={title}
      queryKey={['warehouse', 'transfers']}
      source={{ mode: 'keyset', load }}
      columns={columns}
      filters={[...documentFilters(STATES, { isMultiple: true }), warehouse]}
      rowKey={(row) => row.id}
      rowPath={(row) => `/warehouse/transfers/${row.id}`}
      create={
        can('warehouse.transfer.create')
          ? { label: t('warehouse:new', { name: title }), path: '/warehouse/transfers/new' }
          : undefined
      }
      empty={{ title: t('warehouse:none', { name: title }), hint: t('warehouse:transfer.noneHint') }}
    />
  );
}

export function TransferPage() {
  const { id = 'new' } = useParams();
  return (
    <>
      <DocumentPage definition={transfer} />
      {id !== 'new' && <TransferSteps key={id} id={id} />}
      {id !== 'new' && <Resolutions key={`resolutions-${id}`} documentId={id} />}
    </>
  );
}
