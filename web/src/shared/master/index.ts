export { CurrencySelect } from './CurrencySelect';
export { Field } from './Field';
export { MasterPage, type MasterRow } from './MasterPage';
export { RecordPage, type RecordTab } from './RecordPage';
export { type RowsColumn, RowsField } from './RowsField';
export { StatusField } from './StatusField';
export { type MasterRecord, type RecordDefinition, useRecord } from './useRecord';
