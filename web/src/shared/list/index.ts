export type { ListColumn } from './columns';
export { DataTable } from './DataTable';
export { ExportButton } from './ExportButton';
export type { ListFilter } from './FilterBar';
export { ListPage } from './ListPage';
export { useDebounced } from './useDebounced';
export { useListParams } from './useListParams';
export type { ListQuery, NumberedPage } from './useListRows';
