/** Which verdict the page shows for the latest proof of the books. */
export type VerdictState = 'never' | 'running' | 'sound' | 'unsound' | 'stopped';

export function verdictOf({ state, ok }: { state: string; ok?: boolean | null }): VerdictState {
  if (state === 'none') return 'never';
  if (state === 'queued' || state === 'running') return 'running';
  if (state !== 'succeeded' || ok === null || ok === undefined) return 'stopped';
  return ok ? 'sound' : 'unsound';
}

/** The columns that the evidence of a check has, in the order they first appear. */
export function evidenceColumns(evidence: readonly Record<string, unknown>[]): string[] {
  return [...new Set(evidence.flatMap((row) => Object.keys(row)))];
}
