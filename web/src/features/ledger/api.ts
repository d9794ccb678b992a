import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Account = Schemas['AccountOut'];
export type Period = Schemas['PeriodOut'];
export type Finding = Schemas['FindingOut'];
export type VoucherRow = Schemas['VoucherRow'];
export type Voucher = Schemas['VoucherOut'];
export type TrialBalance = Schemas['TrialBalance'];
export type TrialBalanceRow = Schemas['TrialBalanceRow'];

/** The whole chart of the primary ledger in code order. */
export const accountsQuery = queryOptions({
  queryKey: ['ledger', 'accounts', 'list'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/ledger/accounts', { signal }))).items,
});

/** The primary ledger first, then the parallel ones. */
export const ledgersQuery = queryOptions({
  queryKey: ['ledger', 'ledgers', 'list'],
  staleTime: 300_000,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/ledger/ledgers', { signal }))).items,
});

/** The last month anything was posted in: reports begin there, not in a month that is still empty. */
export const latestPeriodQuery = queryOptions({
  queryKey: ['ledger', 'vouchers', 'latest-period'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const page = await unwrap(
      api.GET('/api/v1/ledger/vouchers', { params: { query: { limit: 1 } }, signal }),
    );
    return page.items[0]?.period ?? currentPeriod();
  },
});

function currentPeriod(today = new Date()): number {
  return today.getFullYear() * 100 + today.getMonth() + 1;
}
