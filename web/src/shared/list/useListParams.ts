import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

export interface ListParams {
  q: string;
  sort: string;
  page: number;
  pageSize: number;
  /** All other parameters of the address: the filters. */
  filters: Readonly<Record<string, string>>;
}

export type ListChange = Partial<Omit<ListParams, 'filters'>> & {
  filters?: Record<string, string | undefined>;
};

const OWN = new Set(['q', 'sort', 'page', 'page_size']);
export const PAGE_SIZE = 50;

export function readListParams(search: URLSearchParams, defaultSort = ''): ListParams {
  const filters: Record<string, string> = {};
  for (const [name, value] of search) if (!OWN.has(name) && value !== '') filters[name] = value;
  return {
    q: search.get('q') ?? '',
    sort: search.get('sort') ?? defaultSort,
    page: positive(search.get('page'), 1),
    pageSize: positive(search.get('page_size'), PAGE_SIZE),
    filters,
  };
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}

/** The address after a change. Defaults are left out; whatever changes the set of rows goes back to page one. */
export function changeSearch(current: string, change: ListChange, defaultSort = ''): URLSearchParams {
  const search = new URLSearchParams(current);
  const put = (name: string, value: string | undefined, standard = '') => {
    if (value === undefined || value === '' || value === standard) search.delete(name);
    else search.set(name, value);
  };
  if (change.page === undefined) search.delete('page');
  else put('page', String(change.page), '1');
  if (change.pageSize !== undefined) put('page_size', String(change.pageSize), String(PAGE_SIZE));
  if (change.q !== undefined) put('q', change.q);
  if (change.sort !== undefined) put('sort', change.sort, defaultSort);
  for (const [name, value] of Object.entries(change.filters ?? {})) put(name, value);
  return search;
}

/** The state of a list lives in the address: it survives a reload, the back button and a copied link. */
export function useListParams(defaultSort = '') {
  const [search, setSearch] = useSearchParams();
  const params = useMemo(() => readListParams(search, defaultSort), [search, defaultSort]);
  const change = useCallback(
    (next: ListChange) => {
      // Updates of react-router are not queued: two in a row would lose the first. The address bar is the truth.
      setSearch(() => changeSearch(window.location.search, next, defaultSort), { replace: true });
    },
    [setSearch, defaultSort],
  );
  const clearFilters = useCallback(() => {
    const cleared = Object.keys(readListParams(new URLSearchParams(window.location.search)).filters);
    change({ q: '', filters: Object.fromEntries(cleared.map((name) => [name, undefined])) });
  }, [change]);
  return { params, change, clearFilters };
}

/** Query parameters in the words of the API. */
export function apiParams(params: ListParams): Record<string, string> {
  const query: Record<string, string> = { ...params.filters };
  if (params.q) query.q = params.q;
  if (params.sort) query.sort = params.sort;
  return query;
}
