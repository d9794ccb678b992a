import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import type { Choosable } from '@/shared/select';
import type { Side } from './matching';

type Schemas = components['schemas'];
export type Invoice = Schemas['InvoiceOut'];
export type InvoiceRow = Schemas['InvoiceHeader'];
export type Money = Schemas['MoneyOut'];
export type MoneyRow = Schemas['MoneyHeader'];
export type Settlement = Schemas['SettlementOut'];
export type SettlementRow = Schemas['SettlementHeader'];
export type CashEntry = Schemas['CashEntryOut'];
export type CashEntryRow = Schemas['CashEntryHeader'];
export type OpenItemRow = Schemas['OpenItemOut'];
export type AgedBalances = Schemas['AgedBalances'];
export type LedgerAccount = Schemas['AccountOut'];

/** A page of one of the document lists; their addresses differ in the last word only. */
export async function listDocuments<Row>(
  path: string,
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<{ items: Row[]; next_cursor: string | null }> {
  const { data } = await api.GET(`/api/v1/finance/${path}` as '/api/v1/finance/payments', {
    params: { query: query as never },
    signal,
  });
  return data as unknown as { items: Row[]; next_cursor: string | null };
}

/** All open items of a party: matching needs every one of them, not a page. */
export function openItemsQuery(side: Side, partyId: string | null, currency: string) {
  return queryOptions({
    queryKey: ['finance', 'open-items', 'list', { side, partyId, currency }],
    enabled: partyId !== null,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const items: OpenItemRow[] = [];
      let cursor: string | undefined;
      do {
        const query = {
          side,
          party_id: partyId ?? undefined,
          currency: currency || undefined,
          limit: 200,
          cursor,
        };
        const page = await unwrap(api.GET('/api/v1/finance/open-items', { params: { query }, signal }));
        items.push(...page.items);
        cursor = page.next_cursor ?? undefined;
      } while (cursor);
      return items;
    },
  });
}

/** Accounts a person may post to, by code or name; none without the right to see them. */
export async function findAccounts(
  text: string,
  signal: AbortSignal,
  classes?: readonly string[],
): Promise<(Choosable & LedgerAccount)[]> {
  const query = { q: text, manual: true };
  const found = await unwrap(api.GET('/api/v1/ledger/accounts', { params: { query }, signal })).catch(() => ({
    items: [] as LedgerAccount[],
  }));
  return found.items
    .filter((account) => !classes || classes.includes(account.account_class))
    .slice(0, 30) as (Choosable & LedgerAccount)[];
}

/** A customer or supplier by id, for documents that begin with one. */
export async function partyOf(role: 'customer' | 'supplier', id: string, signal: AbortSignal) {
  const party =
    role === 'customer'
      ? await unwrap(
          api.GET('/api/v1/parties/customers/{party_id}', { params: { path: { party_id: id } }, signal }),
        )
      : await unwrap(
          api.GET('/api/v1/parties/suppliers/{party_id}', { params: { path: { party_id: id } }, signal }),
        );
  return { id: party.id, code: party.code, name: party.name };
}
