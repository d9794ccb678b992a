import type { HeaderValue } from '@/shared/document';
import { Amount } from '@/shared/money';

/** Shows an amount of the head once it can no longer be changed. */
export function showAmount(currency: string) {
  return (value: HeaderValue) =>
    typeof value === 'string' ? <Amount value={value} currency={currency} symbol strong /> : '—';
}
