import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { Amount, Price, Quantity } from '@/shared/money';
import { StatusTag } from '../status/StatusTag';

export type ColumnKind = 'text' | 'amount' | 'quantity' | 'price' | 'date' | 'datetime' | 'status' | 'number';

export type CardPlace = 'title' | 'figure' | 'detail';

/** A column of a list. `kind` decides alignment, digits and formatting; `render` overrides it. */
export interface ListColumn<Row> {
  key: string;
  title: string;
  kind?: ColumnKind;
  width?: number;
  /** The name by which the server sorts; absent: not sortable. */
  sort?: string;
  /** Hidden until the user switches it on. */
  isHidden?: boolean;
  /** Never offered for hiding. */
  isFixed?: boolean;
  /** Its place in the card that a row is on a phone; without it the name or else the first column heads the card, the last
   *  amount (or quantity) stands opposite, everything else follows with its name. */
  card?: CardPlace;
  /** When it gives way in a narrow window and stands below the widest text instead: before or after the other texts and
   *  days. Figures, states, buttons and fixed columns stay, unless they are said to go last. */
  folds?: 'first' | 'last' | 'never';
  render?: (row: Row) => ReactNode;
}

const WIDTHS: Record<ColumnKind, number> = {
  text: 160,
  amount: 124,
  quantity: 100,
  price: 104,
  date: 108,
  datetime: 148,
  status: 100,
  number: 150,
};
const RIGHT = new Set<ColumnKind>(['amount', 'quantity', 'price']);

/** The place of each column in a card, by key. */
export function cardPlaces<Row>(columns: readonly ListColumn<Row>[]): Record<string, CardPlace> {
  const title =
    columns.find((column) => column.card === 'title') ??
    columns.find((column) => column.key === 'name') ??
    columns[0];
  const last = (kind: ColumnKind) => columns.findLast((column) => column.kind === kind && !column.card);
  const figure = columns.find((column) => column.card === 'figure') ?? last('amount') ?? last('quantity');
  return Object.fromEntries(
    columns.map((column) => [
      column.key,
      column === title ? 'title' : column === figure ? 'figure' : 'detail',
    ]),
  );
}

const STAYS = new Set<ColumnKind>(['amount', 'quantity', 'price', 'status']);
const FOLD_ORDER = ['first', 'between', 'last'] as const;

/** The columns that there is room for, and those that fold away, each in their order. */
export function fitColumns<Row>(
  columns: readonly ListColumn<Row>[],
  room: number,
): { shown: ListColumn<Row>[]; folded: ListColumn<Row>[] } {
  const places = cardPlaces(columns);
  const mayFold = (column: ListColumn<Row>) =>
    places[column.key] === 'detail' &&
    !column.isFixed &&
    column.key !== 'actions' &&
    column.folds !== 'never';
  const rank = (column: ListColumn<Row>) =>
    column.folds ?? (STAYS.has(column.kind ?? 'text') ? 'stays' : 'between');
  const order = FOLD_ORDER.flatMap((turn) =>
    columns.filter((column) => mayFold(column) && rank(column) === turn).reverse(),
  );
  const gone = new Set<string>();
  let width = columns.reduce((sum, column) => sum + columnWidth(column), 0);
  for (const column of order) {
    if (width <= room) break;
    gone.add(column.key);
    width -= columnWidth(column);
  }
  return {
    shown: columns.filter((column) => !gone.has(column.key)),
    folded: columns.filter((column) => gone.has(column.key)),
  };
}

const TEXTS = new Set<ColumnKind>(['text', 'number']);

/** Under which column that which has folded away stands: the widest text, as it needs the fewest lines there. */
export function hostOf<Row>(columns: readonly ListColumn<Row>[]): string | undefined {
  const texts = columns.filter((column) => TEXTS.has(column.kind ?? 'text') && column.key !== 'actions');
  const widest = Math.max(...texts.map(columnWidth));
  return (texts.find((column) => columnWidth(column) === widest) ?? columns[0])?.key;
}

export function columnWidth<Row>(column: ListColumn<Row>): number {
  return column.width ?? WIDTHS[column.kind ?? 'text'];
}

export function isRightAligned(kind: ColumnKind | undefined): boolean {
  return RIGHT.has(kind ?? 'text');
}

/** What stands in a cell. Rows may carry their own `currency`; else the company's is used. */
export function cellContent(kind: ColumnKind, value: unknown, currency: string): ReactNode {
  if (value === null || value === undefined || value === '') return null;
  const text = String(value);
  switch (kind) {
    case 'amount':
      return <Amount value={text} currency={currency} />;
    case 'quantity':
      return <Quantity value={text} />;
    case 'price':
      return <Price value={text} />;
    case 'date':
      return <span className="number">{text.slice(0, 10)}</span>;
    case 'datetime':
      return <span className="number">{dayjs(text).format('YYYY-MM-DD HH:mm')}</span>;
    case 'status':
      return <StatusTag status={text} />;
    default:
      return typeof value === 'boolean' ? (value ? '✓' : '') : text;
  }
}

/** How a cell is aligned in the table, and where it stands in a card. */
export function cellClass<Row>(column: ListColumn<Row>, places: Record<string, CardPlace>): string {
  const place = `in-card-${places[column.key] ?? 'detail'}`;
  return isRightAligned(column.kind) ? `is-right ${place}` : place;
}
