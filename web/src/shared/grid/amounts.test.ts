import { describe, expect, it } from 'vitest';
import { divideHalfUp, lineAmounts, type PricedInput, priceLine } from './amounts';

const line = (input: Partial<PricedInput>) =>
  priceLine({
    quantity: '1',
    price: '0',
    taxRate: '0',
    discountRate: '0',
    priceIncludesTax: false,
    exponent: 2,
    ...input,
  });

describe('a line priced without tax', () => {
  it('adds the tax on the rounded net', () => {
    expect(line({ quantity: '3', price: '10.50', taxRate: '0.13' })).toEqual({
      net: '31.50',
      tax: '4.10',
      gross: '35.60',
    });
  });

  it('rounds half up once, at the line', () => {
    expect(line({ quantity: '0.5', price: '0.01' }).net).toBe('0.01');
    expect(line({ quantity: '3', price: '0.335', taxRate: '0.13' })).toEqual({
      net: '1.01',
      tax: '0.13',
      gross: '1.14',
    });
  });

  it('takes the discount off before rounding', () => {
    expect(line({ quantity: '7', price: '9.99', discountRate: '0.05' }).net).toBe('66.43');
  });
});

describe('a line priced with tax', () => {
  it('keeps the gross sacred', () => {
    const amounts = line({ quantity: '1', price: '100', taxRate: '0.13', priceIncludesTax: true });
    expect(amounts).toEqual({ net: '88.50', tax: '11.50', gross: '100.00' });
  });

  it('has parts that make up the whole for every cent up to 500 yuan', () => {
    for (let cents = 1; cents <= 50_000; cents += 7) {
      const price = (cents / 100).toFixed(2);
      const { net, tax, gross } = line({ price, taxRate: '0.06', priceIncludesTax: true });
      expect(gross).toBe(price);
      expect((Math.round(Number(net) * 100) + Math.round(Number(tax) * 100)) / 100).toBe(cents / 100);
    }
  });
});

describe('a red line', () => {
  it('is exactly the negative of the blue one', () => {
    const blue = line({ quantity: '3', price: '0.335', taxRate: '0.13' });
    const red = line({ quantity: '-3', price: '0.335', taxRate: '0.13' });
    expect(red).toEqual({ net: `-${blue.net}`, tax: `-${blue.tax}`, gross: `-${blue.gross}` });
  });
});

describe('currencies and large numbers', () => {
  it('rounds at the exponent of the currency', () => {
    expect(line({ quantity: '3', price: '33.5', exponent: 0 }).net).toBe('101');
    expect(line({ quantity: '1', price: '1.2345', exponent: 3 }).net).toBe('1.235');
  });

  it('stays exact where binary floats do not', () => {
    expect(line({ quantity: '999999999', price: '99999.99' }).net).toBe('99999989900000.01');
  });

  it('divides ties away from zero on both sides', () => {
    expect(divideHalfUp(5n, 2n)).toBe(3n);
    expect(divideHalfUp(-5n, 2n)).toBe(-3n);
    expect(divideHalfUp(7n, 3n)).toBe(2n);
  });
});

describe('a line of the grid', () => {
  it('is priced by its own tax code and flag', () => {
    const amounts = lineAmounts(
      {
        key: 'a',
        entered_quantity: '2',
        price: '56.5',
        discount_rate: '0',
        tax_code: { id: '1', name: '13%', rate: '0.13' },
        price_includes_tax: true,
      },
      2,
    );
    expect(amounts).toEqual({ net: '100.00', tax: '13.00', gross: '113.00' });
  });

  it('is worth nothing while empty', () => {
    expect(lineAmounts({ key: 'b' }, 2)).toEqual({ net: '0.00', tax: '0.00', gross: '0.00' });
  });
});
