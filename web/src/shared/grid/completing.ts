import type { LineStore } from './store';
import { type CellValue, isReference, type LookupColumn, type Reference } from './types';

/** Fills in what the server knows about the choice, unless the user has chosen something else meanwhile. */
export async function completeLine(
  store: LineStore,
  key: string,
  column: LookupColumn,
  choice: Reference,
): Promise<void> {
  const before = store.getState().byKey[key];
  if (!before || !column.complete) return;
  const patch = await column.complete(choice, before).catch(() => ({}));
  const now = store.getState().byKey[key];
  if (!now || idOf(now[column.key]) !== idOf(before[column.key])) return;
  // What was typed in the meantime wins over what the server proposes.
  const untouched = Object.entries(patch).filter(([field]) => now[field] === before[field]);
  store.getState().change(key, Object.fromEntries(untouched));
}

/** The same for a line that a scan has just begun. */
export function completeScanned(store: LineStore, choice: Reference): void {
  const { order, byKey, columns } = store.getState();
  const column = columns.find((known): known is LookupColumn => known.kind === 'lookup');
  const key = column && order.findLast((known) => idOf(byKey[known]?.[column.key]) === choice.id);
  if (column && key) void completeLine(store, key, column, choice);
}

function idOf(value: CellValue): string | null {
  return isReference(value) ? value.id : null;
}
