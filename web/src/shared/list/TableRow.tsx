import { Checkbox } from 'antd';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCompanyCurrency } from '@/app/session';
import { cardPlaces, cellClass, cellContent, hostOf, type ListColumn } from './columns';

/** Cells that need no name in a card: a state, and the buttons of the row. */
const SPEAKS_FOR_ITSELF = new Set(['status', 'actions']);

/** What all rows of a table have in common. */
export interface RowsOfTable<Row extends object> {
  columns: readonly ListColumn<Row>[];
  /** Where a click or Enter on a row leads. */
  rowPath?: (row: Row) => string | undefined;
  currency?: string;
  selection?: { chosen: readonly Row[]; onChoose: (rows: Row[]) => void };
  /** Marks a row, for example as a sum or as a warning. */
  rowTone?: (row: Row) => 'strong' | 'quiet' | 'alarm' | undefined;
}

interface TableRowProps<Row extends object> {
  row: Row;
  table: RowsOfTable<Row>;
  /** Columns that there is no room for. */
  folded: readonly ListColumn<Row>[];
}

/** One record: it opens by click or Enter, can be ticked, and is a card on a phone. */
export function TableRow<Row extends object>({ row, table, folded }: TableRowProps<Row>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const companyCurrency = useCompanyCurrency();
  const { selection } = table;
  const path = table.rowPath?.(row);
  const isChosen = selection?.chosen.includes(row) ?? false;
  const currency = rowCurrency(row) ?? table.currency ?? companyCurrency;
  const tone = table.rowTone?.(row);
  const places = cardPlaces(table.columns);
  const host = folded.length > 0 ? hostOf(table.columns) : undefined;
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
          {column.key === host && <FoldedCells columns={folded} row={row} currency={currency} />}
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
          <span className="table-folded-value">{content}</span>
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

function rowCurrency(row: object): string | undefined {
  const value = (row as { currency?: unknown }).currency;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
