import { WarningFilled } from '@ant-design/icons';
import i18next from 'i18next';
import {
  type GridLine,
  isReference,
  type LineColumn,
  type LinePatch,
  lineAmounts,
  type Reference,
} from '@/shared/grid';
import { big, currencyExponent, formatPrice, formatQuantity, Quantity } from '@/shared/money';
import { unitFactor } from './unitPrices';

/** The columns that lines of documents share. A document takes what it needs and adds its own. */

interface ItemColumnOptions {
  find: (text: string, line: GridLine, signal: AbortSignal) => Promise<Reference[]>;
  /** Cells that follow from the item: unit, price, tax. */
  follow?: (item: Reference, line: GridLine) => LinePatch;
  /** Cells that the server is asked for after the choice. */
  complete?: (item: Reference, line: GridLine) => Promise<LinePatch>;
  width?: number;
  isLocked?: (line: GridLine) => boolean;
}

export function itemColumn(options: ItemColumnOptions): LineColumn {
  return {
    key: 'item',
    title: i18next.t('document:column.item'),
    kind: 'lookup',
    width: options.width ?? 200,
    widthMin: 170,
    isRequired: true,
    find: options.find,
    follow: options.follow,
    complete: options.complete,
    isLocked: options.isLocked,
    describe: (item) => <ItemChoice item={item} />,
  };
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/** One suggestion: name, specification and code, with stock and the last price at the side. */
function ItemChoice({ item }: { item: Reference }) {
  const stock = text(item.available) ?? text(item.on_hand);
  const price = text(item.last_price) ?? text(item.price);
  return (
    <>
      <span className="grid-lookup-name">
        {item.name} <small>{[item.code, text(item.specification)].filter(Boolean).join(' · ')}</small>
      </span>
      <span className="grid-lookup-facts">
        {stock && (
          <span>
            {i18next.t('document:column.stock')} {formatQuantity(stock)}
          </span>
        )}
        {price && (
          <span>
            {i18next.t('document:column.lastPrice')} {formatPrice(price)}
          </span>
        )}
      </span>
    </>
  );
}

export function specificationColumn(): LineColumn {
  return {
    key: 'specification',
    title: i18next.t('document:column.specification'),
    kind: 'computed',
    format: 'text',
    width: 72,
    isOptional: true,
    yields: 5,
    compute: (line) => (isReference(line.item) ? text(line.item.specification) : null),
  };
}

/** The units of the item; the value is the unit's reference, chosen by its name. */
export function unitColumn(
  options: { follow?: (unitId: string, line: GridLine) => LinePatch } = {},
): LineColumn {
  return {
    key: 'unit_id',
    isPassedByEnter: true,
    title: i18next.t('document:column.unit'),
    kind: 'choice',
    width: 50,
    options: (line) => unitsOf(line).map((unit) => ({ value: unit.id, label: unit.name })),
    follow: (unitId, line) => ({
      unit: unitsOf(line).find((unit) => unit.id === unitId) ?? null,
      ...options.follow?.(unitId, line),
    }),
    display: (line) => (isReference(line.unit) ? line.unit.name : null),
    isLocked: (line) => unitsOf(line).length < 2,
  };
}

function unitsOf(line: GridLine): Reference[] {
  const units = isReference(line.item) ? line.item.units : undefined;
  return Array.isArray(units) ? (units as Reference[]) : [];
}

export function quantityColumn(options: { isLocked?: (line: GridLine) => boolean } = {}): LineColumn {
  return {
    key: 'entered_quantity',
    title: i18next.t('document:column.quantity'),
    kind: 'number',
    format: 'quantity',
    width: 76,
    isRequired: true,
    hasTotal: true,
    ...options,
  };
}

/** What can be promised, beside the quantity: no dialog needed. `isOutgoing` marks lines that want more than that. */
export function stockColumn({ isOutgoing = false }: { isOutgoing?: boolean } = {}): LineColumn {
  const available = (line: GridLine) =>
    isReference(line.item) ? (text(line.item.available) ?? text(line.item.on_hand)) : null;
  return {
    key: 'available',
    title: i18next.t('document:column.available'),
    kind: 'computed',
    format: 'quantity',
    width: 76,
    isForEntry: true,
    yields: 6,
    compute: available,
    display: (line) => {
      const held = available(line);
      if (held === null) return null;
      // What an order has reserved is not available any more, and yet there for its shipment.
      if (!isOutgoing || line.order_line_id || big(held).gte(baseQuantity(line)))
        return <Quantity value={held} />;
      return (
        <span className="grid-short" title={i18next.t('document:column.short')}>
          <WarningFilled aria-label={i18next.t('document:column.short')} />
          <Quantity value={held} />
        </span>
      );
    },
  };
}

/** The quantity of a line in the base unit of its item. */
function baseQuantity(line: GridLine) {
  const factor = isReference(line.item) ? unitFactor(line.item, text(line.unit_id)) : null;
  return big(text(line.entered_quantity)).times(factor ?? 1);
}

export function lastPriceColumn(): LineColumn {
  return {
    key: 'last_price',
    title: i18next.t('document:column.lastPrice'),
    kind: 'computed',
    format: 'price',
    width: 76,
    isForEntry: true,
    yields: 1,
    compute: (line) => text(line.last_price) ?? (isReference(line.item) ? text(line.item.last_price) : null),
  };
}

export function priceColumn(options: { isLocked?: (line: GridLine) => boolean } = {}): LineColumn {
  return {
    key: 'price',
    title: i18next.t('document:column.price'),
    kind: 'number',
    format: 'price',
    width: 80,
    ...options,
  };
}

export function discountColumn(): LineColumn {
  return {
    key: 'discount_rate',
    isPassedByEnter: true,
    title: i18next.t('document:column.discount'),
    kind: 'number',
    format: 'percent',
    width: 56,
    widthMin: 48,
    isOptional: true,
  };
}

/** Net, tax and gross, reckoned live from the line. */
export function amountColumns(currency: string): LineColumn[] {
  const exponent = currencyExponent(currency);
  const column = (key: 'net' | 'tax' | 'gross', width: number, yields?: number): LineColumn => ({
    key,
    title: i18next.t(`document:column.${key}`),
    kind: 'computed',
    format: 'amount',
    width,
    hasTotal: true,
    yields,
    compute: (line) => (isReference(line.item) ? lineAmounts(line, exponent)[key] : null),
  });
  return [column('net', 92, 4), column('tax', 72, 2), column('gross', 100)];
}

export function memoColumn(): LineColumn {
  return {
    key: 'memo',
    title: i18next.t('document:column.memo'),
    kind: 'text',
    isPassedByEnter: true,
    isOptional: true,
    width: 96,
    widthMin: 64,
    lengthMax: 200,
  };
}
