export { Amount, Price, Quantity } from './Amount';
export { currencyExponent, currencySymbol } from './currency';
export { big, type Decimal, parseDecimal, roundHalfUp, sum, trimZeros } from './decimal';
export {
  formatAmount,
  formatCompact,
  formatMoney,
  formatPercent,
  formatPrice,
  formatQuantity,
  isNegative,
} from './format';
export { fractionOf, percentOf } from './percent';
