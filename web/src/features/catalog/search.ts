import { api, unwrap } from '@/api/client';
import type { SearchSource } from '@/app/search';

export const search: SearchSource[] = [
  {
    label: 'catalog:item.title',
    permission: 'catalog.item.read',
    find: async (text, signal) => {
      const query = { q: text, limit: 6 };
      const found = await unwrap(api.GET('/api/v1/catalog/items/suggest', { params: { query }, signal }));
      return found.items.map((item) => ({
        key: item.id,
        title: item.name,
        description: [item.code, item.specification].filter(Boolean).join(' · '),
        path: `/catalog/items/${item.id}`,
      }));
    },
  },
];
