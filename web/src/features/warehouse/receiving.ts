import { big, parseDecimal } from '@/shared/money';

export interface SentLine {
  id: string;
  item: { id: string };
  quantity: string;
  received_quantity: string;
  sent_back_quantity: string;
  lost_quantity: string;
}

/** What of a line is still on its way. */
export function inTransit(line: SentLine): string {
  const gone = [line.received_quantity, line.sent_back_quantity, line.lost_quantity];
  return gone.reduce((left, part) => left.minus(big(part)), big(line.quantity)).toFixed();
}

/** Line id → what arrives now or goes back, as typed. */
export type Arrivals = Readonly<Record<string, string | null>>;

/** Everything that is on its way arrives. */
export function allArrived(lines: readonly SentLine[]): Arrivals {
  return Object.fromEntries(lines.map((line) => [line.id, inTransit(line)]));
}

export type ArrivalFault = 'number' | 'tooMuch';

/** Why an arrival cannot be, if so. */
export function arrivalFault(line: SentLine, typed: string | null | undefined): ArrivalFault | null {
  if (typed === null || typed === undefined || typed === '') return null;
  const plain = parseDecimal(typed);
  if (plain === null || big(plain).lt(0)) return 'number';
  return big(plain).gt(big(inTransit(line))) ? 'tooMuch' : null;
}

/** What is sent to the server: lines of which something arrived. */
export function arrivedLines(lines: readonly SentLine[], arrivals: Arrivals) {
  return lines.flatMap((line) => {
    const quantity = parseDecimal(arrivals[line.id] ?? '');
    return quantity !== null && big(quantity).gt(0) ? [{ line_id: line.id, quantity }] : [];
  });
}

/** Adds a scanned quantity to the first line of the item that still waits for it; null when there is none. */
export function withScanned(
  lines: readonly SentLine[],
  arrivals: Arrivals,
  itemId: string,
  quantity: string,
): Arrivals | null {
  const own = lines.filter((line) => line.item.id === itemId);
  const counted = (line: SentLine) => big(parseDecimal(arrivals[line.id] ?? ''));
  const waiting = own.find((line) => counted(line).lt(big(inTransit(line)))) ?? own[0];
  if (!waiting) return null;
  return { ...arrivals, [waiting.id]: counted(waiting).plus(big(quantity)).toFixed() };
}
