import { api, unwrap } from '@/api/client';
import { idempotent, ifMatch } from '@/api/headers';
import type { components } from '@/api/schema';
import type { ListQuery } from '@/shared/list';

type Schemas = components['schemas'];
export type Role = 'customer' | 'supplier';
export type PartyRow = Schemas['PartyRow'];
export type Party = Schemas['PartyOut'];
export type PartyIn = Schemas['PartyIn'];
export type Group = Schemas['GroupOut'];

/** Customers and suppliers have the same addresses, each below its own word; their types are one and the same. */
export function partyCalls(role: Role) {
  const base = `/api/v1/parties/${role}s` as '/api/v1/parties/customers';
  const one = `${base}/{party_id}` as '/api/v1/parties/customers/{party_id}';
  const step = (verb: string) => `${one}/${verb}` as '/api/v1/parties/customers/{party_id}/archive';
  const at = (id: string) => ({ party_id: id });
  return {
    base,
    list: (query: ListQuery, signal: AbortSignal) =>
      unwrap(api.GET(base, { params: { query: query as never }, signal })),
    load: (id: string, signal: AbortSignal) => unwrap(api.GET(one, { params: { path: at(id) }, signal })),
    create: (body: PartyIn, key: string) =>
      unwrap(api.POST(base, { body, params: { header: idempotent(key) } })),
    replace: (id: string, body: PartyIn, version: number) =>
      unwrap(api.PUT(one, { body, params: { path: at(id), header: ifMatch(version) } })),
    setArchived: (party: Party, isArchived: boolean) =>
      unwrap(
        api.POST(step(isArchived ? 'archive' : 'restore'), {
          params: { path: at(party.id), header: ifMatch(party.version) as never },
        }),
      ),
  };
}

export async function listGroups(role: Role, signal: AbortSignal): Promise<Group[]> {
  const query = { kind: role, page_size: 200 };
  return (await unwrap(api.GET('/api/v1/parties/groups', { params: { query }, signal }))).items;
}
