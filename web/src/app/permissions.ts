/** One permission, or several of which any one suffices; nothing means every logged-in user. */
export type Requirement = string | readonly string[] | undefined;

/** Matches `sales.order.read` against granted codes, which may be globs such as `sales.*` or `*.read`. */
export function isAllowed(granted: readonly string[], requirement: Requirement): boolean {
  if (requirement === undefined) return true;
  const wanted = typeof requirement === 'string' ? [requirement] : requirement;
  return wanted.some((code) => granted.some((grant) => matches(grant, code)));
}

function matches(grant: string, code: string): boolean {
  if (grant === code || grant === '*') return true;
  if (!grant.includes('*')) return false;
  const pattern = grant.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^${pattern}$`).test(code);
}
