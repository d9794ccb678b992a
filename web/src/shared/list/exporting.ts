import i18next from 'i18next';
import { isValidElement, type ReactNode } from 'react';
import type { ListColumn } from './columns';
import type { ListQuery, ListSource } from './useListRows';

/** Whole lists as tables of plain text, read page by page from the same address as the screen. */

const PAGE_SIZE = 200;
/** More rows than this no spreadsheet is glad about. */
export const ROWS_MAX = 50_000;

export interface WholeList<Row> {
  rows: Row[];
  /** There are more rows than ROWS_MAX. */
  isCut: boolean;
}

export async function loadAll<Row>(
  source: ListSource<Row>,
  query: ListQuery,
  signal: AbortSignal,
): Promise<WholeList<Row>> {
  const rows: Row[] = [];
  let cursor: string | null = '';
  for (let page = 1; cursor !== null && rows.length < ROWS_MAX; page++) {
    if (source.mode === 'keyset') {
      const slice: ListQuery = { ...query, limit: String(PAGE_SIZE) };
      if (cursor) slice.cursor = cursor;
      const found = await source.load(slice, signal);
      rows.push(...found.items);
      cursor = found.next_cursor;
    } else {
      const found = await source.load({ ...query, page: String(page), page_size: String(PAGE_SIZE) }, signal);
      rows.push(...found.items);
      cursor = found.items.length > 0 && rows.length < found.total ? '' : null;
    }
  }
  return { rows: rows.slice(0, ROWS_MAX), isCut: cursor !== null || rows.length > ROWS_MAX };
}

/** A line of titles and a line per row; amounts and quantities as plain numbers. */
export function tableOf<Row extends object>(
  columns: readonly ListColumn<Row>[],
  rows: readonly Row[],
): string[][] {
  return [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => cellText(column, row))),
  ];
}

function cellText<Row extends object>(column: ListColumn<Row>, row: Row): string {
  if (column.render) return nodeText(column.render(row));
  const value = (row as Record<string, unknown>)[column.key];
  if (value === null || value === undefined) return '';
  const text = String(value);
  if (column.kind === 'status') return i18next.t(`status:${text}`, { defaultValue: text });
  if (column.kind === 'date') return text.slice(0, 10);
  return typeof value === 'boolean' ? (value ? '✓' : '') : text;
}

interface Told {
  value?: unknown;
  status?: unknown;
  aspect?: unknown;
  state?: unknown;
  children?: ReactNode;
}

/** What a cell says, without its looks: amounts by their value, states by their word. */
export function nodeText(node: ReactNode): string {
  if (node === null || node === undefined || typeof node === 'boolean') return '';
  if (Array.isArray(node)) return node.map(nodeText).filter(Boolean).join(' ');
  if (!isValidElement<Told>(node)) return String(node);
  const { value, status, aspect, state, children } = node.props;
  if (typeof value === 'string') return value;
  if (typeof status === 'string') return i18next.t(`status:${status}`, { defaultValue: status });
  if (typeof state === 'string') {
    const word = i18next.t(`status:${state}`, { defaultValue: state });
    return i18next.t(`status:progress.${aspect}.${state}`, { defaultValue: word });
  }
  return nodeText(children);
}
