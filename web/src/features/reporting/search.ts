import i18next from 'i18next';
import { api, unwrap } from '@/api/client';
import type { SearchSource } from '@/app/search';
import { documentKind, documentPath } from '@/shared/document/kinds';

/** Shorter texts would find the documents of whole months. */
const LENGTH_MIN = 3;

export const search: SearchSource[] = [
  {
    label: 'reporting:documents',
    find: async (text, signal) => {
      if (text.length < LENGTH_MIN) return [];
      const found = await unwrap(
        api.GET('/api/v1/reporting/documents', { params: { query: { q: text } }, signal }),
      );
      return found.items.flatMap((hit) => {
        const [kind, path] = [documentKind(hit.kind), documentPath(hit.kind, hit.id)];
        if (!kind || !path) return [];
        const description = [i18next.t(kind.label), hit.party, i18next.t(`status:${hit.state}`)];
        return [
          { key: hit.id, title: hit.number, description: description.filter(Boolean).join(' · '), path },
        ];
      });
    },
  },
];
