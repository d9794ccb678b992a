/** Where to go after the login: only an address of our own, never one that a link from outside smuggled in. */
export function safeNext(next: string | null): string {
  if (!next || !/^\/(?![/\\])/.test(next) || next.startsWith('/login')) return '/';
  return next;
}
