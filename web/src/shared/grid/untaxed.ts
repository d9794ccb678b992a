import type { GridLine, LineColumn } from './types';
import { isReference } from './types';

interface Lines {
  columns: readonly LineColumn[];
  order: readonly string[];
  byKey: Readonly<Record<string, GridLine>>;
}

/** An item without a tax code; an account that stands in its place needs none. */
export function isUntaxed({ item, tax_code_id }: GridLine): boolean {
  return !tax_code_id && isReference(item) && /^\d+$/.test(item.id);
}

/** Items on lines that have a place for a tax code and none in it, each once. */
export function untaxedItems({ columns, order, byKey }: Lines): { id: string; name: string }[] {
  if (!columns.some((column) => column.key === 'tax_code_id')) return [];
  const found = new Map<string, string>();
  for (const key of order) {
    const line = byKey[key];
    if (line && isUntaxed(line) && isReference(line.item)) found.set(line.item.id, line.item.name);
  }
  return [...found].map(([id, name]) => ({ id, name }));
}
