import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import { Checkbox } from 'antd';
import { type CSSProperties, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompanyCurrency } from '@/app/session';
import {
  cardPlaces,
  cellClass,
  cellContent,
  columnWidth,
  fitColumns,
  isRightAligned,
  type ListColumn,
} from './columns';
import { type RowsOfTable, TableRow } from './TableRow';
import { useRoom } from './useRoom';
import './table.css';

interface DataTableProps<Row extends object> extends RowsOfTable<Row> {
  /** What the rows are, for screen readers. */
  label: string;
  rows: readonly Row[];
  rowKey: (row: Row, index: number) => string;
  /** The order in the words of the API: `-date` is newest first. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** Sums from the server, by column key. */
  totals?: Record<string, string | null | undefined>;
  /** The height at which the table scrolls by itself, with head and totals in sight. */
  heightMax?: number;
}

const SELECTION_WIDTH = 40;

/**
 * A plain table: real rows and cells, head and totals that stay in sight, rows that open their record. Columns that there
 * is no room for fold away below the widest text of their row.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, selection, totals } = props;
  const frame = useRef<HTMLElement>(null);
  const room = useRoom(frame);
  const beside = selection ? SELECTION_WIDTH : 0;
  const { shown: columns, folded } = useMemo(
    () => fitColumns(props.columns, room - beside),
    [props.columns, room, beside],
  );
  const width = columns.reduce((sum, column) => sum + columnWidth(column), beside);
  const shown = { ...props, columns };
  return (
    // What scrolls must be reachable by keyboard, hence the tab stop.
    <section
      ref={frame}
      className="data-table"
      aria-label={props.label}
      tabIndex={0}
      style={{ maxHeight: props.heightMax, '--table-width': `${width}px` } as CSSProperties}
    >
      <table aria-label={props.label}>
        <colgroup>
          {selection && <col style={{ width: SELECTION_WIDTH }} />}
          {columns.map((column) => (
            <col key={column.key} style={{ width: columnWidth(column) }} />
          ))}
        </colgroup>
        <TableHead {...shown} />
        <tbody>
          {rows.map((row, index) => (
            <TableRow key={props.rowKey(row, index)} row={row} table={shown} folded={folded} />
          ))}
        </tbody>
        {totals && (
          <TotalsRow
            columns={columns}
            totals={totals}
            currency={props.currency}
            hasSelection={Boolean(selection)}
          />
        )}
      </table>
    </section>
  );
}

function TableHead<Row extends object>({ columns, rows, sort = '', onSort, selection }: DataTableProps<Row>) {
  const { t } = useTranslation();
  const chosen = selection?.chosen.length ?? 0;
  return (
    <thead>
      <tr>
        {selection && (
          <th scope="col">
            <Checkbox
              aria-label={t('common:list.all')}
              checked={chosen > 0 && chosen === rows.length}
              indeterminate={chosen > 0 && chosen < rows.length}
              onChange={(event) => selection.onChoose(event.target.checked ? [...rows] : [])}
            />
          </th>
        )}
        {columns.map((column) => {
          const isDescending = column.sort !== undefined && sort === `-${column.sort}`;
          const isAscending = column.sort !== undefined && sort === column.sort;
          const next = isDescending ? (column.sort ?? '') : isAscending ? '' : `-${column.sort}`;
          return (
            <th
              key={column.key}
              scope="col"
              className={isRightAligned(column.kind) ? 'is-right' : undefined}
              aria-sort={isDescending ? 'descending' : isAscending ? 'ascending' : undefined}
            >
              {column.sort && onSort ? (
                <button type="button" className="table-sort" onClick={() => onSort(next)}>
                  {column.title}
                  <span className="table-sort-marks" aria-hidden="true">
                    <CaretUpOutlined className={isAscending ? 'is-on' : undefined} />
                    <CaretDownOutlined className={isDescending ? 'is-on' : undefined} />
                  </span>
                </button>
              ) : (
                column.title
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface TotalsRowProps<Row> {
  columns: readonly ListColumn<Row>[];
  totals: Record<string, string | null | undefined>;
  currency?: string;
  hasSelection: boolean;
}

function TotalsRow<Row>({ columns, totals, currency, hasSelection }: TotalsRowProps<Row>) {
  const { t } = useTranslation();
  const companyCurrency = useCompanyCurrency();
  const places = cardPlaces(columns);
  return (
    <tfoot>
      <tr>
        {hasSelection && <td />}
        {columns.map((column, index) => (
          <td key={column.key} className={cellClass(column, places)} data-label={column.title}>
            {totals[column.key]
              ? cellContent(column.kind ?? 'text', totals[column.key], currency ?? companyCurrency)
              : index === 0 && t('common:list.totals')}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
