import { describe, expect, it } from 'vitest';
import { redLines, returnedOf } from './returned';

const returned = [
  { id: 'r1', originalLineId: 's1', quantity: '2' },
  { id: 'r2', originalLineId: 's1', quantity: '1' },
];

describe('a red invoice', () => {
  it('credits what came back by its own lines, and the rest as an allowance', () => {
    expect(redLines([{ line_id: 'i1', quantity: '4', sourceLineId: 's1' }], returned)).toEqual([
      { line_id: 'i1', quantity: '2', source_line_id: 'r1' },
      { line_id: 'i1', quantity: '1', source_line_id: 'r2' },
      { line_id: 'i1', quantity: '1', source_line_id: null },
    ]);
    expect(returnedOf('s1', returned)).toBe('3');
  });

  it('shares one return between two lines of the same goods', () => {
    const asked = [
      { line_id: 'i1', quantity: '2', sourceLineId: 's1' },
      { line_id: 'i2', quantity: '2', sourceLineId: 's1' },
    ];
    expect(
      redLines(asked, returned).map((line) => [line.line_id, line.quantity, line.source_line_id]),
    ).toEqual([
      ['i1', '2', 'r1'],
      ['i2', '1', 'r2'],
      ['i2', '1', null],
    ]);
  });

  it('is an allowance where nothing came back', () => {
    expect(redLines([{ line_id: 'i1', quantity: '1', sourceLineId: 's9' }], returned)).toEqual([
      { line_id: 'i1', quantity: '1', source_line_id: null },
    ]);
  });
});
