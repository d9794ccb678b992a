export { CurrencySelect } from './CurrencySelect';
export { Field } from './Field';
export { MasterPage } from './MasterPage';
export { RecordPage, type RecordTab } from './RecordPage';
export { type RowsColumn, RowsField } from './RowsField';
export { StatusField } from './StatusField';
export { type RecordDefinition, useRecord } from './useRecord';
