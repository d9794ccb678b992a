export type { ColumnKind, ListColumn } from './columns';
export { DataTable } from './DataTable';
export { ExportButton } from './ExportButton';
export type { ListFilter } from './FilterBar';
export { ListPage, type ListPageProps } from './ListPage';
export { useDebounced } from './useDebounced';
export { useListParams } from './useListParams';
export type { KeysetPage, ListQuery, ListSource, NumberedPage } from './useListRows';
