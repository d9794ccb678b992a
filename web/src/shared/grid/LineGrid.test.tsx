import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startI18n } from '@/i18n';
import { lineAmounts } from './amounts';
import { LineGrid } from './LineGrid';
import { createLineStore, type LineStore } from './store';
import type { LineColumn, Reference } from './types';

const ITEMS: Reference[] = [
  { id: '1', code: 'LS-08', name: '螺栓 M8', price: '2.50' },
  { id: '2', code: 'LM-08', name: '螺母 M8', price: '1.20' },
];
const TAX = { id: 't', name: '13%', rate: '0.13' };

const columns: LineColumn[] = [
  {
    key: 'item',
    title: '商品',
    kind: 'lookup',
    width: 200,
    isRequired: true,
    find: async (text) => ITEMS.filter((item) => `${item.code}${item.name}`.includes(text)),
    follow: (item) => ({ price: String(item.price), tax_code: TAX }),
  },
  { key: 'entered_quantity', title: '数量', kind: 'number', format: 'quantity', width: 80, hasTotal: true },
  { key: 'price', title: '单价', kind: 'number', format: 'price', width: 80 },
  {
    key: 'gross',
    title: '价税合计',
    kind: 'computed',
    format: 'amount',
    width: 100,
    hasTotal: true,
    compute: (line) => lineAmounts(line, 2).gross,
  },
  { key: 'memo', title: '备注', kind: 'text', width: 120 },
];

let store: LineStore;
const filled = () => store.getState().filled();
const cell = (name: string) => screen.getByLabelText(name) as HTMLInputElement;

function show() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <LineGrid store={store} label="明细" currency="CNY" />
    </QueryClientProvider>,
  );
}

beforeAll(startI18n);
beforeEach(() => {
  store = createLineStore({ columns });
  store.getState().load([]);
});

describe('entering lines by keyboard', () => {
  it('takes two items, quantities and live totals without touching the mouse', async () => {
    const user = userEvent.setup();
    show();
    await user.tab();
    await user.keyboard('LS{Enter}');
    await waitFor(() => expect(filled()).toHaveLength(1));
    await user.keyboard('10{Enter}{Enter}{Enter}');
    await user.keyboard('LM{Enter}');
    await waitFor(() => expect(filled()).toHaveLength(2));
    await user.keyboard('4{Enter}');
    expect(filled()[0]).toMatchObject({ item: ITEMS[0], entered_quantity: '10', price: '2.50' });
    expect(filled()[1]).toMatchObject({ item: ITEMS[1], entered_quantity: '4' });
    // 25.00 + 3.25 tax, and 4.80 + 0.62 tax
    expect(screen.getByText('33.67')).toBeInTheDocument();
  });

  it('keeps what is no number, marked, instead of its beginning', async () => {
    const user = userEvent.setup();
    show();
    await user.tab();
    await user.keyboard('LS{Enter}');
    await waitFor(() => expect(filled()).toHaveLength(1));
    await user.keyboard('1O0{Tab}');
    expect(filled()[0]).toMatchObject({ entered_quantity: '1O0' });
    expect(screen.getByText('1O0')).toBeInTheDocument();
    expect(store.getState().unreadable()).toEqual([1]);
    expect(store.getState().errors[filled()[0]?.key ?? '']?.entered_quantity).toBe('grid:error.number');

    act(() => store.getState().attend());
    expect(cell('数量，第 1 行')).toHaveFocus();
    expect(cell('数量，第 1 行')).toHaveAccessibleDescription('数量请输入数字');
    expect(screen.getByText('请输入数字')).toBeVisible();

    act(() => store.getState().change(filled()[0]?.key ?? '', { entered_quantity: '100' }));
    expect(screen.queryByText('请输入数字')).toBeNull();
    expect(store.getState().unreadable()).toEqual([]);
  });

  it('mounts one input, however many lines there are', async () => {
    store
      .getState()
      .load(Array.from({ length: 200 }, () => ({ item: ITEMS[0], entered_quantity: '1', price: '1' })));
    show();
    expect(document.querySelectorAll('input')).toHaveLength(0);
    await userEvent.tab();
    expect(document.querySelectorAll('input')).toHaveLength(1);
  });

  it('puts the old value back on Escape, and leaves the grid on the second', async () => {
    const user = userEvent.setup();
    store.getState().load([{ item: ITEMS[0], entered_quantity: '5', price: '1' }]);
    show();
    act(() => store.getState().activate({ key: filled()[0]?.key ?? '', column: 1 }));
    await user.keyboard('77');
    expect(filled()[0]?.entered_quantity).toBe('77');
    await user.keyboard('{Escape}');
    expect(filled()[0]?.entered_quantity).toBe('5');
    expect(cell('数量，第 1 行').value).toBe('5');
    await user.keyboard('{Escape}');
    expect(store.getState().at).toBeNull();
    expect(screen.getByRole('grid')).toHaveFocus();
  });

  it('closes the open editor when a scan comes in', () => {
    store.getState().load([{ item: ITEMS[0], entered_quantity: '5', price: '1' }]);
    show();
    act(() => store.getState().activate({ key: filled()[0]?.key ?? '', column: 1 }));
    act(() => store.getState().scan(ITEMS[0] as Reference, '2', {}));
    expect(document.querySelectorAll('input')).toHaveLength(0);
    expect(filled()[0]?.entered_quantity).toBe('7');
  });
});

describe('an input method', () => {
  it('commits its word with Enter without moving to the next cell', () => {
    store.getState().load([{ item: ITEMS[0], entered_quantity: '1', price: '1' }]);
    show();
    const key = filled()[0]?.key ?? '';
    act(() => store.getState().activate({ key, column: 4 }));
    const input = cell('备注，第 1 行');
    fireEvent.compositionStart(input);
    fireEvent.change(input, { target: { value: 'ji' } });
    expect(filled()[0]?.memo).toBeUndefined();
    fireEvent.keyDown(input, { key: 'Enter', isComposing: true, keyCode: 229 });
    expect(store.getState().at).toEqual({ key, column: 4 });
    fireEvent.change(input, { target: { value: '急' } });
    fireEvent.compositionEnd(input, { data: '急' });
    expect(filled()[0]?.memo).toBe('急');
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(store.getState().at?.column).not.toBe(4);
  });

  it('types full-width digits that count as numbers', () => {
    store.getState().load([{ item: ITEMS[0], entered_quantity: '1', price: '1' }]);
    show();
    act(() => store.getState().activate({ key: filled()[0]?.key ?? '', column: 1 }));
    fireEvent.change(cell('数量，第 1 行'), { target: { value: '１２' } });
    expect(filled()[0]?.entered_quantity).toBe('12');
  });
});

describe('a table from a spreadsheet', () => {
  it('becomes lines, with items found by their code', async () => {
    show();
    act(() => store.getState().activate({ key: store.getState().order[0] ?? '', column: 0 }));
    fireEvent.paste(cell('商品，第 1 行'), {
      clipboardData: { getData: () => 'LS-08\t3\t2.5\nLM-08\t4\t1.2\n' },
    });
    await waitFor(() => expect(filled()).toHaveLength(2));
    expect(filled().map((line) => [(line.item as Reference).id, line.entered_quantity])).toEqual([
      ['1', '3'],
      ['2', '4'],
    ]);
  });
});
