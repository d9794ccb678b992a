import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import { type Choosable, findCustomers, findSuppliers, type PartyChoice } from '@/shared/select';
import type { LedgerAccount } from './api';

type Schemas = components['schemas'];
export type Opening = Schemas['OpeningOut'];
export type OpeningRow = Schemas['OpeningHeader'];
export type OpeningCheck = Schemas['OpeningCheck'];
export type ManualVoucher = Schemas['ManualVoucherOut'];
export type ManualVoucherRow = Schemas['ManualVoucherHeader'];
export type ProfitTransfer = Schemas['ProfitTransferOut'];
export type ProfitTransferRow = Schemas['ProfitTransferRow'];

/** The primary ledger first; none without the right to see them. */
export const bookLedgersQuery = queryOptions({
  queryKey: ['finance', 'ledgers', 'list'],
  staleTime: 300_000,
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET('/api/v1/ledger/ledgers', { signal })).catch(() => ({ items: [] }))).items,
});

/** Every account of the primary ledger that a voucher by hand may name. */
export const manualAccountsQuery = queryOptions({
  queryKey: ['finance', 'accounts', 'list', { manual: true }],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const query = { leaf: true, manual: true };
    const found = await unwrap(api.GET('/api/v1/ledger/accounts', { params: { query }, signal })).catch(
      () => ({
        items: [] as LedgerAccount[],
      }),
    );
    return found.items;
  },
});

interface AccountSearch {
  chartId?: string;
  /** Also those that documents keep: the refusal says where their opening balance is entered. */
  withControl?: boolean;
}

/** Accounts that can take a posting, by code or name. */
export async function findLeafAccounts(
  text: string,
  signal: AbortSignal,
  search: AccountSearch = {},
): Promise<(Choosable & LedgerAccount)[]> {
  const query = {
    q: text,
    chart_id: search.chartId,
    leaf: true,
    active: true,
    manual: search.withControl !== true,
  };
  const found = await unwrap(api.GET('/api/v1/ledger/accounts', { params: { query }, signal })).catch(() => ({
    items: [] as LedgerAccount[],
  }));
  return found.items.slice(0, 30) as (Choosable & LedgerAccount)[];
}

/** Customers and suppliers alike, each once. */
export async function findParties(text: string, signal: AbortSignal): Promise<PartyChoice[]> {
  const found = await Promise.all([findCustomers(text, signal), findSuppliers(text, signal)]);
  return [...new Map(found.flat().map((party) => [party.id, party])).values()];
}
