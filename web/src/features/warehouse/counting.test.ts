import { describe, expect, it } from 'vitest';
import { type CountLine, countedLines, lineOfItem, linesOf, varianceSums } from './counting';

const line = (id: string, code: string, patch: Partial<CountLine> = {}): CountLine => ({
  id,
  item: { id: `item-${code}`, code, name: `Name ${code}` },
  counted_quantity: null,
  ...patch,
});

const lines = [
  line('1', 'A'),
  line('2', 'B', { counted_quantity: '0', variance: '-3', value: '-12.50' }),
  line('3', 'C', { counted_quantity: '5', variance: '0' }),
  line('4', 'A', { counted_quantity: '7', variance: '2', value: '4' }),
];

describe('a stocktake', () => {
  it('shows what is still to be counted; nothing found is a count too', () => {
    expect(linesOf(lines, 'open', '').map((found) => found.id)).toEqual(['1']);
    expect(countedLines(lines)).toBe(3);
    expect(linesOf(lines, 'differing', '').map((found) => found.id)).toEqual(['2', '4']);
    expect(linesOf(lines, 'all', ' name c').map((found) => found.id)).toEqual(['3']);
  });

  it('sums gains and losses', () => {
    expect(varianceSums(lines)).toEqual({ gains: 1, losses: 1, equal: 1, value: '-8.5' });
    expect(varianceSums([line('1', 'A')]).value).toBeNull();
  });

  it('counts a scanned item on the line it was counted on before', () => {
    expect(lineOfItem(lines, 'item-A', null)?.id).toBe('1');
    expect(lineOfItem(lines, 'item-A', '4')?.id).toBe('4');
    expect(lineOfItem(lines, 'item-B', null)?.id).toBe('2');
    expect(lineOfItem(lines, 'item-X', null)).toBeUndefined();
  });
});
