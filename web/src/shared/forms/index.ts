export { DecimalInput } from './DecimalInput';
export { type SortedFaults, showFormFaults } from './formFaults';
export { decimal, decimalOrNull, required } from './rules';
