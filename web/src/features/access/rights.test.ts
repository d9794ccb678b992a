import { describe, expect, it } from 'vitest';
import { matrixRows, patternsFor } from './rights';

const all = ['sales.order.read', 'sales.order.create', 'stock.warehouse.read'];

describe('the rights of a role', () => {
  it('keep a pattern while all that it covers is ticked', () => {
    const chosen = new Set(all);
    expect(patternsFor(['sales.*'], chosen, all)).toEqual(['sales.*', 'stock.warehouse.read']);
  });

  it('name one by one what is left of a pattern that no longer holds', () => {
    const chosen = new Set(['sales.order.read']);
    expect(patternsFor(['sales.*', '*.*.read'], chosen, all)).toEqual(['sales.order.read']);
  });

  it('drop a pattern that covers nothing', () => {
    expect(patternsFor(['gone.*'], new Set(), all)).toEqual([]);
  });

  it('stand in one row per noun', () => {
    const rows = matrixRows(all.map((code) => ({ code, label_zh: code, label_en: code })));
    expect(rows.map((row) => [row.noun, row.permissions.length])).toEqual([
      ['order', 2],
      ['warehouse', 1],
    ]);
  });
});
