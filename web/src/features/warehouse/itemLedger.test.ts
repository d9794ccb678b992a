import { describe, expect, it } from 'vitest';
import { unitCost, unlessZero, valueSides } from './itemLedger';

const row = (kind: string, quantityIn: string, quantityOut: string, value: string | null) =>
  valueSides({ kind, quantity_in: quantityIn, quantity_out: quantityOut, value });

describe('the item ledger', () => {
  it('keeps what came and what went apart, both positive', () => {
    expect(row('move', '264', '0', '127.91')).toEqual({ received: '127.91', issued: null });
    expect(row('move', '0', '48', '-23.26')).toEqual({ received: null, issued: '23.26' });
  });

  it('adds a price difference to the receipts and a late cost to the issues', () => {
    expect(row('price', '0', '0', '-1.50')).toEqual({ received: '-1.50', issued: null });
    expect(row('backdate', '0', '0', '-0.75')).toEqual({ received: null, issued: '0.75' });
  });

  it('shows no value where none may be seen', () => {
    expect(row('move', '5', '0', null)).toEqual({ received: null, issued: null });
  });

  it('tells what a unit is worth, and nothing of an empty balance', () => {
    expect(unitCost({ balance_quantity: '216', balance_value: '104.65' })).toBe('0.484491');
    expect(unitCost({ balance_quantity: '0', balance_value: '0' })).toBeNull();
    expect(unlessZero('0.000000')).toBeNull();
    expect(unlessZero('4')).toBe('4');
  });
});
