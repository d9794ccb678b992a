import { describe, expect, it } from 'vitest';
import { formatFactor, parseFactor } from './factors';

describe('the factor of a pack', () => {
  it('is read as whole numbers, decimals and fractions', () => {
    expect(parseFactor('12')).toEqual({ numerator: 12, denominator: 1 });
    expect(parseFactor('１,０００')).toEqual({ numerator: 1000, denominator: 1 });
    expect(parseFactor('0.5')).toEqual({ numerator: 1, denominator: 2 });
    expect(parseFactor('2/6')).toEqual({ numerator: 1, denominator: 3 });
  });

  it.each(['', '0', '-3', '1/0', 'a', '1.2.3'])('is refused for %s', (text) => {
    expect(parseFactor(text)).toBeNull();
  });

  it('is written as it was read', () => {
    expect(formatFactor('12', '1')).toBe('12');
    expect(formatFactor('1', '2')).toBe('0.5');
    expect(formatFactor('1', '3')).toBe('1/3');
  });
});
