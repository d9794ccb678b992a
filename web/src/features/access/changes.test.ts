import { describe, expect, it } from 'vitest';
import { changesOf } from './changes';

describe('the audit trail', () => {
  it('shows the fields that changed, with what they were', () => {
    expect(changesOf({ name: 'A', price: '1' }, { name: 'A', price: '2' })).toEqual([
      { field: 'price', before: '1', after: '2' },
    ]);
  });

  it('shows all of a new record', () => {
    expect(changesOf(null, { roles: ['owner'], memo: '' })).toEqual([
      { field: 'roles', before: '—', after: '["owner"]' },
      { field: 'memo', before: '—', after: '—' },
    ]);
  });
});
