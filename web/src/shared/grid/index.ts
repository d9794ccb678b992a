export { type LineAmounts, lineAmounts, priceLine } from './amounts';
export { completeScanned } from './completing';
export { columnsToRead } from './display';
export { LineGrid } from './LineGrid';
export { createLineStore, type LineStore } from './store';
export type { CellPlace, CellValue, GridLine, LineColumn, LinePatch, LookupColumn, Reference } from './types';
export { isReference } from './types';
