import { describe, expect, it } from 'vitest';
import {
  allocateOldest,
  balanceOf,
  isSmallRest,
  itemKey,
  type OpenItem,
  pairOldest,
  restOf,
} from './matching';

const item = (id: string, open: string, due: string, kind = 'AR'): OpenItem => ({
  origin: { kind: 'sales_invoice', id, number: `XSFP${id}` },
  kind,
  business_date: due,
  due_date: due,
  overdue_days: 0,
  amount: open,
  open_amount: open,
});
const keyOf = (id: string) => `sales_invoice/${id}/`;

describe('money received', () => {
  const invoices = [item('2', '300', '2026-02-01'), item('1', '100.10', '2026-01-01')];

  it('pays the oldest due first and the next as far as it goes', () => {
    expect(allocateOldest(invoices, '150', 'AR')).toEqual({
      [keyOf('1')]: { amount: '100.1', discount: '0' },
      [keyOf('2')]: { amount: '49.9', discount: '0' },
    });
  });

  it('leaves what exceeds all invoices as a prepayment', () => {
    const found = allocateOldest(invoices, '500', 'AR');
    const balance = balanceOf(invoices, found, { amount: '500', side: 'AR' });
    expect(balance).toEqual({ allocated: '400.1', discount: '0', rest: '99.9', isExceeded: false });
  });

  it('uses the credit of a red invoice together with the money', () => {
    const items = [...invoices, item('3', '-50', '2026-01-05')];
    const found = allocateOldest(items, '350.10', 'AR');
    expect(found[keyOf('3')]?.amount).toBe('50');
    expect(found[keyOf('2')]?.amount).toBe('300');
    expect(balanceOf(items, found, { amount: '350.10', side: 'AR' }).rest).toBe('0');
  });

  it('never uses more credit than there is debt', () => {
    const items = [item('1', '20', '2026-01-01'), item('3', '-50', '2026-01-05')];
    const found = allocateOldest(items, '0', 'AR');
    expect(found[keyOf('3')]?.amount).toBe('20');
    expect(balanceOf(items, found, { amount: '0', side: 'AR' }).isExceeded).toBe(false);
  });

  it('leaves earlier prepayments alone', () => {
    const items = [...invoices, item('9', '-80', '2026-01-01', 'ADVR')];
    expect(allocateOldest(items, '100', 'AR')[keyOf('9')]).toBeUndefined();
  });

  it('is exceeded when more is allocated than came in', () => {
    const found = { [keyOf('2')]: { amount: '300', discount: '0' } };
    expect(balanceOf(invoices, found, { amount: '299.99', side: 'AR' }).isExceeded).toBe(true);
  });

  it('keeps a discount out of the money', () => {
    const found = { [keyOf('1')]: { amount: '100', discount: '0.1' } };
    const balance = balanceOf(invoices, found, { amount: '100', side: 'AR' });
    expect(balance).toMatchObject({ discount: '0.1', rest: '0' });
    expect(restOf(invoices[1] as OpenItem, found[keyOf('1')])).toBe('0');
  });
});

describe('a rest', () => {
  it('is waived with one click only when it is small', () => {
    expect(isSmallRest('0.3', '5')).toBe(true);
    expect(isSmallRest('80', '10000')).toBe(true);
    expect(isSmallRest('15487.51', '16488')).toBe(false);
    expect(isSmallRest('0', '5')).toBe(false);
  });
});

describe('a refund', () => {
  it('goes whole to what is owed back', () => {
    const items = [item('1', '100', '2026-01-01'), item('9', '-80', '2026-01-01', 'ADVR')];
    const found = allocateOldest(items, '-60', 'AR');
    expect(found).toEqual({ [keyOf('9')]: { amount: '60', discount: '0' } });
    expect(balanceOf(items, found, { amount: '-60', side: 'AR' }).isExceeded).toBe(false);
  });
});

describe('money paid', () => {
  it('settles payables, which stand as negative amounts', () => {
    const items = [item('1', '-100', '2026-01-01', 'AP'), item('2', '30', '2026-01-02', 'AP')];
    const found = allocateOldest(items, '70', 'AP');
    expect(found[keyOf('1')]?.amount).toBe('100');
    expect(found[keyOf('2')]?.amount).toBe('30');
    expect(balanceOf(items, found, { amount: '70', side: 'AP' }).rest).toBe('0');
  });
});

describe('a settlement note', () => {
  it('offsets both sides as far as the smaller one goes', () => {
    const items = [
      item('1', '100', '2026-01-01'),
      item('2', '100', '2026-02-01'),
      item('9', '-130', '2026-01-03', 'ADVR'),
    ];
    const found = pairOldest(items);
    expect(found[keyOf('1')]?.amount).toBe('100');
    expect(found[keyOf('2')]?.amount).toBe('30');
    expect(found[keyOf('9')]?.amount).toBe('130');
    expect(Object.keys(found)).toEqual(items.map((known) => itemKey(known.origin)));
  });
});
