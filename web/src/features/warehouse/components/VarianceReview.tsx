import { SearchOutlined } from '@ant-design/icons';
import { Input, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompanyCurrency, useSeesCost } from '@/app/session';
import { EmptyState } from '@/shared/feedback';
import { DataTable, type ListColumn } from '@/shared/list';
import { Amount, formatQuantity, isNegative, Quantity } from '@/shared/money';
import { type CountView, linesOf, varianceSums } from '../counting';
import type { Stocktake } from '../stocktakeDefinition';
import { LinePages, usePage } from './LinePages';
import { stocktakeColumns } from './stocktakeColumns';
import '../warehouse.css';

type Line = Stocktake['lines'][number];

/** What was counted against the books: gains and losses first, each with its value once posted. */
export function VarianceReview({ stocktake }: { stocktake: Stocktake }) {
  const { t } = useTranslation();
  const seesCost = useSeesCost();
  const currency = useCompanyCurrency();
  const isPlanned = stocktake.state === 'draft';
  const sums = useMemo(() => varianceSums(stocktake.lines), [stocktake.lines]);
  const differing = sums.gains + sums.losses;
  const [view, setView] = useState<CountView>(isPlanned || differing === 0 ? 'all' : 'differing');
  const [search, setSearch] = useState('');
  const shown = useMemo(() => linesOf(stocktake.lines, view, search), [stocktake.lines, view, search]);
  const page = usePage(shown, `${view}/${search}`);
  const isPosted = ['posted', 'closed', 'reversed'].includes(stocktake.state);
  const waiting = stocktake.lines.filter((line) => line.waiting_quantity).length;
  const columns = useMemo(
    () => reviewColumns(t, stocktake, seesCost && isPosted),
    [t, stocktake, seesCost, isPosted],
  );
  const views = isPlanned ? (['all'] as const) : (['differing', 'all'] as const);
  return (
    <div className="counting">
      {isPlanned && (
        <p className="field-note">{t('warehouse:stocktake.planned', { count: stocktake.lines.length })}</p>
      )}
      {!isPlanned && (
        <dl className="counting-sums">
          <Sum name={t('warehouse:stocktake.gains')} value={String(sums.gains)} />
          <Sum name={t('warehouse:stocktake.losses')} value={String(sums.losses)} />
          <Sum name={t('warehouse:stocktake.equal')} value={String(sums.equal)} />
          {waiting > 0 && <Sum name={t('warehouse:difference.waiting')} value={String(waiting)} />}
          {isPosted && seesCost && (
            <div>
              <dt>{t('warehouse:stocktake.value')}</dt>
              <dd>
                <Amount value={stocktake.value ?? sums.value} symbol strong currency={currency} />
              </dd>
            </div>
          )}
        </dl>
      )}
      <div className="counting-tools">
        {views.length > 1 && (
          <Segmented<CountView>
            value={view}
            onChange={setView}
            options={views.map((value) => ({ value, label: t(`warehouse:stocktake.view.${value}`) }))}
          />
        )}
        <Input
          allowClear
          value={search}
          prefix={<SearchOutlined />}
          placeholder={t('warehouse:stocktake.search')}
          aria-label={t('warehouse:stocktake.search')}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyState
          title={view === 'differing' && search === '' ? t('warehouse:stocktake.noDifference') : undefined}
          isFiltered={search !== ''}
          onClearFilters={() => setSearch('')}
        />
      ) : (
        <DataTable
          label={t('document:lines')}
          columns={columns}
          rows={page.rows}
          rowKey={(line) => line.id}
          heightMax={620}
        />
      )}
      <LinePages page={page} />
    </div>
  );
}

function Sum({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Quantity value={value} strong />
      </dd>
    </div>
  );
}

function reviewColumns(
  t: (key: string) => string,
  stocktake: Stocktake,
  hasValue: boolean,
): ListColumn<Line>[] {
  const isPlanned = stocktake.state === 'draft';
  const columns: (ListColumn<Line> | false)[] = [
    ...stocktakeColumns(t, stocktake),
    !isPlanned && { key: 'book_quantity', title: t('warehouse:stocktake.book'), kind: 'quantity' },
    !isPlanned && { key: 'counted_quantity', title: t('warehouse:stocktake.counted'), kind: 'quantity' },
    !isPlanned && {
      key: 'variance',
      title: t('warehouse:stocktake.variance'),
      kind: 'quantity',
      width: 120,
      render: (line) => <Variance value={line.variance ?? null} />,
    },
    stocktake.lines.some((line) => line.waiting_quantity) && {
      key: 'waiting_quantity',
      title: t('warehouse:difference.quantity'),
      kind: 'quantity',
    },
    hasValue && { key: 'value', title: t('warehouse:stocktake.value'), kind: 'amount' },
  ];
  return columns.filter((column) => column !== false);
}

/** A gain with a plus, a loss with a minus: colour is never the only sign. */
function Variance({ value }: { value: string | null }) {
  if (value === null) return null;
  if (Number(value) === 0) return <span className="number">0</span>;
  if (isNegative(value)) return <Quantity value={value} />;
  return <span className="number variance-gain">+{formatQuantity(value)}</span>;
}
