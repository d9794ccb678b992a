import { describe, expect, it } from 'vitest';
import { isAllowed } from './permissions';

describe('what the user may do', () => {
  it('needs the named permission', () => {
    expect(isAllowed(['sales.order.read'], 'sales.order.read')).toBe(true);
    expect(isAllowed(['sales.order.read'], 'sales.order.approve')).toBe(false);
    expect(isAllowed([], 'sales.order.read')).toBe(false);
  });

  it('is satisfied by any one of several', () => {
    expect(
      isAllowed(['warehouse.transfer.read'], ['warehouse.stocktake.read', 'warehouse.transfer.read']),
    ).toBe(true);
  });

  it('understands granted globs, and takes the dot literally', () => {
    expect(isAllowed(['sales.*'], 'sales.order.read')).toBe(true);
    expect(isAllowed(['*.read'], 'ledger.voucher.read')).toBe(true);
    expect(isAllowed(['sales.*'], 'salesxorder.read')).toBe(false);
  });

  it('asks nothing where a page asks nothing', () => {
    expect(isAllowed([], undefined)).toBe(true);
  });
});
