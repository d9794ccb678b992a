import dayjs from 'dayjs';

/** Months as the API writes them (202601) and as people read them (2026-01). */

export function periodText(code: number): string {
  return `${Math.floor(code / 100)}-${String(code % 100).padStart(2, '0')}`;
}

export function periodCode(text: string): number {
  return Number(text.replace('-', ''));
}

export function yearStart(code: number): number {
  return Math.floor(code / 100) * 100 + 1;
}

export function firstDay(code: number): string {
  return `${periodText(code)}-01`;
}

export function lastDay(code: number): string {
  return dayjs(firstDay(code)).endOf('month').format('YYYY-MM-DD');
}

/** A month out of the address, or another one where it has none or nonsense. */
export function periodFrom(text: string | undefined, otherwise: number): number {
  const code = Number(text);
  return Number.isInteger(code) && code % 100 >= 1 && code % 100 <= 12 && code > 190_000 ? code : otherwise;
}
