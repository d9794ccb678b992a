import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { Amount } from '@/shared/money';
import { StatusTag } from '@/shared/status';
import { loadAll, nodeText, tableOf } from './exporting';
import type { ListQuery } from './useListRows';

beforeAll(async () => {
  await i18next.init({ lng: 'en-US', resources: {} });
});

const signal = new AbortController().signal;

describe('a whole list', () => {
  it('is read page by page to its end, with the filters of the screen', async () => {
    const asked: ListQuery[] = [];
    const load = async (query: ListQuery) => {
      asked.push(query);
      return query.cursor ? { items: ['c'], next_cursor: null } : { items: ['a', 'b'], next_cursor: 'x' };
    };
    const whole = await loadAll({ mode: 'keyset', load }, { state: 'posted' }, signal);
    expect(whole).toEqual({ rows: ['a', 'b', 'c'], isCut: false });
    expect(asked.map((query) => [query.state, query.cursor])).toEqual([
      ['posted', undefined],
      ['posted', 'x'],
    ]);
  });

  it('of numbered pages ends where the count says', async () => {
    const load = async (query: ListQuery) => ({ items: [query.page], total: 3 });
    const whole = await loadAll({ mode: 'numbered', load }, {}, signal);
    expect(whole.rows).toEqual(['1', '2', '3']);
  });
});

describe('a row as text', () => {
  it('has exact amounts and readable states', () => {
    const row = { number: 'XSFP1', gross: '-1234.50', date: '2026-03-02T08:00:00' };
    const table = tableOf(
      [
        { key: 'number', title: 'No.' },
        { key: 'date', title: 'Date', kind: 'date' },
        { key: 'gross', title: 'Gross', render: (line: typeof row) => <Amount value={line.gross} /> },
      ],
      [row],
    );
    expect(table).toEqual([
      ['No.', 'Date', 'Gross'],
      ['XSFP1', '2026-03-02', '-1234.50'],
    ]);
  });

  it('joins what stands in a cell together', () => {
    expect(nodeText(['A', <b key="b">{'B'}</b>, null, false])).toBe('A B');
    expect(nodeText(<StatusTag status="unheard_of" />)).toBe('unheard_of');
  });
});
