import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { components } from '@/api/schema';
import { useReachable } from '@/app/useReachable';
import { EmptyState } from '@/shared/feedback';
import { DataTable, type ListColumn } from '@/shared/list';
import { Quantity } from '@/shared/money';
import { shortage } from '../figures';

type Workbench = components['schemas']['Workbench'];
type TopItem = Workbench['top_items'][number];
type LowItem = Workbench['below_minimum']['items'][number];

/** What sold best; a row leads to the item. */
export function TopItems({ items }: { items: readonly TopItem[] }) {
  const { t } = useTranslation();
  const reachable = useReachable();
  const columns = useMemo<ListColumn<TopItem>[]>(
    () => [
      { key: 'name', title: t('reporting:top.item'), width: 170, render: (row) => <Item {...row} /> },
      { key: 'quantity', title: t('reporting:top.quantity'), kind: 'quantity', width: 76 },
      { key: 'net', title: t('reporting:top.net'), kind: 'amount', width: 106 },
    ],
    [t],
  );
  const canOpen = reachable('/catalog/items');
  return (
    <section className="panel" aria-labelledby="workbench-top">
      <h2 id="workbench-top">{t('reporting:top.title')}</h2>
      {items.length === 0 ? (
        <EmptyState title={t('reporting:top.none')} />
      ) : (
        <DataTable
          label={t('reporting:top.title')}
          columns={columns}
          rows={items}
          rowKey={(row) => row.id}
          rowPath={canOpen === undefined ? undefined : (row) => `/catalog/items/${row.id}`}
        />
      )}
    </section>
  );
}

/** What has to be bought, the emptiest first. */
export function BelowMinimum({ below }: { below: Workbench['below_minimum'] }) {
  const { t } = useTranslation();
  const reachable = useReachable();
  const columns = useMemo<ListColumn<LowItem>[]>(
    () => [
      { key: 'name', title: t('reporting:top.item'), width: 150, render: (row) => <Item {...row} /> },
      { key: 'on_hand', title: t('reporting:below.onHand'), kind: 'quantity', width: 84 },
      { key: 'min_stock', title: t('reporting:below.minimum'), kind: 'quantity', width: 84 },
      {
        key: 'shortage',
        title: t('reporting:below.shortage'),
        kind: 'quantity',
        width: 84,
        render: (row) => <Quantity value={shortage(row.min_stock, row.on_hand)} strong />,
      },
    ],
    [t],
  );
  const all = reachable('/warehouse/stock?below_minimum=true');
  const canOpen = reachable('/warehouse/item-ledger');
  return (
    <section className="panel" aria-labelledby="workbench-below">
      <h2 id="workbench-below" className="workbench-heading">
        {t('reporting:below.title')}
        {below.count > 0 && <small>{t('reporting:below.count', { count: below.count })}</small>}
        {below.count > below.items.length && all && <Link to={all}>{t('reporting:below.all')}</Link>}
      </h2>
      {below.count === 0 ? (
        <EmptyState title={t('reporting:below.none')} hint={t('reporting:below.noneHint')} />
      ) : (
        <DataTable
          label={t('reporting:below.title')}
          columns={columns}
          rows={below.items}
          rowKey={(row) => row.id}
          rowPath={canOpen === undefined ? undefined : (row) => `/warehouse/item-ledger?item_id=${row.id}`}
        />
      )}
    </section>
  );
}

function Item({ code, name }: { code: string; name: string }) {
  return (
    <span title={name}>
      {name} <small className="workbench-quiet">{code}</small>
    </span>
  );
}
