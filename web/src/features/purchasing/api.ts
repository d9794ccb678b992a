import { api, unwrap } from '@/api/client';
import type { paths } from '@/api/schema';
import type { ListQuery } from '@/shared/list';

type Answer =
  paths['/api/v1/purchasing/orders/{order_id}']['get']['responses'][200]['content']['application/json'];
export type PurchaseOrder = Answer & { expected_date?: string | null };
export type OrderRow = Awaited<ReturnType<typeof listOrders>>['items'][number];

export function listOrders(query: ListQuery, signal: AbortSignal) {
  return unwrap(api.GET('/api/v1/purchasing/orders', { params: { query: query as never }, signal }));
}

/** What this supplier last asked for an item, else the item's purchase price. */
export function lastPrice(itemId: string, partyId: string | null) {
  const query = { item_id: itemId, party_id: partyId };
  return unwrap(api.GET('/api/v1/purchasing/last-price', { params: { query } }));
}
