import { describe, expect, it } from 'vitest';
import { linesOf } from './allocationLines';
import { itemKey, type OpenItem } from './matching';

const item = { origin: { kind: 'sales_invoice', id: '7', number: 'XSFP1', line_id: null } } as OpenItem;
const key = itemKey(item.origin);

describe('lines of what is settled', () => {
  it('leave out what is left empty', () => {
    expect(linesOf([item], { [key]: { amount: '0', discount: '0' } })).toEqual([]);
    expect(linesOf([item], {})).toEqual([]);
  });

  it('keep what cannot be read, so that it is refused and not forgotten', () => {
    expect(linesOf([item], { [key]: { amount: '1O0', discount: '0' } })).toMatchObject([{ amount: '1O0' }]);
  });
});
