/** Rows of a chart as a tree that can be folded: pure decisions. */

export interface TreeRow {
  account_id: string;
  parent_id: string | null;
  level: number;
}

/** The ids whose children are shown when only levels up to `level` are wanted. */
export function openTo(rows: readonly TreeRow[], level: number): Set<string> {
  return new Set(rows.filter((row) => row.level < level).map((row) => row.account_id));
}

export function parentsOf(rows: readonly TreeRow[]): Set<string> {
  return new Set(rows.flatMap((row) => (row.parent_id === null ? [] : [row.parent_id])));
}

/** The rows all of whose parents are open. A parent that is not listed hides nothing. */
export function visibleRows<Row extends TreeRow>(rows: readonly Row[], open: ReadonlySet<string>): Row[] {
  const listed = new Set(rows.map((row) => row.account_id));
  const shown = new Set<string>();
  return rows.filter((row) => {
    const parent = row.parent_id;
    const isShown = parent === null || !listed.has(parent) || (open.has(parent) && shown.has(parent));
    if (isShown) shown.add(row.account_id);
    return isShown;
  });
}
