export { DecimalInput } from './DecimalInput';
export { showFormFaults } from './formFaults';
export { decimal, decimalOrNull, required } from './rules';
