/** Headers that make writing safe: a key per intended effect, and the version that was read. */

const CSRF_COOKIE = 'csrftoken';
let csrfFromSession = '';

/** The token the session endpoint handed out; used when the cookie is not readable by scripts. */
export function rememberCsrfToken(token: string): void {
  csrfFromSession = token;
}

export function csrfToken(): string {
  const match = document.cookie.split('; ').find((part) => part.startsWith(`${CSRF_COOKIE}=`));
  return match ? decodeURIComponent(match.slice(CSRF_COOKIE.length + 1)) : csrfFromSession;
}

/** A random key of 128 bits. `crypto.randomUUID` exists only on HTTPS, and a shop's LAN often has none. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function idempotent(key: string): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': key };
}

export function ifMatch(version: string | number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}
