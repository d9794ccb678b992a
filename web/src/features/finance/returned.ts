import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { big } from '@/shared/money';
import type { InvoiceKind } from './invoiceKinds';

type GoodsDocument = components['schemas']['GoodsDocumentOut'];

/** A line of a goods return that awaits its red invoice. */
export interface ReturnedLine {
  id: string;
  /** The line of the shipment or goods receipt that came or went back; null: nobody knows it any more. */
  originalLineId: string | null;
  itemId: string;
  quantity: string;
}

/** A line of the blue invoice, as far as returns are concerned. */
export interface BlueLine {
  line_id: string;
  quantity: string;
  sourceLineId: string | null;
  itemId: string | null;
}

const LINES_AT_ONCE = 100;

/** All that came back of the goods behind these lines and awaits its red invoice, newest first. */
export async function returnedLines(
  kind: InvoiceKind,
  originals: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReturnedLine[]> {
  const path = `/api/v1/warehouse/${kind.returns}/credit-due` as '/api/v1/warehouse/sales-returns/credit-due';
  const ids = [...originals];
  const found: ReturnedLine[] = [];
  for (let from = 0; from < ids.length; from += LINES_AT_ONCE) {
    const query = { original_line_id: ids.slice(from, from + LINES_AT_ONCE) };
    const { data } = await api.GET(path, { params: { query }, signal });
    for (const line of data?.items ?? [])
      found.push({
        id: line.line_id,
        originalLineId: line.original_line_id,
        itemId: '',
        quantity: line.quantity,
      });
  }
  return found;
}

/** What of one return awaits its red invoice. */
export function dueOfReturn(document: GoodsDocument): ReturnedLine[] {
  return document.lines
    .filter((line) => big(line.credit_due_quantity).gt(0))
    .map((line) => ({
      id: line.id,
      originalLineId: line.original_line_id ?? null,
      itemId: line.item.id,
      quantity: line.credit_due_quantity,
    }));
}

export async function returnDocument(kind: InvoiceKind, id: string, signal: AbortSignal) {
  const path =
    `/api/v1/warehouse/${kind.returns}/{document_id}` as '/api/v1/warehouse/sales-returns/{document_id}';
  const { data } = await api.GET(path, { params: { path: { document_id: id } }, signal });
  return data as GoodsDocument;
}

interface RedLine {
  line_id: string;
  quantity: string;
  source_line_id: string | null;
}

/** Goods that came back are credited first, each return by its own line; what is more is an allowance. */
export function redLines(asked: readonly BlueLine[], returned: readonly ReturnedLine[]): RedLine[] {
  return shared(asked, returned).flatMap(({ line, parts, rest }) => {
    const lines: RedLine[] = parts.map(({ back, quantity }) => ({
      line_id: line.line_id,
      quantity,
      source_line_id: back.id,
    }));
    if (big(rest).gt(0)) lines.push({ line_id: line.line_id, quantity: rest, source_line_id: null });
    return lines;
  });
}

/** By blue line what came back and awaits its red invoice: no more than was invoiced, and no return twice. */
export function proposed(
  lines: readonly BlueLine[],
  returned: readonly ReturnedLine[],
): Record<string, string> {
  return Object.fromEntries(
    shared(lines, returned).map(({ line, rest }) => [
      line.line_id,
      big(line.quantity).minus(big(rest)).toFixed(),
    ]),
  );
}

/** Gives every line its share of the returns, in order; rest: what of its quantity did not come back. */
function shared(lines: readonly BlueLine[], returned: readonly ReturnedLine[]) {
  const left = new Map(returned.map((back) => [back.id, big(back.quantity)]));
  return lines.map((line) => {
    let rest = big(line.quantity);
    const parts: { back: ReturnedLine; quantity: string }[] = [];
    for (const back of returned.filter((candidate) => isOf(candidate, line))) {
      const available = left.get(back.id) ?? big('0');
      const part = rest.lt(available) ? rest : available;
      if (part.lte(0)) continue;
      parts.push({ back, quantity: part.toFixed() });
      left.set(back.id, available.minus(part));
      rest = rest.minus(part);
    }
    return { line, parts, rest: rest.toFixed() };
  });
}

function isOf(back: ReturnedLine, line: BlueLine): boolean {
  return back.originalLineId ? back.originalLineId === line.sourceLineId : back.itemId === line.itemId;
}
