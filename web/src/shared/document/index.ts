export { AmountField } from './AmountField';
export * from './columns';
export { CURRENCIES, useCurrencyFields } from './currencyFields';
export { DateField } from './DateField';
export { DocHeader } from './DocHeader';
export { DocTotals, useLiveTotals } from './DocTotals';
export { DocumentPage } from './DocumentPage';
export { EntryLines } from './EntryLines';
export { documentEndpoints } from './endpoints';
export { sortFaults } from './faults';
export { documentKind, documentPath, registerDocumentKinds } from './kinds';
export {
  followItem,
  problemOfLines,
  readItemLine,
  referenceId,
  type ServerItemLine,
  writeItemLine,
  writePricedLine,
} from './lines';
export { documentFilters, documentListColumns, ORDER_STATES, POSTED_STATES } from './listColumns';
export { type Origin, OriginLink, originName } from './OriginLink';
export { blankOrderHead, readOrderHead, useOrderFields, writeOrder } from './orders';
export { PreviewDrawer } from './PreviewDrawer';
export { ReasonDialog } from './ReasonDialog';
export { RelatedDocuments } from './RelatedDocuments';
export { taxColumn } from './taxColumn';
export type {
  AuditRow,
  DocumentBody,
  DocumentDefinition,
  DocumentDetail,
  HeaderField,
  HeaderValue,
  HeaderValues,
  LinesProps,
} from './types';
export { scanItem, type TradeOptions, useTradeColumns } from './useTradeColumns';
