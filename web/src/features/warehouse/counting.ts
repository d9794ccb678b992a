import { big } from '@/shared/money';

export interface CountLine {
  id: string;
  item: { id: string; code: string; name: string; specification?: string };
  lot?: { code: string } | null;
  counted_quantity?: string | null;
  variance?: string | null;
  value?: string | null;
}

export type CountView = 'open' | 'counted' | 'differing' | 'all';

/** Lines of a view that match what is searched, in their order on the document. */
export function linesOf<Line extends CountLine>(
  lines: readonly Line[],
  view: CountView,
  search: string,
): Line[] {
  const words = search.trim().toLowerCase();
  return lines.filter((line) => {
    const isCounted = line.counted_quantity !== null && line.counted_quantity !== undefined;
    if (view === 'open' && isCounted) return false;
    if (view === 'counted' && !isCounted) return false;
    if (view === 'differing' && (!line.variance || big(line.variance).eq(0))) return false;
    if (words === '') return true;
    const { code, name, specification = '' } = line.item;
    return `${code} ${name} ${specification} ${line.lot?.code ?? ''}`.toLowerCase().includes(words);
  });
}

export function countedLines(lines: readonly CountLine[]): number {
  return linesOf(lines, 'counted', '').length;
}

export interface VarianceSums {
  gains: number;
  losses: number;
  equal: number;
  /** Of gains less losses; null where cost is masked or nothing is posted yet. */
  value: string | null;
}

/** How many lines hold more, less or as much as the books. */
export function varianceSums(lines: readonly CountLine[]): VarianceSums {
  const sums = { gains: 0, losses: 0, equal: 0 };
  let value = big('0');
  let hasValue = false;
  for (const line of lines) {
    if (line.variance === null || line.variance === undefined) continue;
    const variance = big(line.variance);
    if (variance.gt(0)) sums.gains += 1;
    else if (variance.lt(0)) sums.losses += 1;
    else sums.equal += 1;
    if (line.value !== null && line.value !== undefined) {
      hasValue = true;
      value = value.plus(big(line.value));
    }
  }
  return { ...sums, value: hasValue ? value.toFixed() : null };
}

/** The line a scanned item counts on: the one counted last, else the first still open, else the first. */
export function lineOfItem<Line extends CountLine>(
  lines: readonly Line[],
  itemId: string,
  lastId: string | null,
): Line | undefined {
  const own = lines.filter((line) => line.item.id === itemId);
  return (
    own.find((line) => line.id === lastId) ??
    own.find((line) => (line.counted_quantity ?? null) === null) ??
    own[0]
  );
}
