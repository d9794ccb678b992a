import { describe, expect, it } from 'vitest';
import { lotColumns } from './lotColumns';

describe('the lot of a line', () => {
  it('is written where goods come in, passed by Enter, and left out where no line has one', () => {
    expect(lotColumns(true).map(({ key, kind }) => [key, kind])).toEqual([
      ['lot_code', 'text'],
      ['expires_on', 'date'],
    ]);
    expect(lotColumns(true).every((column) => column.isPassedByEnter && column.isOptional)).toBe(true);
  });

  it('is shown where goods leave, as the server has chosen it', () => {
    const line = { key: '1', lot_code: 'L-MAY', expires_on: '2026-05-31' };
    const shown = lotColumns(false).map((column) => column.kind === 'computed' && column.compute(line));
    expect(shown).toEqual(['L-MAY', '2026-05-31']);
  });
});
