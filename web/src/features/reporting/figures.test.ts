import { describe, expect, it } from 'vitest';
import { growth, isAboveZero, isQuiet, marginRate, monthStart, shortage } from './figures';

describe('figures of the workbench', () => {
  it('compare a day with the day before', () => {
    expect(growth('150.00', '100.00')).toBe('0.5');
    expect(growth('50', '100')).toBe('-0.5');
    expect(growth('100', '0')).toBeNull();
  });

  it('show the margin as a share of the sales, also when it is a loss', () => {
    expect(marginRate('30', '120')).toBe('0.25');
    expect(marginRate('-6', '120')).toBe('-0.05');
    expect(marginRate(undefined, '120')).toBeNull();
    expect(marginRate('0', '0')).toBeNull();
  });

  it('tell what is missing to the minimum, below zero too', () => {
    expect(shortage('10', '4.5')).toBe('5.5');
    expect(shortage('10', '-2')).toBe('12');
    expect(isAboveZero('0.0000')).toBe(false);
    expect(isAboveZero('0.01')).toBe(true);
  });

  it('say little when hardly any day had sales', () => {
    const days = (busy: number) =>
      Array.from({ length: 30 }, (_, day) => ({ sales: day < busy ? '9.50' : '0' }));
    expect(isQuiet(days(3))).toBe(true);
    expect(isQuiet(days(4))).toBe(false);
  });

  it('of a month begin with its first day', () => {
    expect(monthStart('2011-06-30')).toBe('2011-06-01');
  });
});
