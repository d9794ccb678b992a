import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { sum } from '@/shared/money';
import { isRightAligned, numberDisplay } from './display';
import type { LineStore } from './store';
import { type GridLine, type LineColumn, type NumberFormat, textOf } from './types';

/** The live sums below the lines; they subscribe to the lines, the lines do not know them. */
export function GridTotals({
  store,
  columns,
  currency,
}: {
  store: LineStore;
  columns: readonly LineColumn[];
  currency: string;
}) {
  const { t } = useTranslation();
  const order = useStore(store, (state) => state.order);
  const byKey = useStore(store, (state) => state.byKey);
  const isReadOnly = useStore(store, (state) => state.isReadOnly);
  if (!columns.some((column) => column.hasTotal)) return null;
  const lines = order.flatMap((key) => byKey[key] ?? []);
  return (
    <div role="row" className="grid-row grid-totals">
      <div role="rowheader" className="grid-cell grid-number">
        {t('grid:total')}
      </div>
      {columns.map((column) => (
        <div
          key={column.key}
          role="gridcell"
          className={isRightAligned(column) ? 'grid-cell is-right' : 'grid-cell'}
          data-label={column.title}
        >
          {column.hasTotal && numberDisplay(columnSum(column, lines), formatOf(column), currency)}
        </div>
      ))}
      {!isReadOnly && <div role="gridcell" className="grid-cell" />}
    </div>
  );
}

function columnSum(column: LineColumn, lines: readonly GridLine[]): string {
  return sum(
    lines.map((line) => (column.kind === 'computed' ? column.compute(line) : textOf(line[column.key]))),
  ).toFixed();
}

function formatOf(column: LineColumn): NumberFormat {
  if (column.kind === 'number') return column.format;
  return column.kind === 'computed' && column.format !== 'text' ? column.format : 'quantity';
}
