import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Member = Schemas['MemberOut'];
export type Role = Schemas['RoleOut'];
export type Room = Schemas['RoomOut'];
export type Conflict = Schemas['ConflictOut'];
export type AuditRow = Schemas['AccessAuditRow'];

/** All roles of the company: few enough to hold. */
export const rolesQuery = queryOptions({
  queryKey: ['access', 'roles', 'list'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/access/roles', { signal }))).items,
});

/** Every permission there is, grouped by room. */
export const permissionsQuery = queryOptions({
  queryKey: ['access', 'permissions', 'list'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/access/permissions', { signal })),
});

/** Duties that do not go together in what these patterns cover. */
export function conflictsQuery(patterns: readonly string[]) {
  const body = { patterns: [...patterns].sort() };
  return queryOptions({
    queryKey: ['access', 'permissions', 'check', body.patterns],
    enabled: patterns.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await unwrap(api.POST('/api/v1/access/permissions/check', { body, signal }))).conflicts,
  });
}
