import { big, parseDecimal, trimZeros } from '@/shared/money';
import type { GridLine, LineColumn, LinePatch, Reference } from './types';

/** Rows and cells of what a spreadsheet puts on the clipboard; quoted cells may hold tabs and line breaks. */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, isQuoted] = [[] as string[], '', false];
  const endCell = () => {
    row.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  const plain = text.replace(/\r\n?/g, '\n');
  for (let i = 0; i < plain.length; i++) {
    const char = plain[i];
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (plain[i + 1] === '"') {
        cell += '"';
        i++;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === '\t') endCell();
    else if (char === '\n') endRow();
    else cell += char;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}

/** True when a paste is a table; a single value goes into the open editor as usual. */
export function isTable(text: string): boolean {
  const rows = parseTsv(text);
  return rows.length > 1 || (rows[0]?.length ?? 0) > 1;
}

/** Distinct texts that stand in columns which must be looked up on the server before pasting. */
export function textsToResolve(
  rows: readonly (readonly string[])[],
  columns: readonly LineColumn[],
): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const row of rows) {
    row.forEach((text, index) => {
      const column = columns[index];
      if (column?.kind !== 'lookup' || text.trim() === '') return;
      const texts = wanted.get(column.key) ?? new Set();
      wanted.set(column.key, texts.add(text.trim()));
    });
  }
  return wanted;
}

interface ReadCell {
  patch: LinePatch;
  /** A text key; what was pasted follows after a bar, as the cell itself cannot hold it. */
  error?: string;
}

/** A percentage is shown as `13` and kept as `0.13`. */
export function percentToFraction(text: string): string | null {
  const number = parseDecimal(text.replace(/[%％]\s*$/, ''));
  return number === null ? null : trimZeros(big(number).div(100).toFixed());
}

export function fractionToPercent(fraction: string | null | undefined): string {
  return fraction ? trimZeros(big(fraction).times(100).toFixed()) : '';
}

/** Reads one text into a cell, as if it had been typed. */
export function readCell(
  text: string,
  column: LineColumn,
  line: GridLine,
  resolve?: (text: string, column: LineColumn) => Reference | null,
): ReadCell {
  const typed = text.trim();
  switch (column.kind) {
    case 'number': {
      const value =
        typed === '' ? null : column.format === 'percent' ? percentToFraction(typed) : parseDecimal(typed);
      if (typed !== '' && value === null) return { patch: {}, error: `grid:error.notNumber|${typed}` };
      return { patch: { ...column.follow?.(value, line), [column.key]: value } };
    }
    case 'choice': {
      const option = column.options(line).find((known) => known.value === typed || known.label === typed);
      if (!option) return typed === '' ? { patch: {} } : { patch: {}, error: 'grid:error.choice' };
      return { patch: { ...column.follow?.(option.value, line), [column.key]: option.value } };
    }
    case 'lookup': {
      if (typed === '') return { patch: {} };
      const found = resolve?.(typed, column) ?? null;
      if (!found) return { patch: {}, error: `grid:error.unknown|${typed}` };
      return { patch: { ...column.follow?.(found, line), [column.key]: found } };
    }
    case 'date': {
      const date = typed.replace(/[/.]/g, '-').replace(/\b(\d)\b/g, '0$1');
      if (typed !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(date)) return { patch: {}, error: 'grid:error.date' };
      return { patch: { [column.key]: date || null } };
    }
    case 'text':
      return { patch: { [column.key]: typed.slice(0, column.lengthMax) } };
    default:
      return { patch: {} };
  }
}
