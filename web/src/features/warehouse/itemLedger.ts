import type { components } from '@/api/schema';
import { big, roundHalfUp, trimZeros } from '@/shared/money';

type Row = components['schemas']['ItemLedgerPage']['items'][number];

/** The value of a row on the side to which it belongs, as an accountant keeps the book; null where it has none. */
export function valueSides(row: Pick<Row, 'kind' | 'quantity_in' | 'quantity_out' | 'value'>) {
  if (!row.value) return { received: null, issued: null };
  const isIssue = big(row.quantity_out).gt(0) || (big(row.quantity_in).eq(0) && row.kind === 'backdate');
  return isIssue
    ? { received: null, issued: trimZeros(big(row.value).times(-1).toFixed()) }
    : { received: row.value, issued: null };
}

/** What one unit of the balance is worth; null for an empty balance. */
export function unitCost(row: Pick<Row, 'balance_quantity' | 'balance_value'>): string | null {
  if (!row.balance_value || big(row.balance_quantity).lte(0)) return null;
  return trimZeros(roundHalfUp(big(row.balance_value).div(big(row.balance_quantity)), 6).toFixed());
}

/** A zero that says nothing: the other side has moved. */
export function unlessZero(quantity: string): string | null {
  return big(quantity).eq(0) ? null : quantity;
}
