import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { rememberCsrfToken } from '@/api/headers';
import type { components } from '@/api/schema';
import { isAllowed, type Requirement } from './permissions';

export type Session = components['schemas']['SessionOut'];
export type Company = Session['companies'][number];

async function remember(call: Promise<Session>): Promise<Session> {
  const session = await call;
  rememberCsrfToken(session.csrf_token);
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: ['access', 'session'],
  queryFn: ({ signal }) => remember(unwrap(api.GET('/api/v1/access/session', { signal }))),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** The session of the person at the screen. Only below the session gate, where it is known to be loaded. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('useSession needs the session gate above it');
  return data;
}

export function useCompany(): Company | undefined {
  const session = useSession();
  return session.companies.find((company) => company.id === session.company_id);
}

/** The currency of the company at work; documents and statements are shown in it by default. */
export function useCompanyCurrency(): string {
  return useCompany()?.currency ?? 'CNY';
}

/** Tells whether the user may do something. The server decides again on every request. */
export function useCan(): (requirement: Requirement) => boolean {
  const { permissions } = useSession();
  return (requirement) => isAllowed(permissions, requirement);
}

export function useSeesCost(): boolean {
  return useSession().sees_cost;
}

export const sessionCalls = {
  logIn: (body: { username: string; password: string; totp?: string }) =>
    remember(unwrap(api.POST('/api/v1/access/session', { body }))),
  setUp: (body: components['schemas']['SetupIn']) =>
    remember(unwrap(api.POST('/api/v1/access/setup', { body }))),
  logOut: () => unwrap(api.DELETE('/api/v1/access/session')),
  switchCompany: (companyId: string) =>
    remember(unwrap(api.POST('/api/v1/access/session/company', { body: { company_id: companyId } }))),
  saveProfile: (body: components['schemas']['ProfileIn']) =>
    remember(unwrap(api.PUT('/api/v1/access/profile', { body }))),
  changePassword: (body: components['schemas']['PasswordIn']) =>
    unwrap(api.PUT('/api/v1/access/password', { body })),
};

/** Forgets everything of the old user or company and loads the session afresh. */
export function useSessionReset(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    client.removeQueries({ predicate: (query) => query.queryKey[1] !== 'session' });
    await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
  };
}
