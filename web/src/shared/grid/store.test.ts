import { beforeEach, describe, expect, it } from 'vitest';
import { parseTsv } from './clipboard';
import { columnsToRead } from './display';
import { createLineStore, type LineStore } from './store';
import type { LineColumn, Reference } from './types';

const bolt: Reference = { id: '1', code: 'B1', name: '螺栓' };
const nut: Reference = { id: '2', code: 'N1', name: '螺母' };
const items = [bolt, nut];

const columns: LineColumn[] = [
  {
    key: 'item',
    title: '商品',
    kind: 'lookup',
    width: 200,
    find: async () => items,
    follow: () => ({ price: '5' }),
  },
  { key: 'spec', title: '规格', kind: 'computed', format: 'text', width: 80, compute: () => '' },
  { key: 'entered_quantity', title: '数量', kind: 'number', format: 'quantity', width: 80 },
  { key: 'price', title: '单价', kind: 'number', format: 'price', width: 80 },
];

let store: LineStore;
const state = () => store.getState();
const key = (row: number) => state().order[row] ?? '';
const line = (row: number) => state().byKey[key(row)];

beforeEach(() => {
  store = createLineStore({ columns, blank: () => ({ entered_quantity: '1' }) });
  state().load([
    { item: bolt, entered_quantity: '2', price: '5' },
    { item: nut, entered_quantity: '3', price: '1' },
  ]);
});

describe('lines of a document', () => {
  it('end with one blank line to type on, which is never saved', () => {
    expect(state().order).toHaveLength(3);
    expect(state().filled()).toHaveLength(2);
    expect(state().changes).toBe(0);
  });

  it('skip computed cells, and begin a new line after the last cell', () => {
    state().activate({ key: key(0), column: 0 });
    state().step(1);
    expect(state().at).toEqual({ key: key(0), column: 2 });
    state().step(1);
    state().step(1);
    expect(state().at).toEqual({ key: key(1), column: 0 });
    state().step(-1);
    expect(state().at).toEqual({ key: key(0), column: 3 });
    state().activate({ key: key(2), column: 3 });
    state().step(1);
    expect(state().at).toEqual({ key: key(3), column: 0 });
  });

  it('lets Enter pass by cells that usually stay as they are, and Tab visit them', () => {
    state().setColumns(
      columns.map((column) =>
        column.key === 'entered_quantity' ? { ...column, isPassedByEnter: true } : column,
      ),
    );
    state().activate({ key: key(0), column: 0 });
    state().step(1, { passesBy: true });
    expect(state().at?.column).toBe(3);
    state().step(-1);
    expect(state().at?.column).toBe(2);
  });

  it('keep their identity when a line is inserted or removed', () => {
    const [first, second] = [key(0), key(1)];
    state().activate({ key: second, column: 2 });
    state().insertLine();
    expect(state().order.indexOf(second)).toBe(2);
    expect(state().at?.key).toBe(key(1));
    state().removeLine();
    expect(state().order.slice(0, 2)).toEqual([first, second]);
    expect(state().at?.key).toBe(second);
  });

  it('copy the line above into an empty one, and only the cell into a filled one', () => {
    state().activate({ key: key(2), column: 0 });
    state().copyAbove();
    expect(line(2)).toMatchObject({ item: nut, entered_quantity: '3', price: '1' });
    expect(line(2)?.key).not.toBe(line(1)?.key);
    state().activate({ key: key(1), column: 3 });
    state().copyAbove();
    expect(line(1)).toMatchObject({ item: nut, price: '5' });
  });

  it('take back typing in one cell as one step', () => {
    for (const text of ['7', '70', '700'])
      state().change(key(0), { entered_quantity: text }, 'entered_quantity');
    state().change(key(1), { price: '9' }, 'price');
    state().undo();
    expect(line(1)?.price).toBe('1');
    state().undo();
    expect(line(0)?.entered_quantity).toBe('2');
    state().redo();
    expect(line(0)?.entered_quantity).toBe('700');
  });

  it('refuse everything while read-only, and then show no blank line', () => {
    state().setReadOnly(true);
    state().activate({ key: key(0), column: 0 });
    expect(state().at).toBeNull();
    expect(state().order).toHaveLength(2);
  });
});

describe('a scan', () => {
  it('adds to the line of the same item', () => {
    state().scan(bolt, '3', {});
    expect(line(0)?.entered_quantity).toBe('5');
    expect(state().filled()).toHaveLength(2);
  });

  it('fills the blank line for a new item and closes the open editor', () => {
    state().activate({ key: key(0), column: 2 });
    state().scan({ id: '3', name: '垫圈' }, '1', { price: '0.2' });
    expect(state().at).toBeNull();
    expect(line(2)).toMatchObject({ entered_quantity: '1', price: '0.2' });
    expect(state().order).toHaveLength(4);
  });

  it('keeps packs and pieces of one item apart', () => {
    state().scan({ id: '9', name: '水' }, '1', { unit: { id: 'u1', name: '瓶' } });
    state().scan({ id: '9', name: '水' }, '1', { unit: { id: 'u2', name: '箱' } });
    state().scan({ id: '9', name: '水' }, '1', { unit: { id: 'u2', name: '箱' } });
    expect(
      state()
        .filled()
        .slice(2)
        .map((filled) => filled.entered_quantity),
    ).toEqual(['1', '2']);
  });
});

describe('pasting from a spreadsheet', () => {
  const resolve = (text: string) => items.find((item) => item.code === text) ?? null;

  it('fills cells to the right and down, and makes lines as needed', () => {
    state().activate({ key: key(2), column: 0 });
    state().paste(parseTsv('B1\t\t1,200\t3.5\nN1\t\t4\t(2)\n'), resolve);
    expect(line(2)).toMatchObject({ item: bolt, entered_quantity: '1200', price: '3.5' });
    expect(line(3)).toMatchObject({ item: nut, entered_quantity: '4', price: '-2' });
    expect(state().filled()).toHaveLength(4);
  });

  it('marks what it cannot read and keeps the rest', () => {
    state().activate({ key: key(2), column: 0 });
    state().paste(parseTsv('X9\t\tabc\t8'), resolve);
    expect(state().errors[key(2)]).toEqual({
      item: 'grid:error.unknown|X9',
      entered_quantity: 'grid:error.notNumber|abc',
    });
    expect(line(2)?.price).toBe('8');
  });

  it('is one step of undo', () => {
    state().activate({ key: key(0), column: 2 });
    state().paste(parseTsv('9\n8'));
    state().undo();
    expect([line(0)?.entered_quantity, line(1)?.entered_quantity]).toEqual(['2', '3']);
  });

  it('reads quoted cells with line breaks', () => {
    expect(parseTsv('"a\nb"\t"say ""x"""\r\nc\td')).toEqual([
      ['a\nb', 'say "x"'],
      ['c', 'd'],
    ]);
  });
});

describe('settling before saving', () => {
  it('never leaves out in silence what was pasted without a known item', () => {
    state().activate({ key: key(2), column: 0 });
    state().paste(parseTsv('X9\t\t7\nN1\t\t4'), (text) => items.find((item) => item.code === text) ?? null);
    expect(state().settle()).toEqual([3]);
    expect(state().errors[key(2)]?.item).toBe('grid:error.unknown|X9');
    expect(line(2)?.entered_quantity).toBe('7');
  });

  it('asks for the item of a line on which only a quantity stands', () => {
    state().change(key(2), { entered_quantity: '9' }, 'entered_quantity');
    expect(state().settle()).toEqual([3]);
    expect(state().errors[key(2)]?.item).toBe('grid:error.required');
  });

  it('takes empty lines out from between the others and is content with the one to type on', () => {
    state().activate({ key: key(1), column: 2 });
    state().insertLine();
    expect(state().order).toHaveLength(4);
    expect(state().settle()).toEqual([]);
    expect(state().order).toHaveLength(3);
    expect(
      state()
        .filled()
        .map((filled) => filled.item),
    ).toEqual([bolt, nut]);
  });
});

describe('facts about what was chosen', () => {
  it('reach every line of the item without being a change', () => {
    state().scan(bolt, '1', { unit: { id: 'u2', name: '箱' } });
    const before = state().changes;
    state().inform(new Map([['1', { available: '40' }]]));
    expect(line(0)?.item).toEqual({ ...bolt, available: '40' });
    expect(line(1)?.item).toEqual(nut);
    expect(state().changes).toBe(before);
  });
});

describe('the columns of a closed document', () => {
  it('leave out what helped typing and what says nothing on any line', () => {
    const text = { kind: 'text', title: '', width: 80 } as const;
    const shown: LineColumn[] = [
      { ...text, key: 'item' },
      { ...text, key: 'available', isForEntry: true },
      { ...text, key: 'memo', isOptional: true },
      { ...text, key: 'lot', isOptional: true },
      { key: 'discount_rate', title: '', width: 60, kind: 'number', format: 'percent', isOptional: true },
    ];
    const lines = [
      { key: '1', item: bolt, lot: '', discount_rate: '0' },
      { key: '2', item: nut, lot: 'L1', discount_rate: '0' },
    ];
    expect(columnsToRead(shown, lines).map((column) => column.key)).toEqual(['item', 'lot']);
  });
});

describe('refusals of the server', () => {
  it('mark the cell of the filled line they name, and go there', () => {
    state().activate({ key: key(0), column: 2 });
    state().insertLine();
    state().setErrors([{ index: 1, field: 'entered_quantity', message: '库存不足' }]);
    const nutKey = state().filled()[1]?.key ?? '';
    expect(state().errors[nutKey]?.entered_quantity).toBe('库存不足');
    expect(state().at).toEqual({ key: nutKey, column: 2 });
  });

  it('disappear once the cell is changed', () => {
    state().setErrors([{ index: 0, field: 'price', message: '太低' }]);
    state().change(key(0), { price: '6' }, 'price');
    expect(state().errors[key(0)]).toEqual({});
  });
});
