export interface FlatCategory {
  id: string;
  code: string;
  name: string;
  parent_id: string | null;
}

export interface CategoryNode {
  value: string;
  title: string;
  search: string;
  children: CategoryNode[];
}

/** The tree of a flat list in which parents come first. A category without its parent stands at the top. */
export function categoryTree(rows: readonly FlatCategory[], exceptId?: string): CategoryNode[] {
  const nodes = new Map<string, CategoryNode>();
  const roots: CategoryNode[] = [];
  const left = new Set<string>(exceptId ? [exceptId] : []);
  for (const row of rows) {
    if (left.has(row.id) || (row.parent_id && left.has(row.parent_id))) {
      left.add(row.id);
      continue;
    }
    const node = { value: row.id, title: row.name, search: `${row.code} ${row.name}`, children: [] };
    nodes.set(row.id, node);
    ((row.parent_id && nodes.get(row.parent_id)?.children) || roots).push(node);
  }
  return roots;
}
