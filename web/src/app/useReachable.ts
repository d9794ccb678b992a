import { matchPath } from 'react-router';
import { manifests } from './manifest';
import { useCan } from './session';

/** Gives back an address if there is such a page and the user may open it, so that no tile leads to a wall. */
export function useReachable(): (address: string | undefined) => string | undefined {
  const can = useCan();
  return (address) => {
    if (!address) return undefined;
    const path = address.replace(/\?.*$/, '');
    const pages = manifests.flatMap((feature) => feature.pages);
    const page =
      pages.find((entry) => `/${entry.path}` === path) ??
      pages.find((entry) => matchPath(`/${entry.path}`, path));
    return page && can(page.permission) ? address : undefined;
  };
}
