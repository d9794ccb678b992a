import { describe, expect, it } from 'vitest';
import { firstDay, lastDay, periodCode, periodFrom, periodText, yearStart } from './periods';

describe('accounting months', () => {
  it('are read and written', () => {
    expect(periodText(202603)).toBe('2026-03');
    expect(periodCode('2026-03')).toBe(202603);
    expect(yearStart(202611)).toBe(202601);
  });

  it('reach from the first to the last day, in leap years too', () => {
    expect(firstDay(202402)).toBe('2024-02-01');
    expect(lastDay(202402)).toBe('2024-02-29');
  });

  it('fall back when the address says nonsense', () => {
    expect(periodFrom('202613', 202601)).toBe(202601);
    expect(periodFrom(undefined, 202601)).toBe(202601);
    expect(periodFrom('202605', 202601)).toBe(202605);
  });
});
