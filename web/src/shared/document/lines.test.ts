import { describe, expect, it } from 'vitest';
import { createLineStore, type LineColumn } from '@/shared/grid';
import { followItem, problemOfLines, readItemLine, writePricedLine } from './lines';

const server = {
  id: '9',
  item: { id: '1', code: 'B1', name: '螺栓' },
  unit: { id: 'u2', name: '箱' },
  entered_quantity: '2',
  price: '113',
  price_includes_tax: true,
  discount_rate: '0.05',
  tax_code: { id: 't', code: 'V13', rate: '0.13' },
  memo: '急',
};

describe('an item line', () => {
  it('goes back to the server as it came', () => {
    expect(writePricedLine(readItemLine(server))).toEqual({
      item_id: '1',
      unit_id: 'u2',
      quantity: '2',
      price: '113',
      price_includes_tax: true,
      discount_rate: '0.05',
      tax_code_id: 't',
      memo: '急',
    });
  });

  it('sends zero for what was left empty', () => {
    expect(writePricedLine({ item: { id: '1', name: 'x' } })).toMatchObject({
      quantity: '0',
      price: '0',
      discount_rate: '0',
      tax_code_id: null,
    });
  });

  it('takes the unit the item is bought or sold in', () => {
    const item = {
      id: '1',
      name: '水',
      units: [
        { id: 'u1', name: '瓶', is_sales_default: true },
        { id: 'u2', name: '箱', is_purchase_default: true },
      ],
      tax_code: { id: 't', code: 'V13', rate: '0.13' },
    };
    expect(followItem(item, 'purchase').unit_id).toBe('u2');
    expect(followItem(item, 'sales')).toMatchObject({ unit_id: 'u1', tax_code_id: 't' });
  });
});

describe('lines that cannot be saved', () => {
  const t = ((key: string, facts?: { rows: string }) =>
    [key, facts?.rows].filter(Boolean).join(' ')) as never;
  const columns: LineColumn[] = [
    { key: 'item', title: '', width: 80, kind: 'text' },
    { key: 'entered_quantity', title: '', width: 80, kind: 'number', format: 'quantity' },
  ];

  it('are named by their rows when they were begun without an item', () => {
    const store = createLineStore({ columns, blank: () => ({}) });
    store.getState().load([{ item: { id: '1', code: 'B1', name: '螺栓' }, entered_quantity: '1' }]);
    store.getState().change(store.getState().order.at(-1) ?? '', { entered_quantity: '5' });

    expect(problemOfLines(store, t)).toBe('document:problem.unfinished 2');
  });

  it('are named by their rows when a number is none', () => {
    const store = createLineStore({ columns, blank: () => ({}) });
    store.getState().load([{ item: { id: '1', code: 'B1', name: '螺栓' }, entered_quantity: '1O0' }]);

    expect(problemOfLines(store, t)).toBe('document:problem.unreadable 1');
  });

  it('are missing where there are none, unless none are needed', () => {
    const store = createLineStore({ columns, blank: () => ({}) });
    store.getState().load([]);

    expect(problemOfLines(store, t)).toBe('document:problem.noLines');
    expect(problemOfLines(store, t, true)).toBeNull();
  });
});
