import { big } from '@/shared/money';
import type { GridLine, Reference } from './types';
import { isReference } from './types';

/**
 * Amounts of a priced line, by the integer arithmetic of the server: rounded half up at the currency's exponent, once,
 * at the line. A price that includes tax keeps its gross: tax = gross − net. The server always reckons again.
 */
export interface PricedInput {
  quantity: string | null;
  price: string | null;
  /** As fractions: `0.13` is 13 %. */
  taxRate: string | null;
  discountRate: string | null;
  priceIncludesTax: boolean;
  /** Decimals of the currency. */
  exponent: number;
}

export interface LineAmounts {
  net: string;
  tax: string;
  gross: string;
}

const QUANTITY_DECIMALS = 6;
const PRICE_DECIMALS = 6;
const RATE_DECIMALS = 12;
const RATE_SCALE = 10n ** BigInt(RATE_DECIMALS);

function scaled(text: string | null, decimals: number): bigint {
  return BigInt(big(text).round(decimals).times(`1e${decimals}`).toFixed(0));
}

/** Quotient with ties away from zero; the denominator is positive. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const quotient = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -quotient : quotient;
}

function fromUnits(units: bigint, exponent: number): string {
  return big(units.toString())
    .div(big(`1${'0'.repeat(exponent)}`))
    .toFixed(exponent);
}

export function priceLine(input: PricedInput): LineAmounts {
  const taxRate = scaled(input.taxRate, RATE_DECIMALS);
  const remaining = RATE_SCALE - scaled(input.discountRate, RATE_DECIMALS);
  const product = scaled(input.quantity, QUANTITY_DECIMALS) * scaled(input.price, PRICE_DECIMALS) * remaining;
  const decimals = QUANTITY_DECIMALS + PRICE_DECIMALS + RATE_DECIMALS - input.exponent;
  const amount = divideHalfUp(product, 10n ** BigInt(decimals));
  const net = input.priceIncludesTax ? divideHalfUp(amount * RATE_SCALE, RATE_SCALE + taxRate) : amount;
  const tax = input.priceIncludesTax ? amount - net : divideHalfUp(net * taxRate, RATE_SCALE);
  return {
    net: fromUnits(net, input.exponent),
    tax: fromUnits(tax, input.exponent),
    gross: fromUnits(net + tax, input.exponent),
  };
}

/** Lines are never changed in place, so what was reckoned for a line object stays true. */
const reckoned = new Map<number, WeakMap<GridLine, LineAmounts>>();

/** Amounts of a grid line with the usual fields: entered_quantity, price, discount_rate, tax_code, price_includes_tax. */
export function lineAmounts(line: GridLine, exponent: number): LineAmounts {
  let known = reckoned.get(exponent);
  if (!known) {
    known = new WeakMap();
    reckoned.set(exponent, known);
  }
  let amounts = known.get(line);
  if (!amounts) {
    amounts = priceLine({
      quantity: line.entered_quantity as string | null,
      price: line.price as string | null,
      taxRate: taxRateOf(line),
      discountRate: line.discount_rate as string | null,
      priceIncludesTax: line.price_includes_tax === true,
      exponent,
    });
    known.set(line, amounts);
  }
  return amounts;
}

function taxRateOf(line: GridLine): string | null {
  const code = line.tax_code;
  return isReference(code) ? ((code as Reference & { rate?: string }).rate ?? null) : null;
}
