import { useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { sessionQuery } from '@/app/session';

/** The steps of the second factor; what the session says of it follows. */
export function useSecondFactor() {
  const client = useQueryClient();
  const refresh = () => client.fetchQuery({ ...sessionQuery, staleTime: 0 });
  return {
    offer: () => unwrap(api.POST('/api/v1/access/totp/offer')),
    switchOn: async (secret: string, code: string): Promise<string[]> => {
      const answer = await unwrap(api.PUT('/api/v1/access/totp', { body: { secret, code } }));
      await refresh();
      return answer.recovery_codes;
    },
    switchOff: async (password: string): Promise<void> => {
      await unwrap(api.POST('/api/v1/access/totp/switch-off', { body: { password } }));
      await refresh();
    },
    renew: async (password: string): Promise<string[]> => {
      const answer = await unwrap(api.POST('/api/v1/access/totp/recovery-codes', { body: { password } }));
      await refresh();
      return answer.recovery_codes;
    },
  };
}
