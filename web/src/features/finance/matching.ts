import { big, sum } from '@/shared/money';

/** Matching of money with open items: pure arithmetic on decimal text, all amounts positive as the API takes them. */

export type Side = 'AR' | 'AP';

export interface OpenItem {
  origin: { kind: string; id: string; number: string; line_id?: string | null };
  kind: string;
  business_date: string;
  due_date: string;
  overdue_days: number;
  /** Debit-positive in the item's own currency. */
  amount: string;
  open_amount: string;
}

export interface Allocation {
  amount: string;
  discount: string;
}

export type Allocations = Readonly<Record<string, Allocation>>;

export function itemKey(origin: OpenItem['origin']): string {
  return `${origin.kind}/${origin.id}/${origin.line_id ?? ''}`;
}

/** What of an item is open, without its sign. */
export function openOf(item: OpenItem): string {
  return big(item.open_amount).abs().toFixed();
}

/** 1: settling it takes money, as an invoice does; −1: it gives money back, as a red invoice or a prepayment does. */
function directionOf(item: OpenItem, side: Side): 1 | -1 {
  const isDebit = big(item.open_amount).gte(0);
  return isDebit === (side === 'AR') ? 1 : -1;
}

/** What is still open after an allocation. */
export function restOf(item: OpenItem, allocation: Allocation | undefined): string {
  return big(openOf(item)).minus(big(allocation?.amount)).minus(big(allocation?.discount)).toFixed();
}

const SMALL_PART = '0.01';
const SMALL_SUM = '10';

/** Whether a rest is small enough to be waived with one click; more must be typed on purpose. */
export function isSmallRest(rest: string, open: string): boolean {
  const value = big(rest);
  return value.gt(0) && (value.lt(big(SMALL_SUM)) || value.lte(big(open).times(SMALL_PART)));
}

export interface Balance {
  /** Money used by the allocations. */
  allocated: string;
  discount: string;
  /** Money left over; of a receipt or payment it becomes a prepayment. */
  rest: string;
  isExceeded: boolean;
}

export function balanceOf(
  items: readonly OpenItem[],
  allocations: Allocations,
  { amount, side }: { amount: string; side: Side },
): Balance {
  const used = sum(
    items.map((item) =>
      big(allocations[itemKey(item.origin)]?.amount).times(directionOf(item, side)).toFixed(),
    ),
  );
  const money = big(amount);
  const rest = money.minus(used);
  return {
    allocated: used.toFixed(),
    discount: sum(Object.values(allocations).map((allocation) => allocation.discount)).toFixed(),
    rest: rest.toFixed(),
    isExceeded: money.lt(0) ? !rest.eq(0) : rest.lt(0) || used.lt(0),
  };
}

const byAge = (a: OpenItem, b: OpenItem) =>
  a.due_date.localeCompare(b.due_date) || a.business_date.localeCompare(b.business_date);

/** Fills items up to a sum, the oldest due first. */
function fillOldest(items: readonly OpenItem[], total: string): Allocations {
  let left = big(total);
  const filled: Record<string, Allocation> = {};
  for (const item of items.toSorted(byAge)) {
    if (left.lte(0)) break;
    const open = big(openOf(item));
    const part = open.gt(left) ? left : open;
    if (part.lte(0)) continue;
    filled[itemKey(item.origin)] = { amount: part.toFixed(), discount: '0' };
    left = left.minus(part);
  }
  return filled;
}

const total = (items: readonly OpenItem[]) => sum(items.map(openOf));
const isAdvance = (item: OpenItem) => item.kind.startsWith('ADV');

/**
 * The usual way: credits of earlier red invoices are used first, then the oldest items, as far as the money goes.
 * Prepayments are left alone. A refund (negative amount) goes to what we owe back, the oldest first.
 */
export function allocateOldest(items: readonly OpenItem[], amount: string, side: Side): Allocations {
  const credits = items.filter((item) => directionOf(item, side) === -1);
  if (big(amount).lt(0)) return fillOldest(credits, big(amount).abs().toFixed());
  const debts = items.filter((item) => directionOf(item, side) === 1);
  const reds = credits.filter((item) => !isAdvance(item));
  const owed = total(debts);
  const credit = total(reds).gt(owed) ? owed : total(reds);
  return {
    ...fillOldest(reds, credit.toFixed()),
    ...fillOldest(debts, credit.plus(big(amount)).toFixed()),
  };
}

/** Both sides of a settlement note, as far as the smaller one goes, the oldest first. */
export function pairOldest(items: readonly OpenItem[]): Allocations {
  const debits = items.filter((item) => big(item.open_amount).gt(0));
  const credits = items.filter((item) => big(item.open_amount).lt(0));
  const [debit, credit] = [total(debits), total(credits)];
  const common = (debit.lt(credit) ? debit : credit).toFixed();
  return { ...fillOldest(debits, common), ...fillOldest(credits, common) };
}
