/** What changed between two states of a record, field by field. */
export interface Change {
  field: string;
  before: string;
  after: string;
}

type State = Record<string, unknown> | null | undefined;

export function changesOf(before: State, after: State): Change[] {
  const [old, fresh] = [before ?? {}, after ?? {}];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
  return fields
    .filter((field) => JSON.stringify(old[field]) !== JSON.stringify(fresh[field]))
    .map((field) => ({ field, before: textOf(old[field]), after: textOf(fresh[field]) }));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
