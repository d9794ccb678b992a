import { beforeEach, describe, expect, it } from 'vitest';
import { dropDraft, readDraft, writeDraft } from './autosave';

const draft = {
  header: { memo: '急' },
  lines: [{ price: '1' }],
  version: 3,
  savedAt: new Date().toISOString(),
};

describe('a draft on this device', () => {
  beforeEach(() => localStorage.clear());

  it('comes back as it was', () => {
    writeDraft('sales/7', draft);
    expect(readDraft('sales/7')).toEqual(draft);
    expect(readDraft('sales/8')).toBeNull();
  });

  it('is gone once dropped', () => {
    writeDraft('sales/7', draft);
    dropDraft('sales/7');
    expect(readDraft('sales/7')).toBeNull();
  });

  it('is forgotten after a month, and when it cannot be read', () => {
    writeDraft('old', { ...draft, savedAt: '2020-01-01T00:00:00Z' });
    expect(readDraft('old')).toBeNull();
    localStorage.setItem('heliu.draft.broken', '{"lines":');
    expect(readDraft('broken')).toBeNull();
  });
});
