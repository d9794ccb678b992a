import Big from 'big.js';

/**
 * Exact decimal arithmetic on strings. Money, prices, quantities and rates travel as strings from the
 * database to the screen; no JavaScript number ever holds one of them.
 */
Big.DP = 20;
Big.RM = Big.roundHalfUp;

export type Decimal = string;

const PATTERN = /^[-+]?(\d+\.?\d*|\.\d+)$/;

/** A comma parts thousands and nothing else: `1,5` is no number, as nobody can say which one. */
const GROUPED = /^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/;

/** True for a plain decimal such as `-12.50`; exponents and blanks are refused. */
function isDecimal(text: string): boolean {
  return PATTERN.test(text.trim());
}

/** The value of a decimal text; empty or unreadable text counts as zero. */
export function big(text: string | null | undefined): Big {
  if (!text) return new Big(0);
  const plain = text.trim().replace(/^\+/, '');
  return isDecimal(plain) ? new Big(plain.replace(/^(-?)\./, '$10.').replace(/\.$/, '')) : new Big(0);
}

/** Rounds half up, away from zero: 0.125 becomes 0.13 and -0.125 becomes -0.13, as on the server. */
export function roundHalfUp(value: Big, decimals: number): Big {
  return value.round(decimals, Big.roundHalfUp);
}

/** A decimal without trailing zeros: `12.500000` becomes `12.5`. */
export function trimZeros(text: string): string {
  if (!text.includes('.')) return text;
  const trimmed = text.replace(/0+$/, '').replace(/\.$/, '');
  return trimmed === '-0' ? '0' : trimmed;
}

export function sum(values: Iterable<string | null | undefined>): Big {
  let total = new Big(0);
  for (const value of values) total = total.plus(big(value));
  return total;
}

/** Text that stands where a number belongs and is none. */
export function isUnreadable(text: string | null | undefined): boolean {
  return Boolean(text?.trim()) && parseDecimal(text ?? '') === null;
}

/** Nothing or zero; what cannot be read is something, and is not left out. */
export function isNothing(text: string | null | undefined): boolean {
  return !isUnreadable(text) && big(text).eq(0);
}

/**
 * Reads what a person or a spreadsheet writes as a number: full-width digits, thousands separators,
 * currency signs, a typographic minus, and accountants' brackets for negatives. Null when it is no number.
 */
export function parseDecimal(input: string): Decimal | null {
  let text = input
    .normalize('NFKC')
    .trim()
    .replace(/[−–]/g, '-')
    .replace(/[¥$€£\s']/g, '');
  if (/^\(.+\)$/.test(text)) text = `-${text.slice(1, -1)}`;
  if (text.includes(',')) {
    if (!GROUPED.test(text)) return null;
    text = text.replaceAll(',', '');
  }
  if (!isDecimal(text)) return null;
  return trimZeros(big(text).toFixed());
}
