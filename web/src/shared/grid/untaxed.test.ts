import { describe, expect, it } from 'vitest';
import { createLineStore } from './store';
import type { LineColumn } from './types';
import { untaxedItems } from './untaxed';

const taxed: LineColumn[] = [
  { key: 'item', title: '商品', width: 80, kind: 'text' },
  { key: 'tax_code_id', title: '税率', width: 60, kind: 'text' },
];
const cup = { id: '1', name: '杯子' };
const freight = { id: '2', name: '运费' };

function untaxedOf(columns: readonly LineColumn[]) {
  const store = createLineStore({ columns });
  store
    .getState()
    .load([
      { item: cup, tax_code_id: null },
      { item: freight, tax_code_id: '9' },
      { item: cup },
      { item: { id: 'account/6602', name: '管理费用' } },
    ]);
  return untaxedItems(store.getState());
}

describe('items without a tax code', () => {
  it('are named once each; accounts and blank lines are none', () => {
    expect(untaxedOf(taxed)).toEqual([cup]);
  });

  it('are of no interest where lines have no tax', () => {
    expect(untaxedOf(taxed.slice(0, 1))).toEqual([]);
  });
});
