import { describe, expect, it } from 'vitest';
import { openTo, parentsOf, visibleRows } from './tree';

const row = (account_id: string, parent_id: string | null, level: number) => ({
  account_id,
  parent_id,
  level,
});
const rows = [
  row('1002', null, 1),
  row('1002.01', '1002', 2),
  row('1002.01.1', '1002.01', 3),
  row('2202', null, 1),
];
const ids = (open: Set<string>) => visibleRows(rows, open).map((known) => known.account_id);

describe('the chart as a tree', () => {
  it('shows the first level only while nothing is open', () => {
    expect(ids(new Set())).toEqual(['1002', '2202']);
  });

  it('opens to a level', () => {
    expect(ids(openTo(rows, 2))).toEqual(['1002', '1002.01', '2202']);
  });

  it('hides what is below a folded account, even if the account itself is open', () => {
    expect(ids(new Set(['1002.01']))).toEqual(['1002', '2202']);
  });

  it('knows who has children', () => {
    expect([...parentsOf(rows)]).toEqual(['1002', '1002.01']);
  });

  it('never hides an account whose parent is not in the list', () => {
    expect(visibleRows([row('x', 'gone', 2)], new Set())).toHaveLength(1);
  });
});
