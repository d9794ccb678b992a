import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import { Checkbox } from 'antd';
import { type CSSProperties, type KeyboardEvent, type MouseEvent, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCompanyCurrency } from '@/app/session';
import {
  type CardPlace,
  cardPlaces,
  cellContent,
  columnWidth,
  fitColumns,
  isRightAligned,
  type ListColumn,
} from './columns';
import { useRoom } from './useRoom';
import './table.css';

interface DataTableProps<Row extends object> {
  /** What the rows are, for screen readers. */
  label: string;
  columns: readonly ListColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row, index: number) => string;
  /** Where a click or Enter on a row leads. */
  rowPath?: (row: Row) => string | undefined;
  /** The order in the words of the API: `-date` is newest first. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** Sums from the server, by column key. */
  totals?: Record<string, string | null | undefined>;
  currency?: string;
  selection?: { chosen: readonly Row[]; onChoose: (rows: Row[]) => void };
  /** The height at which the table scrolls by itself, with head and totals in sight. */
  heightMax?: number;
  /** Marks a row, for example as a sum or as a warning. */
  rowTone?: (row: Row) => 'strong' | 'quiet' | 'alarm' | undefined;
}

/** Cells that need no name in a card: a state, and the buttons of the row. */
const SPEAKS_FOR_ITSELF = new Set(['status', 'actions']);

const SELECTION_WIDTH = 40;

/**
 * A plain table: real rows and cells, head and totals that stay in sight, rows that open their record. Columns that there
 * is no room for fold away below the heading cell of their row.
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

interface TableRowProps<Row extends object> {
  row: Row;
  table: DataTableProps<Row>;
  folded: readonly ListColumn<Row>[];
}

function TableRow<Row extends object>({ row, table, folded }: TableRowProps<Row>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const companyCurrency = useCompanyCurrency();
  const { selection } = table;
  const path = table.rowPath?.(row);
  const isChosen = selection?.chosen.includes(row) ?? false;
  const currency = rowCurrency(row) ?? table.currency ?? companyCurrency;
  const tone = table.rowTone?.(row);
  const places = cardPlaces(table.columns);
  const names = [path && 'is-link', isChosen && 'is-chosen', tone && `is-${tone}`].filter(Boolean).join(' ');
  return (
    <tr className={names || undefined} {...(path ? openingProps(path, navigate) : {})}>
      {selection && (
        <td className="is-selection">
          <Checkbox
            aria-label={t('common:list.choose')}
            checked={isChosen}
            onChange={(event) =>
              selection.onChoose(
                event.target.checked
                  ? [...selection.chosen, row]
                  : selection.chosen.filter((known) => known !== row),
              )
            }
          />
        </td>
      )}
      {table.columns.map((column) => (
        <td
          key={column.key}
          className={cellClass(column, places)}
          data-label={SPEAKS_FOR_ITSELF.has(column.kind ?? column.key) ? undefined : column.title}
        >
          {contentOf(column, row, currency)}
          {places[column.key] === 'title' && <FoldedCells columns={folded} row={row} currency={currency} />}
        </td>
      ))}
    </tr>
  );
}

interface FoldedCellsProps<Row extends object> {
  columns: readonly ListColumn<Row>[];
  row: Row;
  currency: string;
}

/** What has no column of its own any more, with its name, as in a card. */
function FoldedCells<Row extends object>({ columns, row, currency }: FoldedCellsProps<Row>) {
  const cells = columns.flatMap((column) => {
    const content = contentOf(column, row, currency);
    return content === null || content === undefined || content === '' ? [] : [{ column, content }];
  });
  if (cells.length === 0) return null;
  return (
    <div className="table-folded">
      {cells.map(({ column, content }) => (
        <span key={column.key}>
          {!SPEAKS_FOR_ITSELF.has(column.kind ?? column.key) && <small>{column.title}</small>}
          {content}
        </span>
      ))}
    </div>
  );
}

function contentOf<Row extends object>(column: ListColumn<Row>, row: Row, currency: string) {
  if (column.render) return column.render(row);
  return cellContent(column.kind ?? 'text', (row as Record<string, unknown>)[column.key], currency);
}

/** A click or Enter on a row opens it; with Ctrl or the middle button in a new tab. Controls inside keep their clicks. */
function openingProps(path: string, navigate: (path: string) => void) {
  const open = (inNewTab: boolean) => (inNewTab ? window.open(path, '_blank', 'noopener') : navigate(path));
  return {
    tabIndex: 0,
    onClick: (event: MouseEvent<HTMLElement>) => {
      if ((event.target as HTMLElement).closest('a,button,input,label')) return;
      if (window.getSelection()?.toString()) return;
      open(event.ctrlKey || event.metaKey);
    },
    onAuxClick: (event: MouseEvent) => {
      if (event.button === 1) open(true);
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.target !== event.currentTarget) return;
      if (event.key === 'Enter') open(event.ctrlKey || event.metaKey);
      const rows = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const;
      const way = rows[event.key as keyof typeof rows];
      if (!way) return;
      event.preventDefault();
      (event.currentTarget[way] as HTMLElement | null)?.focus();
    },
  };
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

/** How a cell is aligned in the table, and where it stands in a card. */
function cellClass<Row>(column: ListColumn<Row>, places: Record<string, CardPlace>): string {
  const place = `in-card-${places[column.key] ?? 'detail'}`;
  return isRightAligned(column.kind) ? `is-right ${place}` : place;
}

function rowCurrency(row: object): string | undefined {
  const value = (row as { currency?: unknown }).currency;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
