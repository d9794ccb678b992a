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
