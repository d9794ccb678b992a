import type { ComponentType, ReactNode } from 'react';
import { type DocumentKind, registerDocumentKinds } from '@/shared/document/kinds';
import { isAllowed, type Requirement } from './permissions';

/** One page of a feature: its address, who may open it, and whether it stands in the menu. */
export interface PageEntry {
  /** Below `/`, with react-router parameters: `sales/orders/:id`. */
  path: string;
  permission?: Requirement;
  load: () => Promise<{ default: ComponentType }>;
  /** Given for pages that stand in the menu; `group` puts one under another area, as users look for it there. */
  menu?: { label: string; order: number; group?: string };
}

/** What a feature folder tells the shell. One `manifest.tsx` per folder, collected at build time. */
export interface FeatureManifest {
  area: string;
  /** Translation key of the group in the menu; absent for features that stand in the menu as single entries. */
  label: string;
  icon: ReactNode;
  order: number;
  /** True: its pages stand on the first level of the menu, not in a group. */
  isFlat?: boolean;
  pages: PageEntry[];
  /** Kinds of documents this feature shows, so that others can link to them. */
  documents?: DocumentKind[];
}

const modules = import.meta.glob<{ manifest: FeatureManifest }>('../features/*/manifest.tsx', {
  eager: true,
});

export const manifests: readonly FeatureManifest[] = Object.values(modules)
  .map((module) => module.manifest)
  .sort((a, b) => a.order - b.order);

registerDocumentKinds(manifests.flatMap((feature) => feature.documents ?? []));

export interface MenuGroup {
  area: string;
  label: string;
  icon: ReactNode;
  isFlat: boolean;
  entries: { path: string; label: string }[];
}

/** The menu as far as the user may open its pages; groups left empty disappear. */
export function allowedMenu(all: readonly FeatureManifest[], granted: readonly string[]): MenuGroup[] {
  const areas = new Set(all.map((feature) => feature.area));
  const entries = all.flatMap((feature) =>
    feature.pages.flatMap((page) => {
      if (!page.menu || !isAllowed(granted, page.permission)) return [];
      const { group, label, order } = page.menu;
      return [
        { group: group && areas.has(group) ? group : feature.area, path: `/${page.path}`, label, order },
      ];
    }),
  );
  return all
    .map((feature) => ({
      area: feature.area,
      label: feature.label,
      icon: feature.icon,
      isFlat: feature.isFlat ?? false,
      entries: entries
        .filter((entry) => entry.group === feature.area)
        .sort((a, b) => a.order - b.order)
        .map(({ path, label }) => ({ path, label })),
    }))
    .filter((group) => group.entries.length > 0);
}

/** The menu entry that stays highlighted on a page: the longest menu path that begins its address. */
export function activeEntry(menu: readonly MenuGroup[], pathname: string): string | undefined {
  const paths = menu.flatMap((group) => group.entries.map((entry) => entry.path));
  return paths
    .filter((path) => pathname === path || pathname.startsWith(path === '/' ? '/?' : `${path}/`))
    .sort((a, b) => b.length - a.length)[0];
}
