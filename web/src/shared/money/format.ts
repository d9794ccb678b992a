import { currencyExponent, currencySymbol } from './currency';
import { big, trimZeros } from './decimal';

const MINUS = '−';

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Groups thousands and writes a true minus sign: `-1234567.5` becomes `−1,234,567.5`. */
function grouped(plain: string): string {
  const isNegative = plain.startsWith('-');
  const [whole = '0', fraction] = plain.replace('-', '').split('.');
  return `${isNegative ? MINUS : ''}${group(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** An amount of money with the decimals of its currency, without its sign: `1,234.50`. */
export function formatAmount(value: string | null | undefined, currency = 'CNY'): string {
  if (value === null || value === undefined || value === '') return '';
  const rounded = big(value).toFixed(currencyExponent(currency));
  return grouped(/^-0(\.0*)?$/.test(rounded) ? rounded.slice(1) : rounded);
}

/** An amount of money with the sign of its currency: `¥1,234.50`, `−¥3.00`. */
export function formatMoney(value: string | null | undefined, currency = 'CNY'): string {
  const amount = formatAmount(value, currency);
  if (amount === '') return '';
  const symbol = currencySymbol(currency);
  return amount.startsWith(MINUS) ? `${MINUS}${symbol}${amount.slice(1)}` : `${symbol}${amount}`;
}

/** A quantity or price: grouped, and without trailing zeros beyond `decimalsMin`. */
export function formatQuantity(value: string | null | undefined, decimalsMin = 0): string {
  if (value === null || value === undefined || value === '') return '';
  const trimmed = trimZeros(big(value).toFixed());
  const decimals = trimmed.split('.')[1]?.length ?? 0;
  return grouped(decimals < decimalsMin ? big(value).toFixed(decimalsMin) : trimmed);
}

/** A unit price: at least two decimals, at most what the server keeps. */
export function formatPrice(value: string | null | undefined): string {
  return formatQuantity(value, 2);
}

/** A rate stored as a fraction, shown as a percentage: `0.13` becomes `13%`. */
export function formatPercent(value: string | null | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  return `${trimZeros(big(value).times(100).toFixed())}%`;
}

/** A short figure for axes and tiles: in units of 万 and 亿, or of k, M and B. For reading, never for reckoning. */
export function formatCompact(value: string, language: string): string {
  const number = Number(value);
  return new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(number);
}

export function isNegative(value: string | null | undefined): boolean {
  return Boolean(value) && big(value).lt(0);
}
