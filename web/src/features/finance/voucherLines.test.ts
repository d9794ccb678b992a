import { describe, expect, it } from 'vitest';
import { worthOf } from './voucherLines';

describe('the worth of a voucher line', () => {
  it('is the amount itself in the ledger’s own currency', () => {
    expect(worthOf({ key: '1', debit: '12.5', currency: 'CNY', rate: '9' }, 'debit', 'CNY')).toBe('12.5');
    expect(worthOf({ key: '1', debit: '12.5' }, 'debit', 'CNY')).toBe('12.5');
  });

  it('is converted at the rate of the line and rounded half up', () => {
    const line = { key: '1', credit: '100.01', currency: 'USD', rate: '7.5' };
    expect(worthOf(line, 'credit', 'CNY')).toBe('750.08');
    expect(worthOf({ ...line, credit: '-100.01' }, 'credit', 'CNY')).toBe('-750.08');
    expect(worthOf(line, 'credit', 'JPY')).toBe('750');
  });

  it('is empty on the other side', () => {
    expect(worthOf({ key: '1', debit: '5', credit: null }, 'credit', 'CNY')).toBeNull();
  });
});
