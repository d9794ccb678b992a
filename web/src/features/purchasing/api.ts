import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';
import type { ListQuery } from '@/shared/list';

export type PurchaseOrder = components['schemas']['OrderOut'];
export type OrderRow = Awaited<ReturnType<typeof listOrders>>['items'][number];

export function listOrders(query: ListQuery, signal: AbortSignal) {
  return unwrap(api.GET('/api/v1/purchasing/orders', { params: { query: query as never }, signal }));
}

/** What this supplier last asked for an item, else the item's purchase price. */
export function lastPrice(itemId: string, partyId: string | null) {
  const query = { item_id: itemId, party_id: partyId };
  return unwrap(api.GET('/api/v1/purchasing/last-price', { params: { query } }));
}
