import type { components } from '@/api/schema';
import { type HeaderValues, referenceId, writePricedLine } from '@/shared/document';
import type { GridLine } from '@/shared/grid';
import { big, isUnreadable } from '@/shared/money';

/** Selling over the counter: what is taken of what is owed, and what is told to the server. */

export type SaleBody = components['schemas']['SaleIn'];

export interface Settled {
  /** All of it is paid now. */
  isFull: boolean;
  /** Kept of the money that was handed over. */
  paid: string;
  /** Given back. */
  change: string;
  /** Left on account. */
  owed: string;
}

/** Nothing written means: exactly what is owed. More than owed is given back, less stays on account. */
export function settle(gross: string, tendered: string | null): Settled {
  const due = big(gross);
  const given = tendered === null ? due : big(tendered);
  const isFull = given.gte(due);
  const paid = isFull ? due : given;
  return {
    isFull,
    paid: paid.toFixed(),
    change: given.minus(paid).toFixed(),
    owed: due.minus(paid).toFixed(),
  };
}

/** The most digits before the point: nobody hands over more, and a barcode in the field has more. */
const WHOLE_DIGITS_MAX = 9;

/** What is wrong with the money handed over, as a key of the texts; null when nothing is. */
export function problemOfTendered(tendered: string | null, decimals: number): string | null {
  if (tendered === null) return null;
  if (isUnreadable(tendered)) return 'common:form.invalidNumber';
  const given = big(tendered);
  if (given.lt(0)) return 'common:form.notNegative';
  if (!given.round(decimals).eq(given)) return 'sales:direct.tooFine';
  return given.gte(`1e${WHOLE_DIGITS_MAX}`) ? 'sales:direct.tooMuch' : null;
}

interface Taken {
  tendered: string | null;
  cashAccountId: string | null;
  overrideReason: string;
}

export function writeSale(
  header: HeaderValues,
  lines: readonly GridLine[],
  gross: string,
  { tendered, cashAccountId, overrideReason }: Taken,
): SaleBody {
  const { isFull, paid } = settle(gross, tendered);
  return {
    party_id: referenceId(header.party) ?? '',
    warehouse_id: referenceId(header.warehouse) ?? '',
    business_date: (header.business_date as string | undefined) ?? null,
    memo: (header.memo as string | undefined) ?? '',
    reference: (header.reference as string | undefined) ?? '',
    currency: (header.currency as string | undefined) || null,
    rate: (header.rate as string | undefined) || '1',
    paid: isFull ? '0' : paid,
    paid_in_full: isFull,
    cash_account_id: cashAccountId,
    override_reason: overrideReason,
    lines: lines.map((line) => writePricedLine(line)) as SaleBody['lines'],
  };
}
