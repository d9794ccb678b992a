import createClient, { type Middleware } from 'openapi-fetch';
import { currentLanguage, SERVER_NAMES } from '@/i18n/language';
import { ApiError, readProblem } from './errors';
import { csrfToken, newIdempotencyKey } from './headers';
import { logInAgain } from './reauthentication';
import type { paths } from './schema';

const SESSION_PATH = '/api/v1/access/session';
const SETUP_PATH = '/api/v1/access/setup';
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Copies of requests under way, to send again after the user has logged in again. */
const copies = new Map<string, Request>();

function prepare(request: Request): void {
  request.headers.set('Accept-Language', SERVER_NAMES[currentLanguage()]);
  if (READING.has(request.method)) return;
  request.headers.set('X-CSRFToken', csrfToken());
  if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
    request.headers.set('Idempotency-Key', newIdempotencyKey());
  }
}

const protection: Middleware = {
  onRequest({ request, id }) {
    prepare(request);
    copies.set(id, request.clone());
    return request;
  },
  async onResponse({ response, schemaPath, id }) {
    const copy = copies.get(id);
    copies.delete(id);
    if (response.ok) return response;
    const isLogin = schemaPath === SESSION_PATH || schemaPath === SETUP_PATH;
    if (response.status === 401 && !isLogin && copy && (await logInAgain())) {
      prepare(copy);
      const repeated = await fetch(copy);
      if (repeated.ok) return repeated;
      throw await readProblem(repeated);
    }
    throw await readProblem(response);
  },
  onError({ error, id }) {
    copies.delete(id);
    if (error instanceof ApiError) return error;
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return new ApiError({ status: 0, code: 'network', detail: error instanceof Error ? error.message : '' });
  },
};

/** The only door to the server. Refusals are thrown as ApiError. */
export const api = createClient<paths>({
  baseUrl: typeof window === 'undefined' ? '' : window.location.origin,
  credentials: 'same-origin',
  // Resolved at call time, so that tests can replace fetch.
  fetch: (request) => globalThis.fetch(request),
});
api.use(protection);

/** Awaits a call of `api` and returns its body; refusals were already thrown by the middleware. */
export async function unwrap<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
