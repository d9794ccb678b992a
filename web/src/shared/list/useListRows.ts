import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { apiParams, type ListParams } from './useListParams';

/** A slice of a list that grows: the server hands out the place to go on from. */
export interface KeysetPage<Row> {
  items: Row[];
  next_cursor: string | null;
  totals?: Record<string, string>;
}

/** A numbered page of a small master list. */
export interface NumberedPage<Row> {
  items: Row[];
  total: number;
  totals?: Record<string, string>;
}

export type ListQuery = Record<string, string>;

export type ListSource<Row> =
  | { mode: 'keyset'; load: (query: ListQuery, signal: AbortSignal) => Promise<KeysetPage<Row>> }
  | { mode: 'numbered'; load: (query: ListQuery, signal: AbortSignal) => Promise<NumberedPage<Row>> };

export interface ListRows<Row> {
  rows: Row[];
  /** Known for numbered lists only. */
  total?: number;
  totals?: Record<string, string>;
  isFirstLoad: boolean;
  isRefreshing: boolean;
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  refetch: () => void;
}

/** Rows of a list by its address. Both kinds of paging look the same to the table. */
export function useListRows<Row>(
  queryKey: readonly [string, string],
  source: ListSource<Row>,
  params: ListParams,
): ListRows<Row> {
  const query = apiParams(params);
  const isKeyset = source.mode === 'keyset';
  const keyset = useInfiniteQuery({
    queryKey: [...queryKey, 'list', query],
    enabled: isKeyset,
    initialPageParam: '',
    placeholderData: keepPreviousData,
    getNextPageParam: (page: KeysetPage<Row>) => page.next_cursor ?? undefined,
    queryFn: ({ pageParam, signal }) => {
      const slice: ListQuery = { ...query, limit: String(params.pageSize) };
      if (pageParam) slice.cursor = pageParam;
      return source.load(slice, signal) as Promise<KeysetPage<Row>>;
    },
  });
  const page = { ...query, page: String(params.page), page_size: String(params.pageSize) };
  const numbered = useQuery({
    queryKey: [...queryKey, 'list', page],
    enabled: !isKeyset,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => source.load(page, signal) as Promise<NumberedPage<Row>>,
  });
  const active = isKeyset ? keyset : numbered;
  const first = isKeyset ? keyset.data?.pages[0] : numbered.data;
  return {
    rows: isKeyset
      ? (keyset.data?.pages.flatMap((slice) => slice.items) ?? [])
      : (numbered.data?.items ?? []),
    total: numbered.data?.total,
    totals: first?.totals,
    isFirstLoad: active.isPending,
    isRefreshing: active.isFetching && !keyset.isFetchingNextPage,
    error: active.data === undefined ? active.error : null,
    hasMore: isKeyset && keyset.hasNextPage,
    isLoadingMore: keyset.isFetchingNextPage,
    loadMore: () => keyset.fetchNextPage(),
    refetch: () => active.refetch(),
  };
}
