import { textsToResolve } from './clipboard';
import type { GridLine, LineColumn, Reference } from './types';

/** At most this many look-ups run at the same time while a table is pasted. */
const PARALLEL = 6;
const NOWHERE: GridLine = { key: '' };

/** The one choice that is meant by a pasted text: the same code or barcode, or else the only one found. */
function meantBy(text: string, found: readonly Reference[]): Reference | null {
  const exact = found.find(
    (choice) => choice.code === text || choice.barcode === text || choice.name === text,
  );
  return exact ?? (found.length === 1 ? (found[0] ?? null) : null);
}

/** Looks all texts of a pasted table up first, so that the paste itself is one step of undo. */
export async function resolveTexts(rows: readonly (readonly string[])[], columns: readonly LineColumn[]) {
  const found = new Map<string, Reference | null>();
  const jobs: (() => Promise<void>)[] = [];
  for (const [key, texts] of textsToResolve(rows, columns)) {
    const column = columns.find((known) => known.key === key);
    if (column?.kind !== 'lookup') continue;
    for (const text of texts) {
      jobs.push(async () => {
        const choices = await column.find(text, NOWHERE, new AbortController().signal).catch(() => []);
        found.set(`${key}/${text}`, meantBy(text, choices));
      });
    }
  }
  const worker = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return (text: string, column: LineColumn) => found.get(`${column.key}/${text}`) ?? null;
}
