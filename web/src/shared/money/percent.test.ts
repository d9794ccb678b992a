import { describe, expect, it } from 'vitest';
import { fractionOf, percentOf } from './percent';

describe('a tax rate', () => {
  it('is said in per cent and kept as an exact fraction', () => {
    expect(percentOf('0.130000000000')).toBe('13');
    expect(percentOf('0.005')).toBe('0.5');
    expect(fractionOf('13')).toBe('0.13');
    expect(fractionOf('１.５％')).toBe('0.015');
    expect(fractionOf('0')).toBe('0');
  });
});
