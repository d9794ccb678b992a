import { afterEach, describe, expect, it, vi } from 'vitest';
import { api, unwrap } from './client';
import { ApiError } from './errors';
import { rememberCsrfToken } from './headers';
import { useReauthentication } from './reauthentication';

interface Sent {
  method: string;
  path: string;
  key: string | null;
  token: string | null;
  body: string;
}

/** Answers requests in turn and keeps what was sent. */
function answering(...answers: [status: number, body: unknown][]): Sent[] {
  const sent: Sent[] = [];
  const answer = async (input: Request | string) => {
    const request = typeof input === 'string' ? new Request(new URL(input, window.location.origin)) : input;
    sent.push({
      method: request.method,
      path: new URL(request.url).pathname,
      key: request.headers.get('Idempotency-Key'),
      token: request.headers.get('X-CSRFToken'),
      body: await request.text(),
    });
    const [status, body] = answers.shift() ?? [500, {}];
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
  };
  vi.stubGlobal('fetch', answer);
  return sent;
}

const post = () => unwrap(api.POST('/api/v1/access/session/company', { body: { company_id: '7' } }));

afterEach(() => vi.unstubAllGlobals());

describe('the client', () => {
  it('throws what the server refuses, with code, facts and places', async () => {
    const errors = [{ loc: ['lines', 0, 'quantity'], code: 'insufficient_stock', message: 'no' }];
    answering([409, { code: 'conflict', detail: 'No.', facts: { item: 'A' }, errors }]);
    const error = await post().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: 'No.',
      facts: { item: 'A' },
      errors,
    });
  });

  it('gives every writing request a key and the token', async () => {
    rememberCsrfToken('t1');
    const sent = answering([200, {}], [200, {}]);
    await post();
    await post();
    expect(sent[0]?.key).toMatch(/^[0-9a-f]{32}$/);
    expect(sent[1]?.key).not.toBe(sent[0]?.key);
    expect(sent[0]?.token).toBe('t1');
  });

  it('sends an interrupted request again after the login, with the same key and body', async () => {
    const sent = answering([401, { code: 'unauthenticated' }], [200, { authenticated: true }]);
    const pending = post();
    await vi.waitFor(() => expect(useReauthentication.getState().isOpen).toBe(true));
    useReauthentication.getState().settle?.(true);
    await expect(pending).resolves.toEqual({ authenticated: true });
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('gives up when the user does not log in again', async () => {
    answering([401, { code: 'unauthenticated' }]);
    const pending = post().catch((caught: unknown) => caught);
    await vi.waitFor(() => expect(useReauthentication.getState().isOpen).toBe(true));
    useReauthentication.getState().settle?.(false);
    expect(await pending).toMatchObject({ status: 401 });
  });

  it('fetches a new token when another tab has changed it', async () => {
    rememberCsrfToken('old');
    const sent = answering([403, { code: 'csrf_refused' }], [200, { csrf_token: 'new' }], [200, {}]);
    await post();
    expect(sent.map((request) => request.path).at(-1)).toBe('/api/v1/access/session/company');
    expect(sent[2]?.token).toBe('new');
  });

  it('calls a lost network by its name', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await post().catch((caught: unknown) => caught)).toMatchObject({
      status: 0,
      code: 'network',
      isTransient: true,
    });
  });
});
