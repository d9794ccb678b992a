import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import { big } from '@/shared/money';
import type { Choosable } from './RemoteSelect';

type Schemas = components['schemas'];
export type ItemChoice = Schemas['ItemRow'] & Choosable & { available?: string; on_hand?: string };
export type PartyChoice = Schemas['PartyRow'] & Choosable;
export type WarehouseChoice = Schemas['WarehouseOut'] & Choosable;

const LIMIT = 20;

interface ItemSearch {
  /** Only what may be bought, or only what may be sold. */
  trade?: 'purchased' | 'sold';
  /** Shows stock of this warehouse; without it of all. */
  warehouseId?: string;
  hasStock?: boolean;
}

/** Items by name, code, pinyin or barcode, with what is in stock. Without the right to see stock, without it. */
export async function findItems(
  text: string,
  signal: AbortSignal,
  search: ItemSearch = {},
): Promise<ItemChoice[]> {
  const { items } = await unwrap(
    api.GET('/api/v1/catalog/items/suggest', {
      params: { query: { q: text, limit: LIMIT, trade: (search.trade ?? '') as never } },
      signal,
    }),
  );
  if (!search.hasStock || items.length === 0) return items as ItemChoice[];
  const ids = items.map((item) => item.id);
  const held = await findStock(ids, signal, search.warehouseId);
  return items.map((item) => ({ ...item, ...held.get(item.id) }) as ItemChoice);
}

/** Available and on hand by item, of one warehouse or of all together; `stock_of` says which. */
export async function findStock(
  ids: readonly string[],
  signal: AbortSignal,
  warehouseId = '',
): Promise<Map<string, Record<string, unknown>>> {
  const found = new Map<string, Record<string, unknown>>(ids.map((id) => [id, { stock_of: warehouseId }]));
  for (const row of await stockRows(ids, signal, warehouseId)) {
    const known = found.get(row.item.id);
    found.set(row.item.id, {
      stock_of: warehouseId,
      available: big(known?.available as string)
        .plus(big(row.available))
        .toFixed(),
      on_hand: big(known?.on_hand as string)
        .plus(big(row.on_hand))
        .toFixed(),
    });
  }
  return found;
}

/** All pages: a hundred items may lie in many warehouses. Nothing, when the user may not see stock. */
async function stockRows(ids: readonly string[], signal: AbortSignal, warehouseId: string) {
  const query = { item_ids: [...ids], warehouse_id: warehouseId || undefined, nonzero: false, limit: 200 };
  const ask = (cursor: string | undefined) =>
    unwrap(api.GET('/api/v1/warehouse/stock', { params: { query: { ...query, cursor } }, signal }));
  try {
    const first = await ask(undefined);
    const rows = [...first.items];
    for (let next = first.next_cursor; next; ) {
      const page = await ask(next);
      rows.push(...page.items);
      next = page.next_cursor;
    }
    return rows;
  } catch {
    return [];
  }
}

/** What a scanned or typed code names, with the unit that carries the barcode; null when nobody knows it. */
export async function lookUpItem(code: string) {
  return unwrap(api.GET('/api/v1/catalog/items/lookup', { params: { query: { code } } })).catch(() => null);
}

export async function findCustomers(text: string, signal: AbortSignal): Promise<PartyChoice[]> {
  const query = { q: text, limit: LIMIT };
  const found = await unwrap(api.GET('/api/v1/parties/customers/suggest', { params: { query }, signal }));
  return found.items as PartyChoice[];
}

export async function findSuppliers(text: string, signal: AbortSignal): Promise<PartyChoice[]> {
  const query = { q: text, limit: LIMIT };
  const found = await unwrap(api.GET('/api/v1/parties/suppliers/suggest', { params: { query }, signal }));
  return found.items as PartyChoice[];
}

/** All warehouses in use: few enough to hold. */
export const warehousesQuery = queryOptions({
  queryKey: ['warehouse', 'warehouses', 'list', { active: true }],
  staleTime: 300_000,
  queryFn: async ({ signal }) => {
    const query = { active_only: true, page_size: 200 };
    return (await unwrap(api.GET('/api/v1/warehouse/warehouses', { params: { query }, signal })))
      .items as WarehouseChoice[];
  },
});

/** All tax codes in use. */
export const taxCodesQuery = queryOptions({
  queryKey: ['catalog', 'tax-codes', 'list', { active: true }],
  staleTime: 300_000,
  queryFn: async ({ signal }) => {
    const found = await unwrap(
      api.GET('/api/v1/catalog/tax-codes', { params: { query: { page_size: 200 } }, signal }),
    );
    return found.items.filter((code) => code.status === 'active');
  },
});
