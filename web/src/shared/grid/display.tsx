import type { ReactNode } from 'react';
import { Amount, big, formatPercent, isUnreadable, Price, Quantity } from '@/shared/money';
import type { GridLine, LineColumn, NumberFormat } from './types';
import { isReference, textOf } from './types';

export function isRightAligned(column: LineColumn): boolean {
  return column.kind === 'number' || (column.kind === 'computed' && column.format !== 'text');
}

/** The columns worth reading once nothing is typed any more. */
export function columnsToRead(columns: readonly LineColumn[], lines: readonly GridLine[]): LineColumn[] {
  return columns.filter(
    (column) => !column.isForEntry && !(column.isOptional && lines.every((line) => hasNothing(column, line))),
  );
}

function hasNothing(column: LineColumn, line: GridLine): boolean {
  const value = column.kind === 'computed' ? column.compute(line) : textOf(line[column.key]);
  if (value === null || value === '') return true;
  return column.kind === 'number' && column.format === 'percent' && big(value).eq(0);
}

/** What a resting cell shows. */
export function cellDisplay(column: LineColumn, line: GridLine, currency: string): ReactNode {
  if (column.display) return column.display(line);
  if (column.kind === 'computed') {
    const value = column.compute(line);
    return column.format === 'text' ? value : numberDisplay(value, column.format, currency);
  }
  const value = line[column.key];
  if (column.kind === 'number') return numberDisplay(textOf(value) || null, column.format, currency);
  if (column.kind === 'choice')
    return column.options(line).find((option) => option.value === value)?.label ?? textOf(value);
  if (column.kind === 'lookup' && isReference(value))
    return <LookupDisplay code={value.code} name={value.name} />;
  return textOf(value);
}

function LookupDisplay({ code, name }: { code?: string; name: string }) {
  return (
    <span className="grid-reference">
      <span>{name}</span>
      {code && <small>{code}</small>}
    </span>
  );
}

export function numberDisplay(value: string | null, format: NumberFormat, currency: string): ReactNode {
  if (value === null || value === '') return null;
  if (isUnreadable(value)) return <span className="number">{value}</span>;
  if (format === 'amount') return <Amount value={value} currency={currency} />;
  if (format === 'price') return <Price value={value} />;
  if (format === 'percent') return <span className="number">{formatPercent(value)}</span>;
  return <Quantity value={value} />;
}
