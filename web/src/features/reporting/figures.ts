import { big } from '@/shared/money';

/** How much larger or smaller a figure is than another, as a fraction; null where nothing can be compared. */
export function growth(now: string, before: string): string | null {
  const base = big(before);
  if (base.lte(0)) return null;
  return big(now).minus(base).div(base).round(4).toFixed();
}

/** The margin as a fraction of the sales; null without sales. */
export function marginRate(margin: string | null | undefined, sales: string): string | null {
  if (margin === null || margin === undefined || big(sales).lte(0)) return null;
  return big(margin).div(big(sales)).round(4).toFixed();
}

export function isAboveZero(value: string | null | undefined): boolean {
  return Boolean(value) && big(value).gt(0);
}

/** How far below the minimum: what has to be bought at least. */
export function shortage(minimum: string, onHand: string): string {
  return big(minimum).minus(big(onHand)).toFixed();
}

/** Fewer days with sales than this say nothing about how business goes. */
const BUSY_DAYS_MIN = 4;

/** True when there was hardly any business in the days of the trend. */
export function isQuiet(trend: readonly { sales: string }[]): boolean {
  return trend.filter((day) => !big(day.sales).eq(0)).length < BUSY_DAYS_MIN;
}

/** The first day of the month in which a day lies. */
export function monthStart(day: string): string {
  return `${day.slice(0, 7)}-01`;
}
