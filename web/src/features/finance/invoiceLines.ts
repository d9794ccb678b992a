import dayjs from 'dayjs';
import type { components } from '@/api/schema';
import { type DocumentBody, readItemLine, type ServerItemLine, writePricedLine } from '@/shared/document';
import { isReference, type LinePatch } from '@/shared/grid';
import { big, roundHalfUp } from '@/shared/money';

/** Invoice lines between the API, the grid, and the goods documents they bill. */

type InvoiceLine = components['schemas']['InvoiceOut']['lines'][number];
type GoodsDocument = components['schemas']['GoodsDocumentOut'];
type GoodsLine = GoodsDocument['lines'][number];

/** What a line invoices when it is no item: an account, held where the item would stand. */
const ACCOUNT = 'account/';

export function accountChoice(account: { id: string; code: string; name: string }) {
  return { id: ACCOUNT + account.id, code: account.code, name: account.name };
}

export function readInvoiceLine(line: InvoiceLine): LinePatch {
  const account = line.account && accountChoice(line.account);
  const free = { id: ACCOUNT, name: line.description || line.account_key || '—' };
  return {
    ...readItemLine(line as ServerItemLine),
    item: line.item ? { ...line.item, units: line.unit ? [line.unit] : [] } : (account ?? free),
    description: line.description ?? '',
    account_key: line.account_key ?? '',
    source_line_id: line.source_line_id ?? null,
    order_id: line.order_id ?? null,
    order_line_id: line.order_line_id ?? null,
    expected_net: line.expected_net ?? null,
    match_state: line.match_state ?? null,
  };
}

export function writeInvoiceLine(line: LinePatch) {
  const id = isReference(line.item) ? line.item.id : '';
  const isAccount = id.startsWith(ACCOUNT);
  return {
    ...writePricedLine(line),
    item_id: isAccount ? null : id,
    unit_id: isAccount ? null : ((line.unit_id as string | null) ?? null),
    account_id: isAccount ? id.slice(ACCOUNT.length) || null : null,
    account_key: id === ACCOUNT ? ((line.account_key as string | undefined) ?? '') : '',
    description: (line.description as string | undefined) ?? '',
    source_line_id: (line.source_line_id as string | null) || null,
    order_id: (line.order_id as string | null) || null,
    order_line_id: (line.order_line_id as string | null) || null,
  };
}

const QUANTITY_DECIMALS = 6;

/** What of a goods line is neither invoiced nor taken back, in the unit it was entered in. */
export function quantityToInvoice(line: {
  quantity: string;
  entered_quantity: string;
  invoiced_quantity: string;
  returned_quantity: string;
}): string {
  const rest = big(line.quantity).minus(big(line.invoiced_quantity)).minus(big(line.returned_quantity));
  if (rest.lte(0) || big(line.quantity).eq(0)) return '0';
  if (rest.eq(big(line.quantity))) return big(line.entered_quantity).toFixed();
  return roundHalfUp(
    rest.times(big(line.entered_quantity)).div(big(line.quantity)),
    QUANTITY_DECIMALS,
  ).toFixed();
}

/** A new invoice over what of a shipment or goods receipt is not invoiced yet. */
export function invoiceOfGoods(goods: GoodsDocument): DocumentBody {
  return {
    header: {
      party: goods.party,
      business_date: dayjs().format('YYYY-MM-DD'),
      currency: goods.currency || undefined,
      rate: goods.rate,
      external_number: '',
      memo: '',
    },
    lines: goods.lines
      .map((line: GoodsLine) => ({
        ...readItemLine(line),
        id: null,
        entered_quantity: quantityToInvoice(line),
        source_line_id: line.id,
        order_id: goods.order?.id ?? null,
        order_line_id: line.order_line_id ?? null,
      }))
      .filter((line) => line.entered_quantity !== '0'),
  };
}
