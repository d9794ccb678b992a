/** Features contribute to the global search by exporting `search` from their manifest. */
export interface SearchHit {
  key: string;
  title: string;
  description?: string;
  path: string;
}

export interface SearchSource {
  /** Translation key of the heading above its hits. */
  label: string;
  permission?: string;
  find: (text: string, signal: AbortSignal) => Promise<SearchHit[]>;
}

const modules = import.meta.glob<{ search?: SearchSource[] }>('../features/*/search.ts', { eager: true });

export const searchSources: readonly SearchSource[] = Object.values(modules).flatMap(
  (module) => module.search ?? [],
);
