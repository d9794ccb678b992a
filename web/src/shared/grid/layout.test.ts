import { describe, expect, it } from 'vitest';
import { roomyColumns } from './layout';
import type { LineColumn } from './types';

const nothing = () => null;
const columns: LineColumn[] = [
  { key: 'item', title: '商品', kind: 'text', width: 200, widthMin: 170 },
  {
    key: 'last_price',
    title: '最近价',
    kind: 'computed',
    format: 'price',
    width: 80,
    yields: 1,
    compute: nothing,
  },
  { key: 'quantity', title: '数量', kind: 'number', format: 'quantity', width: 80 },
  { key: 'net', title: '金额', kind: 'computed', format: 'amount', width: 100, yields: 2, compute: nothing },
  { key: 'gross', title: '价税合计', kind: 'computed', format: 'amount', width: 100, compute: nothing },
];
const shown = (room: number) => roomyColumns(columns, room).map((column) => column.key);

describe('the columns of lines in a narrow window', () => {
  it('get narrower before one of them gives way', () => {
    expect(shown(530)).toEqual(['item', 'last_price', 'quantity', 'net', 'gross']);
    expect(shown(529)).toEqual(['item', 'quantity', 'net', 'gross']);
    expect(shown(449)).toEqual(['item', 'quantity', 'gross']);
  });

  it('keep what is typed and the sum of the line, however narrow it is', () => {
    expect(shown(0)).toEqual(['item', 'quantity', 'gross']);
  });
});
