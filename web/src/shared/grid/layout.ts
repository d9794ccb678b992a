import type { LineColumn } from './types';

const NUMBER_WIDTH = 40;
const REMOVE_WIDTH = 30;

/** What the number of the line and the button that removes it take. */
export function marginOf(isReadOnly: boolean): number {
  return isReadOnly ? NUMBER_WIDTH : NUMBER_WIDTH + REMOVE_WIDTH;
}

/**
 * Columns without those that give way when all are as narrow as may be. The store keeps all: places and pasted cells stay
 * what they are.
 */
export function roomyColumns(columns: readonly LineColumn[], room: number): readonly LineColumn[] {
  const spare = columns.filter((column) => column.kind === 'computed' && column.yields !== undefined);
  const gone = new Set<LineColumn>();
  let width = columns.reduce((sum, column) => sum + narrowest(column), 0);
  for (const column of spare.sort((a, b) => (a.yields ?? 0) - (b.yields ?? 0))) {
    if (width <= room) break;
    gone.add(column);
    width -= narrowest(column);
  }
  return columns.filter((column) => !gone.has(column));
}

function narrowest(column: LineColumn): number {
  return column.widthMin ?? column.width;
}

/** One template for all rows: the width of a column never depends on what stands in one of them. */
export function gridLayout(columns: readonly LineColumn[], isReadOnly: boolean) {
  const tracks = columns.map((column) => `minmax(${narrowest(column)}px, ${column.width}fr)`);
  const width = columns.reduce((sum, column) => sum + narrowest(column), marginOf(isReadOnly));
  return {
    '--grid-template': [`${NUMBER_WIDTH}px`, ...tracks, ...(isReadOnly ? [] : [`${REMOVE_WIDTH}px`])].join(
      ' ',
    ),
    '--grid-width': `${width}px`,
  };
}
