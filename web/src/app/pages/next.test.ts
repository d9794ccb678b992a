import { describe, expect, it } from 'vitest';
import { safeNext } from './next';

describe('the address after the login', () => {
  it('is the page that was asked for', () => {
    expect(safeNext('/sales/orders?q=a')).toBe('/sales/orders?q=a');
  });

  it.each([null, '', 'https://evil.example', '//evil.example', '/\\evil.example', '/login?next=/'])(
    'is the workbench instead of %s',
    (next) => {
      expect(safeNext(next)).toBe('/');
    },
  );
});
