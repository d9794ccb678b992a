import type { LinePatch } from '@/shared/grid';
import type { HeaderValues } from './types';

/** What was typed and not yet saved, kept on this device until it is saved or thrown away. */
export interface LocalDraft {
  header: HeaderValues;
  lines: LinePatch[];
  /** The version the changes were made on; null for a new document. */
  version: number | null;
  savedAt: string;
}

const PREFIX = 'heliu.draft.';
/** Older drafts are nobody's any more. */
const DAYS_MAX = 30;

export function readDraft(key: string): LocalDraft | null {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null');
    if (!isDraft(draft)) return null;
    const age = Date.now() - Date.parse(draft.savedAt);
    return age < DAYS_MAX * 86_400_000 ? draft : null;
  } catch {
    return null;
  }
}

export function writeDraft(key: string, draft: LocalDraft): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    // The storage is full or forbidden: the page itself still holds everything.
  }
}

export function dropDraft(key: string): void {
  localStorage.removeItem(PREFIX + key);
}

function isDraft(value: unknown): value is LocalDraft {
  const draft = value as LocalDraft | null;
  return Boolean(draft && typeof draft.savedAt === 'string' && Array.isArray(draft.lines) && draft.header);
}
