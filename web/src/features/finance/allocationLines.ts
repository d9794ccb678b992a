import type { GridLine, LinePatch } from '@/shared/grid';
import { isNothing } from '@/shared/money';
import { type Allocation, type Allocations, itemKey, type OpenItem } from './matching';

/** Allocations as lines of a document: the grid's store keeps them, so that drafts and saving work as elsewhere. */

export interface ServerAllocation {
  id: string;
  origin: OpenItem['origin'];
  amount: string;
  discount: string;
}

export function readAllocation(line: ServerAllocation): LinePatch {
  return allocationLine(line.origin, line);
}

function allocationLine(origin: OpenItem['origin'], { amount, discount }: Allocation): LinePatch {
  return {
    origin_kind: origin.kind,
    origin_id: origin.id,
    origin_line_id: origin.line_id ?? null,
    origin_number: origin.number,
    amount,
    discount,
  };
}

export function writeAllocation(line: LinePatch) {
  return {
    origin_kind: line.origin_kind as string,
    origin_id: line.origin_id as string,
    origin_line_id: (line.origin_line_id as string | null) || null,
    amount: (line.amount as string | null) || '0',
    discount: (line.discount as string | null) || '0',
  };
}

function originOf(line: LinePatch): OpenItem['origin'] {
  return {
    kind: String(line.origin_kind),
    id: String(line.origin_id),
    number: String(line.origin_number ?? ''),
    line_id: (line.origin_line_id as string | null) ?? null,
  };
}

export function allocationsOf(lines: readonly GridLine[]): Allocations {
  return Object.fromEntries(
    lines.map((line) => [
      itemKey(originOf(line)),
      { amount: (line.amount as string) || '0', discount: (line.discount as string) || '0' },
    ]),
  );
}

/** The lines to keep for what is allocated, in the order of the items; nothing for what is left empty. */
export function linesOf(items: readonly OpenItem[], allocations: Allocations): LinePatch[] {
  return items.flatMap((item) => {
    const allocation = allocations[itemKey(item.origin)];
    if (!allocation || (isNothing(allocation.amount) && isNothing(allocation.discount))) return [];
    return [allocationLine(item.origin, allocation)];
  });
}
