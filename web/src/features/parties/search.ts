import { api, unwrap } from '@/api/client';
import type { SearchSource } from '@/app/search';
import type { PartyRow } from './roles';

const query = (q: string) => ({ params: { query: { q, limit: 5 } } });

const hits = (role: string, found: { items: PartyRow[] }) =>
  found.items.map((party) => ({
    key: party.id,
    title: party.name,
    description: [party.code, party.phone].filter(Boolean).join(' · '),
    path: `/parties/${role}s/${party.id}`,
  }));

export const search: SearchSource[] = [
  {
    label: 'parties:customer.title',
    permission: 'parties.customer.read',
    find: async (text, signal) =>
      hits(
        'customer',
        await unwrap(api.GET('/api/v1/parties/customers/suggest', { ...query(text), signal })),
      ),
  },
  {
    label: 'parties:supplier.title',
    permission: 'parties.supplier.read',
    find: async (text, signal) =>
      hits(
        'supplier',
        await unwrap(api.GET('/api/v1/parties/suppliers/suggest', { ...query(text), signal })),
      ),
  },
];
