import { formatAmount, formatMoney, formatPrice, formatQuantity, isNegative } from './format';
import './money.css';

interface AmountProps {
  value: string | null | undefined;
  currency?: string;
  /** With the currency's sign in front. */
  symbol?: boolean;
  strong?: boolean;
}

/** Money on screen: tabular digits, negatives red and with a minus sign (colour is never the only mark). */
export function Amount({ value, currency, symbol, strong }: AmountProps) {
  const text = symbol ? formatMoney(value, currency) : formatAmount(value, currency);
  return <span className={className(value, strong)}>{text}</span>;
}

export function Quantity({ value, strong }: { value: string | null | undefined; strong?: boolean }) {
  return <span className={className(value, strong)}>{formatQuantity(value)}</span>;
}

export function Price({ value }: { value: string | null | undefined }) {
  return <span className={className(value)}>{formatPrice(value)}</span>;
}

function className(value: string | null | undefined, strong?: boolean): string {
  return `number${isNegative(value) ? ' number-negative' : ''}${strong ? ' number-strong' : ''}`;
}
