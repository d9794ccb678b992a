import { useEffect, useRef, useState } from 'react';
import { useSession } from '@/app/session';
import { dropDraft, type LocalDraft, readDraft, writeDraft } from './autosave';

const INTERVAL_MS = 5_000;

interface DraftOptions {
  key: string;
  isDirty: boolean;
  version: number | null;
  read: () => Pick<LocalDraft, 'header' | 'lines'>;
}

/** Keeps unsaved changes on this device every five seconds, per user and company, and offers what it finds. */
export function useDraft({ key, isDirty, version, read }: DraftOptions) {
  const { user, company_id } = useSession();
  const fullKey = `${company_id}/${user?.id}/${key}`;
  const [found, setFound] = useState<LocalDraft | null>(() => readDraft(fullKey));
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    setFound(readDraft(fullKey));
  }, [fullKey]);
  useEffect(() => {
    if (!isDirty) return;
    const keep = () =>
      writeDraft(fullKey, { ...latest.current(), version, savedAt: new Date().toISOString() });
    const timer = setInterval(keep, INTERVAL_MS);
    window.addEventListener('pagehide', keep);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pagehide', keep);
    };
  }, [fullKey, isDirty, version]);
  return {
    /** A draft from before, until the user has decided about it. */
    found,
    settle: () => setFound(null),
    /** What is typed right now becomes the draft to be offered. */
    keep: () => {
      writeDraft(fullKey, { ...latest.current(), version, savedAt: new Date().toISOString() });
      setFound(readDraft(fullKey));
    },
    drop: () => {
      dropDraft(fullKey);
      setFound(null);
    },
  };
}
