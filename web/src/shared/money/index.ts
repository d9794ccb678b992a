export { Amount, Price, Quantity } from './Amount';
export { currencyExponent } from './currency';
export { big, isNothing, isUnreadable, parseDecimal, roundHalfUp, sum, trimZeros } from './decimal';
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
