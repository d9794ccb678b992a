import { describe, expect, it } from 'vitest';
import { cardPlaces, fitColumns, hostOf, type ListColumn } from './columns';

const columns: ListColumn<object>[] = [
  { key: 'number', title: '单据编号', width: 160, isFixed: true },
  { key: 'date', title: '单据日期', kind: 'date', width: 100, folds: 'first' },
  { key: 'party', title: '客户', width: 200, folds: 'last' },
  { key: 'warehouse', title: '仓库', width: 100 },
  { key: 'quantity', title: '数量', kind: 'quantity', width: 100 },
  { key: 'gross', title: '价税合计', kind: 'amount', width: 120 },
  { key: 'state', title: '状态', kind: 'status', width: 100 },
  { key: 'memo', title: '备注', width: 120, folds: 'first' },
];
const WHOLE = 1000;
const folded = (room: number) => fitColumns(columns, room).folded.map((column) => column.key);

describe('columns in a narrow window', () => {
  it('all stand where there is room for them', () => {
    expect(fitColumns(columns, WHOLE).shown).toEqual(columns);
    expect(folded(Number.POSITIVE_INFINITY)).toEqual([]);
  });

  it('fold away no more than needed, the less important first', () => {
    expect(folded(WHOLE - 1)).toEqual(['memo']);
    expect(folded(WHOLE - 121)).toEqual(['date', 'memo']);
    expect(folded(WHOLE - 221)).toEqual(['date', 'warehouse', 'memo']);
    expect(folded(WHOLE - 321)).toEqual(['date', 'party', 'warehouse', 'memo']);
  });

  it('never take heading, figures and state away', () => {
    expect(fitColumns(columns, 0).shown.map((column) => column.key)).toEqual([
      'number',
      'quantity',
      'gross',
      'state',
    ]);
  });
});

describe('what has folded away', () => {
  it('stands below the widest text that is left', () => {
    expect(hostOf(columns)).toBe('party');
    expect(hostOf(fitColumns(columns, 0).shown)).toBe('number');
  });
});

describe('a card', () => {
  it('is headed by the name, where there is one', () => {
    const items: ListColumn<object>[] = [
      { key: 'code', title: '商品编码' },
      { key: 'name', title: '商品名称' },
    ];
    expect(cardPlaces(items)).toEqual({ code: 'detail', name: 'title' });
    expect(cardPlaces(columns).number).toBe('title');
  });
});
