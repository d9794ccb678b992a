import type { GridLine } from '@/shared/grid';
import { big, currencyExponent, roundHalfUp } from '@/shared/money';

/** What a line of a voucher is worth in ledger currency: rounded half up once, as the books do it. */
export function worthOf(line: GridLine, side: 'debit' | 'credit', ledgerCurrency: string): string | null {
  const amount = line[side];
  if (typeof amount !== 'string' || amount === '') return null;
  const isOwn = !line.currency || line.currency === ledgerCurrency;
  const rate = isOwn || typeof line.rate !== 'string' ? '1' : line.rate;
  return roundHalfUp(big(amount).mul(rate || '1'), currencyExponent(ledgerCurrency)).toFixed();
}
