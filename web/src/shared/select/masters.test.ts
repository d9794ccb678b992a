import { afterEach, describe, expect, it, vi } from 'vitest';
import { findStock } from './masters';

const row = (item: string, available: string, onHand: string) => ({
  item: { id: item },
  available,
  on_hand: onHand,
});

/** Answers one page after the other and keeps what was asked. */
function servePages(...pages: { items: unknown[]; next_cursor: string | null }[]): URL[] {
  const asked: URL[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(new URL(request.url));
    return Response.json(pages[asked.length - 1]);
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe('the stock of the items on the lines', () => {
  it('adds up all warehouses on all pages', async () => {
    const asked = servePages(
      { items: [row('1', '3', '4'), row('2', '0', '0')], next_cursor: 'more' },
      { items: [row('1', '2.5', '2.5')], next_cursor: null },
    );
    const found = await findStock(['1', '2', '3'], new AbortController().signal);

    expect(found.get('1')).toEqual({ stock_of: '', available: '5.5', on_hand: '6.5' });
    expect(found.get('2')).toEqual({ stock_of: '', available: '0', on_hand: '0' });
    expect(found.get('3')).toEqual({ stock_of: '' });
    expect(asked.map((url) => url.searchParams.get('cursor'))).toEqual([null, 'more']);
    expect(asked[0]?.searchParams.get('nonzero')).toBe('false');
  });

  it('stays unknown for who may not see it', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ code: 'permission_denied' }, { status: 403 }));

    expect(await findStock(['1'], new AbortController().signal, '7')).toEqual(
      new Map([['1', { stock_of: '7' }]]),
    );
  });
});
