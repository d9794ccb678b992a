export { lineAmounts } from './amounts';
export { completeScanned } from './completing';
export { columnsToRead } from './display';
export { LineGrid } from './LineGrid';
export { createLineStore, type LineStore } from './store';
export type { GridLine, LineColumn, LinePatch, Reference } from './types';
export { isReference } from './types';
export { isUntaxed, untaxedItems } from './untaxed';
