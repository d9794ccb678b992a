import type { Reference } from '@/shared/grid';
import { big, roundHalfUp, trimZeros } from '@/shared/money';

/** Prices have six decimals, as on the server. */
const PRICE_DECIMALS = 6;

interface UnitFactor {
  id: string;
  numerator?: string;
  denominator?: string;
}

/** Base units in one of the unit; null when it is not among the item's units as far as they are known. */
export function unitFactor(item: Reference, unitId: string | null | undefined) {
  if ((item.base_unit as { id?: string } | undefined)?.id === unitId) return big('1');
  const units = Array.isArray(item.units) ? (item.units as UnitFactor[]) : [];
  const unit = units.find((known) => known.id === unitId);
  return unit?.numerator ? big(unit.numerator).div(big(unit.denominator ?? '1')) : null;
}

/**
 * The price of one `to` unit when one `from` unit costs `price`: a carton of 24 costs 24 times the bottle. `from` null is
 * the base unit. Null when there is no price, or when a factor is not known: better none than one for another pack.
 */
export function priceIn(
  price: string | null | undefined,
  item: Reference,
  { from, to }: { from: string | null; to: string | null | undefined },
): string | null {
  if (!price) return null;
  if (from === to || (from === null && !to)) return price;
  const [held, wanted] = [from === null ? big('1') : unitFactor(item, from), unitFactor(item, to)];
  if (!held || !wanted) return null;
  return trimZeros(roundHalfUp(big(price).times(wanted).div(held), PRICE_DECIMALS).toFixed());
}
