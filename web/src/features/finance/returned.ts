import { api } from '@/api/client';
import type { components } from '@/api/schema';
import { big } from '@/shared/money';
import type { InvoiceKind } from './invoiceKinds';

type GoodsPage = components['schemas']['GoodsPage'];
type GoodsDocument = components['schemas']['GoodsDocumentOut'];

/** A line of a goods return that no red invoice has credited yet. */
export interface ReturnedLine {
  id: string;
  /** The line of the shipment or goods receipt that came or went back. */
  originalLineId: string;
  quantity: string;
}

const RETURNS: Record<InvoiceKind['path'], string> = {
  'sales-invoices': 'sales-returns',
  'purchase-invoices': 'purchase-returns',
};
/** The latest returns of one party: older ones were credited long ago. */
const RETURNS_MAX = 20;

/** What came back of the goods behind these lines and waits for its red invoice. */
export async function returnedLines(
  kind: InvoiceKind,
  partyId: string,
  originals: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReturnedLine[]> {
  const path = RETURNS[kind.path];
  if (!path || originals.size === 0) return [];
  const base = `/api/v1/warehouse/${path}` as '/api/v1/warehouse/sales-returns';
  const query = { party_id: partyId, state: 'posted', limit: RETURNS_MAX };
  const { data } = await api.GET(base, { params: { query: query as never }, signal });
  const open = (data as GoodsPage).items.filter((row) => row.progress.invoicing !== 'full');
  const documents = await Promise.all(
    open.map(async (row) => {
      const found = await api.GET(
        `${base}/{document_id}` as never,
        {
          params: { path: { document_id: row.id } },
          signal,
        } as never,
      );
      return (found as { data: GoodsDocument }).data;
    }),
  );
  return documents
    .filter((document) => !document.reverses_id)
    .flatMap((document) => document.lines)
    .flatMap((line) => {
      const rest = big(line.quantity).minus(big(line.invoiced_quantity).abs());
      const original = line.original_line_id;
      return original && originals.has(original) && rest.gt(0)
        ? [{ id: line.id, originalLineId: original, quantity: rest.toFixed() }]
        : [];
    });
}

interface Asked {
  line_id: string;
  quantity: string;
  /** What the blue line invoiced. */
  sourceLineId: string | null;
}

interface RedLine {
  line_id: string;
  quantity: string;
  source_line_id: string | null;
}

/** Goods that came back are credited first, each return by its own line; what is more is an allowance. */
export function redLines(asked: readonly Asked[], returned: readonly ReturnedLine[]): RedLine[] {
  const left = new Map(returned.map((line) => [line.id, big(line.quantity)]));
  return asked.flatMap(({ line_id, quantity, sourceLineId }) => {
    let rest = big(quantity);
    const lines: RedLine[] = [];
    for (const back of returned.filter((line) => line.originalLineId === sourceLineId)) {
      const available = left.get(back.id) ?? big('0');
      const part = rest.lt(available) ? rest : available;
      if (part.lte(0)) continue;
      lines.push({ line_id, quantity: part.toFixed(), source_line_id: back.id });
      left.set(back.id, available.minus(part));
      rest = rest.minus(part);
    }
    if (rest.gt(0)) lines.push({ line_id, quantity: rest.toFixed(), source_line_id: null });
    return lines;
  });
}

/** How much of the goods behind a line came back and is not credited yet. */
export function returnedOf(
  sourceLineId: string | null | undefined,
  returned: readonly ReturnedLine[],
): string {
  return returned
    .filter((line) => line.originalLineId === sourceLineId)
    .reduce((sum, line) => sum.plus(big(line.quantity)), big('0'))
    .toFixed();
}
