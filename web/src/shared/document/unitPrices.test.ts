import { describe, expect, it } from 'vitest';
import { priceIn, unitFactor } from './unitPrices';

const water = {
  id: '1',
  name: '矿泉水',
  units: [
    { id: 'bottle', name: '瓶', numerator: '1', denominator: '1' },
    { id: 'carton', name: '箱', numerator: '24', denominator: '1' },
    { id: 'third', name: '份', numerator: '1', denominator: '3' },
  ],
};

describe('prices of packs', () => {
  it('are those of the base unit times what is in the pack', () => {
    expect(priceIn('2', water, { from: null, to: 'carton' })).toBe('48');
    expect(priceIn('2', water, { from: null, to: 'bottle' })).toBe('2');
  });

  it('follow when the unit of a line changes', () => {
    expect(priceIn('45', water, { from: 'carton', to: 'bottle' })).toBe('1.875');
    expect(priceIn('2', water, { from: 'bottle', to: 'third' })).toBe('0.666667');
    expect(priceIn('45', water, { from: 'carton', to: 'carton' })).toBe('45');
  });

  it('are not guessed for a unit that is not known', () => {
    expect(priceIn('2', water, { from: null, to: 'pallet' })).toBeNull();
    expect(priceIn('2', { id: '2', name: '杯' }, { from: 'bottle', to: 'carton' })).toBeNull();
    expect(priceIn('2', { id: '2', name: '杯' }, { from: null, to: null })).toBe('2');
    expect(priceIn(null, water, { from: null, to: 'carton' })).toBeNull();
    expect(unitFactor(water, 'carton')?.toFixed()).toBe('24');
  });
});
