import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { Amount, Price, Quantity } from '@/shared/money';
import { StatusTag } from '../status/StatusTag';

export type ColumnKind = 'text' | 'amount' | 'quantity' | 'price' | 'date' | 'datetime' | 'status' | 'number';

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
