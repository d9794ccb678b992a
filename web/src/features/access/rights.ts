import { isAllowed } from '@/app/permissions';

/** Patterns and permissions of a role: pure decisions behind the matrix. */

/**
 * The patterns to store for what is ticked. A pattern such as `sales.*` stays as long as all that it covers is ticked,
 * so that it goes on covering what later versions bring; the rest is named one by one.
 */
export function patternsFor(
  patterns: readonly string[],
  chosen: ReadonlySet<string>,
  all: readonly string[],
): string[] {
  const kept = patterns.filter((pattern) => {
    const covered = all.filter((code) => isAllowed([pattern], code));
    return covered.length > 0 && covered.every((code) => chosen.has(code));
  });
  const rest = all.filter((code) => chosen.has(code) && !isAllowed(kept, code));
  return [...kept, ...rest];
}

export interface MatrixRow {
  noun: string;
  permissions: { code: string; label_zh: string; label_en: string }[];
}

/** The permissions of a room by their noun: `sales.order.read` stands in the row `order`. */
export function matrixRows(permissions: MatrixRow['permissions']): MatrixRow[] {
  const rows = new Map<string, MatrixRow>();
  for (const permission of permissions) {
    const noun = permission.code.split('.')[1] ?? '';
    const row = rows.get(noun) ?? { noun, permissions: [] };
    row.permissions.push(permission);
    rows.set(noun, row);
  }
  return [...rows.values()];
}
