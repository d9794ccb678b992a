/** The nonce the server put into this page for its content security policy; empty while developing. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

/**
 * Some parts of the component library (scroll lock, measuring) make style elements without a nonce, which the policy
 * refuses. Elements made by our own scripts get it here; markup that somebody smuggles in still has none.
 */
export function giveStylesTheNonce(): void {
  if (!nonce) return;
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
