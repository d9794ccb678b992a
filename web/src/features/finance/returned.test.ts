import { describe, expect, it } from 'vitest';
import { proposed, redLines } from './returned';

const returned = [
  { id: 'r1', originalLineId: 's1', itemId: 'a', quantity: '2' },
  { id: 'r2', originalLineId: 's1', itemId: 'a', quantity: '1' },
];
const line = (line_id: string, quantity: string, sourceLineId: string | null = 's1', itemId = 'a') => ({
  line_id,
  quantity,
  sourceLineId,
  itemId,
});

describe('a red invoice', () => {
  it('credits what came back by its own lines, and the rest as an allowance', () => {
    expect(redLines([line('i1', '4')], returned)).toEqual([
      { line_id: 'i1', quantity: '2', source_line_id: 'r1' },
      { line_id: 'i1', quantity: '1', source_line_id: 'r2' },
      { line_id: 'i1', quantity: '1', source_line_id: null },
    ]);
  });

  it('shares one return between two lines of the same goods', () => {
    const asked = [line('i1', '2'), line('i2', '2')];
    expect(redLines(asked, returned).map((red) => [red.line_id, red.quantity, red.source_line_id])).toEqual([
      ['i1', '2', 'r1'],
      ['i2', '1', 'r2'],
      ['i2', '1', null],
    ]);
  });

  it('is an allowance where nothing came back', () => {
    expect(redLines([line('i1', '1', 's9')], returned)).toEqual([
      { line_id: 'i1', quantity: '1', source_line_id: null },
    ]);
  });

  it('proposes what came back, no more than was invoiced and no return twice', () => {
    const invoice = [line('i1', '2'), line('i2', '10'), line('i3', '5', 's9')];
    expect(proposed(invoice, returned)).toEqual({ i1: '2', i2: '1', i3: '0' });
  });

  it('credits goods of unknown origin on a line of the same item', () => {
    const loose = [{ id: 'r3', originalLineId: null, itemId: 'b', quantity: '1' }];
    const invoice = [line('i1', '3'), line('i2', '3', 's2', 'b')];
    expect(proposed(invoice, loose)).toEqual({ i1: '0', i2: '1' });
    expect(redLines([line('i2', '1', 's2', 'b')], loose)).toEqual([
      { line_id: 'i2', quantity: '1', source_line_id: 'r3' },
    ]);
  });
});
