import { big, parseDecimal, trimZeros } from './decimal';

/** `0.13` as people say it: `13`. */
export function percentOf(fraction: string): string {
  return trimZeros(big(fraction).times(100).toFixed());
}

/** `13` or `13%` as the API takes it: `0.13`. */
export function fractionOf(percent: string): string {
  const plain = parseDecimal(percent.replace(/[%％]/g, ''));
  return trimZeros(big(plain).div(100).toFixed());
}
