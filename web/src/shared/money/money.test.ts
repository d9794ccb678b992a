import { describe, expect, it } from 'vitest';
import {
  big,
  formatAmount,
  formatMoney,
  formatPercent,
  formatPrice,
  formatQuantity,
  isNothing,
  parseDecimal,
  roundHalfUp,
} from '.';

describe('amounts on screen', () => {
  it('groups thousands and keeps the decimals of the currency', () => {
    expect(formatMoney('1234567.5')).toBe('¥1,234,567.50');
    expect(formatMoney('1234567.5', 'JPY')).toBe('JP¥1,234,568');
    expect(formatMoney('1.2345', 'KWD')).toBe('KWD 1.235');
  });

  it('marks negatives with a minus sign before the currency sign', () => {
    expect(formatMoney('-3')).toBe('−¥3.00');
    expect(formatAmount('-0.001')).toBe('0.00');
  });

  it('keeps all digits of amounts that a binary float cannot hold', () => {
    expect(formatAmount('900719925474099312.37')).toBe('900,719,925,474,099,312.37');
  });

  it('shows quantities without trailing zeros and prices with at least two decimals', () => {
    expect(formatQuantity('1200.500000')).toBe('1,200.5');
    expect(formatPrice('3.500000')).toBe('3.50');
    expect(formatPrice('0.012300')).toBe('0.0123');
    expect(formatPercent('0.130000000000')).toBe('13%');
  });

  it('shows nothing for an unknown amount', () => {
    expect(formatAmount(null)).toBe('');
    expect(formatQuantity(undefined)).toBe('');
  });
});

describe('numbers as people write them', () => {
  it.each([
    ['1,234.50', '1234.5'],
    ['１２．５', '12.5'],
    ['¥ 3,000', '3000'],
    ['(45.10)', '-45.1'],
    ['−7', '-7'],
    ['.5', '0.5'],
    ['5.', '5'],
  ])('reads %s as %s', (input, expected) => {
    expect(parseDecimal(input)).toBe(expected);
  });

  it.each(['', 'abc', '1e5', '--1', '1.2.3', '1O0', '1,5', '12,34', '1,23.4'])('refuses %s', (input) => {
    expect(parseDecimal(input)).toBeNull();
  });
});

describe('nothing', () => {
  it.each([null, '', '0', '0.00'])('is %s', (text) => {
    expect(isNothing(text)).toBe(true);
  });

  it.each(['1', '-0.01', '1O0'])('is not %s', (text) => {
    expect(isNothing(text)).toBe(false);
  });
});

describe('rounding', () => {
  it('rounds half away from zero', () => {
    expect(roundHalfUp(big('0.125'), 2).toFixed()).toBe('0.13');
    expect(roundHalfUp(big('-0.125'), 2).toFixed()).toBe('-0.13');
    expect(roundHalfUp(big('1.005'), 2).toFixed()).toBe('1.01');
  });
});
