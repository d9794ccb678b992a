import { manifests } from './manifest';
import { useCan } from './session';

/** Gives back an address if there is such a page and the user may open it, so that no tile leads to a wall. */
export function useReachable(): (address: string | undefined) => string | undefined {
  const can = useCan();
  return (address) => {
    if (!address) return undefined;
    const path = address.replace(/^\//, '').replace(/\?.*$/, '');
    const page = manifests
      .flatMap((feature) => feature.pages)
      .find((entry) => entry.path === path || entry.path === path.replace(/\/new$/, '/:id'));
    return page && can(page.permission) ? address : undefined;
  };
}
