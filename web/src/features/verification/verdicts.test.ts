import { describe, expect, it } from 'vitest';
import { evidenceColumns, verdictOf } from './verdicts';

describe('the verdict over the books', () => {
  it('is given only by a proof that came to its end', () => {
    expect(verdictOf({ state: 'succeeded', ok: true })).toBe('sound');
    expect(verdictOf({ state: 'succeeded', ok: false })).toBe('unsound');
    expect(verdictOf({ state: 'failed', ok: null })).toBe('stopped');
    expect(verdictOf({ state: 'succeeded' })).toBe('stopped');
    expect(verdictOf({ state: 'interrupted' })).toBe('stopped');
  });

  it('is not given before or while it runs', () => {
    expect(verdictOf({ state: 'none' })).toBe('never');
    expect(verdictOf({ state: 'queued' })).toBe('running');
    expect(verdictOf({ state: 'running', ok: null })).toBe('running');
  });

  it('shows every fact of the evidence once', () => {
    expect(evidenceColumns([{ item: '1' }, { item: '2', money: '3' }])).toEqual(['item', 'money']);
  });
});
