import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isApiError } from './errors';

type Report = (error: unknown) => void;
let report: Report = () => undefined;

/** The shell registers how a failure without its own place on the page is told to the user. */
export function reportFailuresWith(handler: Report): void {
  report = handler;
}

declare module '@tanstack/react-query' {
  interface Register {
    /** `silent`: the page itself shows the failure of this query or mutation. */
    mutationMeta: { silent?: boolean };
    queryMeta: { silent?: boolean };
  }
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      // A first load that fails shows its own panel; only a failed refresh of data on screen is announced.
      onError: (error, query) => {
        if (!query.meta?.silent && query.state.data !== undefined) report(error);
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (!mutation.meta?.silent) report(error);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && (!isApiError(error) || error.isTransient),
      },
      mutations: { retry: false },
    },
  });
}
