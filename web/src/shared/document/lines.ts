import type { TFunction } from 'i18next';
import type { GridLine, LinePatch, LineStore, Reference } from '@/shared/grid';
import { isReference } from '@/shared/grid';

/** Item lines between the API and the grid: what the server sends, what the grid holds, what goes back. */

export interface ServerItemLine {
  id: string;
  item?: { id: string; code: string; name: string; specification?: string } | null;
  unit?: { id: string; name: string } | null;
  entered_quantity: string;
  price?: string | null;
  price_includes_tax?: boolean;
  discount_rate?: string;
  tax_code?: { id: string; code: string; rate: string } | null;
  memo?: string;
}

export function readItemLine(line: ServerItemLine): LinePatch {
  return {
    id: line.id,
    item: line.item ? { ...line.item, units: line.unit ? [line.unit] : [] } : null,
    unit: line.unit ?? null,
    unit_id: line.unit?.id ?? null,
    entered_quantity: line.entered_quantity,
    price: line.price ?? null,
    price_includes_tax: line.price_includes_tax ?? false,
    discount_rate: line.discount_rate ?? '0',
    tax_code: line.tax_code ? { ...line.tax_code, name: line.tax_code.code } : null,
    tax_code_id: line.tax_code?.id ?? null,
    memo: line.memo ?? '',
  };
}

const idOf = (value: LinePatch[string]) => (isReference(value) ? value.id : null);

/** Item, quantity in the entered unit, and memo. */
export function writeItemLine(line: LinePatch) {
  return {
    item_id: idOf(line.item) ?? '',
    unit_id: (line.unit_id as string | null) ?? null,
    quantity: (line.entered_quantity as string | null) || '0',
    memo: (line.memo as string | undefined) ?? '',
  };
}

/** The same with price, discount and tax. */
export function writePricedLine(line: LinePatch) {
  return {
    ...writeItemLine(line),
    price: (line.price as string | null) || '0',
    price_includes_tax: line.price_includes_tax === true,
    discount_rate: (line.discount_rate as string | null) || '0',
    tax_code_id: (line.tax_code_id as string | null) || null,
  };
}

interface ItemFacts {
  units?: { id: string; name: string; is_purchase_default?: boolean; is_sales_default?: boolean }[];
  tax_code?: { id: string; code: string; rate: string } | null;
  base_unit?: { id: string; name: string };
}

/** Unit and tax that follow from an item, for buying or for selling. */
export function followItem(item: Reference, trade: 'purchase' | 'sales'): LinePatch {
  const facts = item as unknown as ItemFacts;
  const preferred = trade === 'purchase' ? 'is_purchase_default' : 'is_sales_default';
  const unit = facts.units?.find((known) => known[preferred]) ?? facts.units?.[0] ?? facts.base_unit ?? null;
  const tax = facts.tax_code ?? null;
  return {
    unit: unit ? { id: unit.id, name: unit.name } : null,
    unit_id: unit?.id ?? null,
    tax_code: tax && { ...tax, name: tax.code },
    tax_code_id: tax?.id ?? null,
  };
}

export function referenceId(value: unknown): string | null {
  return isReference(value as GridLine[string]) ? (value as Reference).id : null;
}

/** What forbids saving the lines, in words; unfinished ones are marked: what was typed is never left out in silence. */
export function problemOfLines(store: LineStore, t: TFunction, mayHaveNone = false): string | null {
  const unfinished = store.getState().settle();
  if (unfinished.length > 0) return t('document:problem.unfinished', { rows: unfinished.join('、') });
  const unreadable = store.getState().unreadable();
  if (unreadable.length > 0) return t('document:problem.unreadable', { rows: unreadable.join('、') });
  return mayHaveNone || store.getState().filled().length > 0 ? null : t('document:problem.noLines');
}
