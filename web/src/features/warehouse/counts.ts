import type { QueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { idempotent, newIdempotencyKey } from '@/api/headers';
import { keys } from '@/api/keys';
import { CountQueue } from './countQueue';

const queues = new Map<string, CountQueue>();

/** The counts of a stocktake on their way; one queue per document, also while its page is left and opened again. */
export function countsOf(id: string, client: QueryClient): CountQueue {
  const known = queues.get(id);
  if (known) return known;
  const queue = new CountQueue(async (lines) => {
    const fresh = await unwrap(
      api.POST('/api/v1/warehouse/stocktakes/{stocktake_id}/count', {
        body: { lines },
        params: { path: { stocktake_id: id }, header: idempotent(newIdempotencyKey()) },
      }),
    );
    client.setQueryData(keys.detail('warehouse', 'stocktakes', id), fresh);
  });
  queues.set(id, queue);
  return queue;
}

/** Sends what of a stocktake still waits. */
export async function flushCounts(id: string): Promise<void> {
  await queues.get(id)?.flush();
}
