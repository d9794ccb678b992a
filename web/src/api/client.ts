import createClient, { type Middleware } from 'openapi-fetch';
import { currentLanguage, SERVER_NAMES } from '@/i18n/language';
import { ApiError, readProblem } from './errors';
import { csrfToken, newIdempotencyKey, rememberCsrfToken } from './headers';
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

/** Whether the cause of a refusal is gone, so that the same request may be sent again. */
async function isRemedied(problem: ApiError): Promise<boolean> {
  if (problem.status === 401) return logInAgain();
  if (problem.code !== 'csrf_refused') return false;
  // Another tab has logged in and got a new token: fetch it.
  const session = await fetch(SESSION_PATH, { credentials: 'same-origin' });
  if (!session.ok) return false;
  const { csrf_token: token } = (await session.json()) as { csrf_token?: string };
  if (token) rememberCsrfToken(token);
  return Boolean(token);
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
    const problem = await readProblem(response);
    const isLogin = schemaPath === SESSION_PATH || schemaPath === SETUP_PATH;
    if (copy && !isLogin && (await isRemedied(problem))) {
      prepare(copy);
      const repeated = await fetch(copy);
      if (repeated.ok) return repeated;
      throw await readProblem(repeated);
    }
    throw problem;
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
