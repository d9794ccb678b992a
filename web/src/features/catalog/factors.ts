import { big } from '@/shared/money';

/** One of a unit is numerator/denominator base units, in whole numbers: a third of a kilogram stays exact. */
export interface Factor {
  numerator: number;
  denominator: number;
}

const MAX = 10 ** 12;

/** Reads `12`, `0.5` or `1/3`; null when it is no positive factor. */
export function parseFactor(text: string): Factor | null {
  const plain = text.normalize('NFKC').replace(/[,\s]/g, '');
  const fraction = plain.match(/^(\d+)\/(\d+)$/);
  if (fraction) return reduced(Number(fraction[1]), Number(fraction[2]));
  if (!/^\d+(\.\d{1,6})?$/.test(plain)) return null;
  const decimals = plain.split('.')[1]?.length ?? 0;
  return reduced(
    Number(
      big(plain)
        .times(10 ** decimals)
        .toFixed(),
    ),
    10 ** decimals,
  );
}

/** The factor as people write it: as a decimal where it ends, else as a fraction. */
export function formatFactor(numerator: string | number, denominator: string | number): string {
  const [top, bottom] = [Number(numerator), Number(denominator)];
  if (bottom === 1) return String(top);
  const decimal = big(String(top)).div(bottom).round(6);
  return decimal.times(bottom).eq(top) ? decimal.toFixed() : `${top}/${bottom}`;
}

function reduced(numerator: number, denominator: number): Factor | null {
  if (numerator <= 0 || denominator <= 0 || numerator > MAX || denominator > MAX) return null;
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
