import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import { useCompanyCurrency, useSeesCost } from '@/app/session';
import { documentKind, documentPath } from '@/shared/document';
import { type ListColumn, type ListFilter, ListPage, type ListQuery } from '@/shared/list';
import { Amount, Quantity } from '@/shared/money';
import { ItemSelect } from '@/shared/select';
import { useWarehouseFilter } from '../useWarehouseFilter';

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
        opening.data && (
          <div className="panel">
            {t('warehouse:itemLedger.opening')} <Quantity value={opening.data.opening.quantity} strong />{' '}
            {seesCost && <Amount value={opening.data.opening.value} currency={currency} symbol strong />}
          </div>
        )
      }
    />
  );
}

function ledgerColumns(t: (key: string) => string, seesCost: boolean): ListColumn<Row>[] {
  const columns: ListColumn<Row>[] = [
    { key: 'date', title: t('warehouse:itemLedger.date'), kind: 'date', isFixed: true },
    {
      key: 'origin',
      title: t('warehouse:itemLedger.document'),
      width: 280,
      render: (row) => <OriginLink origin={row.origin} />,
    },
    { key: 'quantity_in', title: t('warehouse:itemLedger.in'), kind: 'quantity' },
    { key: 'quantity_out', title: t('warehouse:itemLedger.out'), kind: 'quantity' },
    { key: 'balance_quantity', title: t('warehouse:itemLedger.balance'), kind: 'quantity' },
  ];
  if (!seesCost) return columns;
  return [
    ...columns,
    { key: 'value', title: t('warehouse:itemLedger.value'), kind: 'amount' },
    { key: 'balance_value', title: t('warehouse:itemLedger.balanceValue'), kind: 'amount' },
  ];
}

function OriginLink({ origin }: { origin: Row['origin'] }) {
  const { t } = useTranslation();
  const kind = documentKind(origin.kind);
  const path = documentPath(origin.kind, origin.id);
  const text = `${kind ? t(kind.label) : origin.kind} ${origin.number}`;
  return path ? <Link to={path}>{text}</Link> : <span>{text}</span>;
}
