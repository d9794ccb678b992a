import { describe, expect, it } from 'vitest';
import { parseDate } from './dates';

const TODAY = '2026-11-22';

describe('dates as people type them', () => {
  it.each([
    ['2026-3-5', '2026-03-05'],
    ['2026/03/05', '2026-03-05'],
    ['2026年3月5日', '2026-03-05'],
    ['20260305', '2026-03-05'],
    ['0305', '2026-03-05'],
    ['3-5', '2026-03-05'],
    ['5', '2026-11-05'],
    ['２８', '2026-11-28'],
  ])('reads %s as %s', (typed, date) => {
    expect(parseDate(typed, TODAY)).toBe(date);
  });

  it.each(['', '31', '2026-2-30', '13-1', 'abc', '26-3-5', '0', '123'])('refuses %s', (typed) => {
    expect(parseDate(typed, TODAY)).toBeNull();
  });
});
