import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '@/api/client';
import { useCan, useSeesCost } from '@/app/session';
import { documentPath, OriginLink } from '@/shared/document';
import { type ListColumn, ListPage, type ListQuery } from '@/shared/list';
import { DecideDifferences } from '../components/DecideDifferences';
import type { Difference } from '../deciding';
import { useWarehouseFilter } from '../useWarehouseFilter';

function load(query: ListQuery, signal: AbortSignal) {
  return unwrap(api.GET('/api/v1/warehouse/differences', { params: { query: query as never }, signal }));
}

/** What stocktakes and transfers left in 待处理财产损溢; whoever may ticks rows and decides where they belong. */
export default function DifferencesPage() {
  const { t } = useTranslation();
  const can = useCan();
  const seesCost = useSeesCost();
  const warehouse = useWarehouseFilter();
  const [chosen, setChosen] = useState<{ rows: Difference[]; clear: () => void } | null>(null);
  const columns = useMemo(() => differenceColumns(t, seesCost), [t, seesCost]);
  return (
    <>
      <ListPage<Difference>
        id="warehouse.differences"
        title={t('warehouse:difference.title')}
        queryKey={['warehouse', 'differences']}
        source={{ mode: 'keyset', load }}
        columns={columns}
        filters={[warehouse]}
        rowKey={(row) => row.id}
        rowPath={(row) => documentPath(row.document.kind, row.document.id) ?? ''}
        searchPlaceholder={t('warehouse:difference.search')}
        bulkActions={
          can('warehouse.difference.resolve')
            ? (ticked) => (
                <Button type="primary" onClick={() => setChosen(ticked)}>
                  {t('warehouse:difference.resolve')}
                </Button>
              )
            : undefined
        }
        empty={{ title: t('warehouse:difference.none'), hint: t('warehouse:difference.noneHint') }}
      />
      {chosen && (
        <DecideDifferences
          differences={chosen.rows}
          onClose={() => setChosen(null)}
          onDone={() => {
            chosen.clear();
            setChosen(null);
          }}
        />
      )}
    </>
  );
}

function differenceColumns(
  t: (key: string, values?: Record<string, unknown>) => string,
  seesCost: boolean,
): ListColumn<Difference>[] {
  const columns: (ListColumn<Difference> | false)[] = [
    { key: 'code', title: t('warehouse:stock.code'), width: 104, render: (row) => row.item.code },
    {
      key: 'name',
      title: t('document:column.item'),
      width: 200,
      card: 'title',
      render: (row) => row.item.name,
    },
    {
      key: 'direction',
      title: t('warehouse:difference.direction'),
      width: 70,
      render: (row) => t(`warehouse:difference.${row.direction}`),
    },
    {
      key: 'quantity',
      title: t('warehouse:difference.quantity'),
      kind: 'quantity',
      card: seesCost ? undefined : 'figure',
    },
    { key: 'unit', title: t('document:column.unit'), width: 60, render: (row) => row.unit.name },
    seesCost && { key: 'value', title: t('warehouse:difference.value'), kind: 'amount', card: 'figure' },
    {
      key: 'document',
      title: t('warehouse:difference.document'),
      width: 190,
      render: (row) => <OriginLink origin={row.document} />,
    },
    {
      key: 'warehouse',
      title: t('document:column.warehouse'),
      width: 100,
      render: (row) => row.warehouse?.name,
    },
    { key: 'business_date', title: t('document:column.date'), kind: 'date' },
    {
      key: 'age_days',
      title: t('warehouse:difference.age'),
      width: 90,
      render: (row) => t('warehouse:difference.days', { count: row.age_days }),
    },
  ];
  return columns.filter((column) => column !== false);
}
