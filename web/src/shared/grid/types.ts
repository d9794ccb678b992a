import type { ReactNode } from 'react';

/** Something chosen from a master list; further facts (stock, last price …) ride along for display and defaults. */
export interface Reference {
  id: string;
  code?: string;
  name: string;
  [fact: string]: unknown;
}

export type CellValue = string | boolean | null | undefined | Reference;

/** One line of a document on screen. `key` is made here and never changes; `id` is the server's, once saved. */
export interface GridLine {
  readonly key: string;
  readonly [field: string]: CellValue;
}

export type LinePatch = Record<string, CellValue>;

export interface Choice {
  value: string;
  label: string;
}

interface ColumnBase {
  key: string;
  title: string;
  width: number;
  /** How narrow it may get in a narrow window; without it never narrower than `width`. */
  widthMin?: number;
  isRequired?: boolean;
  /** True for lines in which this cell cannot be changed. */
  isLocked?: (line: GridLine) => boolean;
  /** What the resting cell shows; without it the formatted value. */
  display?: (line: GridLine) => ReactNode;
  /** Enter passes by, as the usual value is already there; Tab and the arrows still come here. */
  isPassedByEnter?: boolean;
  /** Sums this column in the footer. */
  hasTotal?: boolean;
  /** Helps while typing and says nothing afterwards, such as the stock of now. */
  isForEntry?: boolean;
  /** Left out while no line needs it, such as the lot where nothing is kept in lots. */
  isNeededBy?: (line: GridLine) => boolean;
  /** Left out of a narrow window, lower numbers first: it says what the item or the totals say too. Never typed into. */
  yields?: number;
  /** Left out of a closed document in which no line has anything in it. */
  isOptional?: boolean;
}

/** A cell that finds its value on the server while typing. */
export interface LookupColumn extends ColumnBase {
  kind: 'lookup';
  find: (text: string, line: GridLine, signal: AbortSignal) => Promise<Reference[]>;
  /** Further cells that follow from the choice: unit, price, tax. */
  follow?: (choice: Reference, line: GridLine) => LinePatch;
  /** Cells that must be asked for after the choice, such as the last price of this party. */
  complete?: (choice: Reference, line: GridLine) => Promise<LinePatch>;
  /** One row of the suggestions; without it code and name. */
  describe?: (choice: Reference) => ReactNode;
}

export type NumberFormat = 'quantity' | 'price' | 'percent' | 'amount';

export type LineColumn =
  | LookupColumn
  | (ColumnBase & {
      kind: 'number';
      format: NumberFormat;
      follow?: (value: string | null, line: GridLine) => LinePatch;
    })
  | (ColumnBase & { kind: 'text'; lengthMax?: number })
  | (ColumnBase & { kind: 'date' })
  | (ColumnBase & {
      kind: 'choice';
      options: (line: GridLine) => Choice[];
      follow?: (value: string, line: GridLine) => LinePatch;
    })
  | (ColumnBase & {
      kind: 'computed';
      format: NumberFormat | 'text';
      compute: (line: GridLine) => string | null;
    });

export interface CellPlace {
  key: string;
  column: number;
}

export function isReference(value: CellValue): value is Reference {
  return typeof value === 'object' && value !== null;
}

export function textOf(value: CellValue): string {
  if (value === null || value === undefined || typeof value === 'boolean') return '';
  return isReference(value) ? value.name : value;
}

export function isEditable(column: LineColumn, line: GridLine): boolean {
  return column.kind !== 'computed' && !column.isLocked?.(line);
}
