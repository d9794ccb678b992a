import { useMemo, useState } from 'react';
import type { ListColumn } from './columns';

interface Stored {
  order: string[];
  hidden: string[];
}

const storageKey = (id: string) => `heliu.columns.${id}`;

function readStored(id: string): Stored | null {
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey(id)) ?? 'null');
    return stored && Array.isArray(stored.order) && Array.isArray(stored.hidden) ? stored : null;
  } catch {
    return null;
  }
}

/** Columns in the stored order; columns that are new since then keep their place behind the others. */
function orderColumns<Row>(columns: readonly ListColumn<Row>[], order: readonly string[]): ListColumn<Row>[] {
  const rank = (column: ListColumn<Row>, index: number) => {
    const place = order.indexOf(column.key);
    return place < 0 ? order.length + index : place;
  };
  return columns
    .map((column, index) => ({ column, rank: rank(column, index) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ column }) => column);
}

/** Which columns the user sees, and in which order; kept on this device per list. */
export function useColumnSettings<Row>(id: string, columns: readonly ListColumn<Row>[]) {
  const [stored, setStored] = useState<Stored | null>(() => readStored(id));
  const standardHidden = useMemo(
    () => columns.filter((column) => column.isHidden).map((column) => column.key),
    [columns],
  );
  const hidden = stored?.hidden ?? standardHidden;
  const ordered = useMemo(() => orderColumns(columns, stored?.order ?? []), [columns, stored]);
  const store = (next: Stored | null) => {
    setStored(next);
    if (next) localStorage.setItem(storageKey(id), JSON.stringify(next));
    else localStorage.removeItem(storageKey(id));
  };
  const order = ordered.map((column) => column.key);
  return {
    ordered,
    visible: ordered.filter((column) => column.isFixed || !hidden.includes(column.key)),
    isVisible: (key: string) => !hidden.includes(key),
    toggle: (key: string) =>
      store({
        order,
        hidden: hidden.includes(key) ? hidden.filter((known) => known !== key) : [...hidden, key],
      }),
    move: (key: string, by: -1 | 1) => {
      const from = order.indexOf(key);
      const to = from + by;
      if (to < 0 || to >= order.length) return;
      const next = order.filter((known) => known !== key);
      next.splice(to, 0, key);
      store({ order: next, hidden });
    },
    reset: () => store(null),
  };
}

export type ColumnSettingsState<Row> = ReturnType<typeof useColumnSettings<Row>>;
