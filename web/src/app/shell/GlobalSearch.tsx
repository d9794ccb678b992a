import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useDebounced } from '@/shared/list/useDebounced';
import { allowedMenu, manifests } from '../manifest';
import { type SearchHit, searchSources } from '../search';
import { useCan, useSession } from '../session';

interface Group {
  label: string;
  hits: SearchHit[];
}

/** One field for everything: pages of the menu, and whatever the features can find. `/` jumps here. */
export function GlobalSearch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const { groups, isAnswered } = useHits(text);
  return (
    <AutoComplete
      id="global-search"
      className="global-search"
      value={text}
      onChange={setText}
      onSelect={(path: string) => {
        setText('');
        navigate(path);
        (document.activeElement as HTMLElement | null)?.blur();
      }}
      options={groups.map((group) => ({
        label: t(group.label),
        options: group.hits.map((hit) => ({
          value: hit.path,
          label: (
            <div className="search-hit">
              <span>{hit.title}</span>
              {hit.description && <small>{hit.description}</small>}
            </div>
          ),
        })),
      }))}
      notFoundContent={isAnswered && <div className="search-none">{t('common:state.noResults')}</div>}
      popupMatchSelectWidth={360}
      defaultActiveFirstOption
    >
      <Input
        prefix={<SearchOutlined />}
        suffix={<kbd className="search-key">/</kbd>}
        placeholder={t('common:shell.search')}
        aria-label={t('common:shell.search')}
      />
    </AutoComplete>
  );
}

/** What is found; `isAnswered` once everybody has been asked for the text as it is now. */
function useHits(text: string): { groups: Group[]; isAnswered: boolean } {
  const { t } = useTranslation();
  const can = useCan();
  const { permissions } = useSession();
  const wanted = useDebounced(text.trim(), 200);
  const menu = useMemo(() => allowedMenu(manifests, permissions), [permissions]);
  const { data = [], isSuccess } = useQuery({
    queryKey: ['app', 'search', wanted],
    enabled: wanted.length > 0,
    meta: { silent: true },
    queryFn: async ({ signal }) => {
      const sources = searchSources.filter((source) => can(source.permission));
      const found = await Promise.allSettled(sources.map((source) => source.find(wanted, signal)));
      return sources.map((source, index) => {
        const result = found[index];
        return { label: source.label, hits: result?.status === 'fulfilled' ? result.value : [] };
      });
    },
  });
  if (text.trim() === '') return { groups: [], isAnswered: false };
  const pages = menu
    .flatMap((group) => group.entries)
    .map((entry) => ({ key: entry.path, path: entry.path, title: t(entry.label) }))
    .filter((entry) => entry.title.toLowerCase().includes(text.trim().toLowerCase()))
    .slice(0, 6);
  const groups = [{ label: 'common:shell.pages', hits: pages }, ...data];
  return {
    groups: groups.filter((group) => group.hits.length > 0),
    isAnswered: isSuccess && wanted === text.trim(),
  };
}
