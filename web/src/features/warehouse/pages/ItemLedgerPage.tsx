import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import { useCompanyCurrency, useSeesCost } from '@/app/session';
import { OriginLink } from '@/shared/document';
import { type ListColumn, type ListFilter, ListPage, type ListQuery } from '@/shared/list';
import { Amount, Price, Quantity } from '@/shared/money';
import { ItemSelect } from '@/shared/select';
import { unitCost, unlessZero, valueSides } from '../itemLedger';
import { useWarehouseFilter } from '../useWarehouseFilter';
import '../warehouse.css';

type LedgerPage = components['schemas']['ItemLedgerPage'];
type Row = LedgerPage['items'][number];

function loadLedger(query: ListQuery, signal: AbortSignal): Promise<LedgerPage> {
  return unwrap(api.GET('/api/v1/warehouse/item-ledger', { params: { query: query as never }, signal }));
}

/** Every movement of one item with the running quantity and value; each leads to its document. */
export default function ItemLedgerPage() {
  const { t } = useTranslation();
  const seesCost = useSeesCost();
  const currency = useCompanyCurrency();
  const [search] = useSearchParams();
  const itemId = search.get('item_id');
  const warehouse = useWarehouseFilter();
  const opening = useQuery({
    queryKey: ['warehouse', 'item-ledger', 'opening', search.toString()],
    enabled: itemId !== null,
    queryFn: ({ signal }) => loadLedger({ ...Object.fromEntries(search), limit: '1' }, signal),
  });
  const columns = useMemo<ListColumn<Row>[]>(() => ledgerColumns(t, seesCost), [t, seesCost]);
  const item = opening.data?.item;
  const filters: ListFilter[] = [
    {
      kind: 'custom',
      name: 'item_id',
      label: t('document:column.item'),
      render: (_value, onChange) => (
        <ItemSelect
          aria-label={t('document:column.item')}
          style={{ width: 280 }}
          value={item ? ({ ...item, specification: item.specification ?? '' } as never) : null}
          onChange={(chosen) => onChange(chosen?.id)}
        />
      ),
    },
    warehouse,
    { kind: 'dates', from: 'date_from', to: 'date_to', label: t('document:column.date') },
  ];
  const source = {
    mode: 'keyset' as const,
    load: async (query: ListQuery, signal: AbortSignal) =>
      query.item_id ? loadLedger(query, signal) : { items: [] as Row[], next_cursor: null },
  };
  return (
    <ListPage<Row>
      id="warehouse.item-ledger"
      title={
        item
          ? `${t('warehouse:itemLedger.title')} · ${item.code} ${item.name}`
          : t('warehouse:itemLedger.title')
      }
      queryKey={['warehouse', 'item-ledger']}
      source={source}
      columns={columns}
      filters={filters}
      hasSearch={false}
      rowKey={(row) => row.id}
      empty={{ title: itemId === null ? t('warehouse:itemLedger.choose') : undefined }}
      summary={
        opening.data &&
        search.get('date_from') && (
          <dl className="panel ledger-opening">
            <div>
              <dt>{t('warehouse:itemLedger.openingQuantity')}</dt>
              <dd>
                <Quantity value={opening.data.opening.quantity} strong />
              </dd>
            </div>
            {opening.data.opening.value && (
              <div>
                <dt>{t('warehouse:itemLedger.openingValue')}</dt>
                <dd>
                  <Amount value={opening.data.opening.value} currency={currency} symbol strong />
                </dd>
              </div>
            )}
          </dl>
        )
      }
    />
  );
}

/** Received, issued and left, each with its value where it may be seen. */
function ledgerColumns(t: (key: string) => string, seesCost: boolean): ListColumn<Row>[] {
  const value = (
    key: string,
    title: string,
    read: (row: Row) => string | null | undefined,
  ): ListColumn<Row>[] =>
    seesCost
      ? [{ key, title, kind: 'amount', width: 110, render: (row) => <Amount value={read(row)} /> }]
      : [];
  const quantity = (key: 'quantity_in' | 'quantity_out', title: string): ListColumn<Row> => ({
    key,
    title,
    kind: 'quantity',
    width: 84,
    render: (row) => <Quantity value={unlessZero(row[key])} />,
  });
  return [
    { key: 'date', title: t('warehouse:itemLedger.date'), kind: 'date', width: 100 },
    {
      key: 'origin',
      title: t('warehouse:itemLedger.document'),
      width: 190,
      card: 'title',
      render: (row) => <OriginOfMove origin={row.origin} kind={row.kind} />,
    },
    quantity('quantity_in', t('warehouse:itemLedger.in')),
    ...value('value_in', t('warehouse:itemLedger.valueIn'), (row) => valueSides(row).received),
    quantity('quantity_out', t('warehouse:itemLedger.out')),
    ...value('value_out', t('warehouse:itemLedger.valueOut'), (row) => valueSides(row).issued),
    {
      key: 'balance_quantity',
      title: t('warehouse:itemLedger.balance'),
      kind: 'quantity',
      width: 90,
      card: 'figure',
    },
    ...(seesCost
      ? [
          {
            key: 'unit_cost',
            title: t('warehouse:itemLedger.unitCost'),
            kind: 'price' as const,
            width: 90,
            render: (row: Row) => <Price value={unitCost(row)} />,
          },
        ]
      : []),
    ...value('balance_value', t('warehouse:itemLedger.balanceValue'), (row) => row.balance_value),
  ];
}

function OriginOfMove({ origin, kind: reason }: Pick<Row, 'origin' | 'kind'>) {
  const { t } = useTranslation();
  return (
    <>
      <OriginLink origin={origin} />
      {reason !== 'move' && <small className="ledger-kind">{t(`warehouse:itemLedger.kind.${reason}`)}</small>}
    </>
  );
}
