import { describe, expect, it } from 'vitest';
import { problemOfTendered, settle, writeSale } from './directSale';

describe('money over the counter', () => {
  it('takes exactly what is owed when nothing else is written', () => {
    expect(settle('56.50', null)).toEqual({ isFull: true, paid: '56.5', change: '0', owed: '0' });
  });

  it('gives back what is too much', () => {
    expect(settle('56.50', '100')).toEqual({ isFull: true, paid: '56.5', change: '43.5', owed: '0' });
  });

  it('leaves on account what is too little', () => {
    expect(settle('56.50', '50')).toEqual({ isFull: false, paid: '50', change: '0', owed: '6.5' });
    expect(settle('56.50', '0')).toEqual({ isFull: false, paid: '0', change: '0', owed: '56.5' });
  });
});

describe('money that cannot have been handed over', () => {
  it.each([
    ['1O0', 'common:form.invalidNumber'],
    ['-5', 'common:form.notNegative'],
    ['28.255', 'sales:direct.tooFine'],
    ['6901234567892', 'sales:direct.tooMuch'],
  ])('is refused: %s', (tendered, problem) => {
    expect(problemOfTendered(tendered, 2)).toBe(problem);
  });

  it.each([null, '0', '28.25', '1000'])('is taken otherwise: %s', (tendered) => {
    expect(problemOfTendered(tendered, 2)).toBeNull();
  });
});

describe('the sale for the server', () => {
  const header = {
    party: { id: '7', name: '散客' },
    warehouse: { id: '3', name: '主仓库' },
    business_date: '2026-03-02',
  };
  const line = {
    key: 'l1',
    item: { id: '11', code: 'A', name: '杯' },
    entered_quantity: '2',
    price: '25',
    tax_code_id: '5',
  };
  const taken = { cashAccountId: '9', overrideReason: '' };

  it('asks for the whole amount, so that the server and not the page says how much that is', () => {
    const body = writeSale(header, [line], '56.5', { ...taken, tendered: '100' });
    expect(body).toMatchObject({ party_id: '7', warehouse_id: '3', paid_in_full: true, paid: '0' });
    expect(body.lines[0]).toMatchObject({ item_id: '11', quantity: '2', price: '25', tax_code_id: '5' });
  });

  it('names a foreign currency and its rate', () => {
    const foreign = { ...header, currency: 'USD', rate: '7.1' };
    const body = writeSale(foreign, [line], '56.5', { ...taken, tendered: null });
    expect(body).toMatchObject({ currency: 'USD', rate: '7.1', paid_in_full: true });
    expect(writeSale(header, [line], '56.5', { ...taken, tendered: null })).toMatchObject({
      currency: null,
      rate: '1',
    });
  });

  it('names the part that was paid', () => {
    const body = writeSale(header, [line], '56.5', { ...taken, tendered: '50' });
    expect(body).toMatchObject({ paid_in_full: false, paid: '50', cash_account_id: '9' });
  });
});
