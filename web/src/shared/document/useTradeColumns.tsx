import { useQuery } from '@tanstack/react-query';
import type { FormInstance } from 'antd';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type GridLine, isReference, type LineColumn, type LinePatch, type Reference } from '@/shared/grid';
import { big } from '@/shared/money';
import { findItems, lookUpItem, taxCodesQuery } from '@/shared/select';
import {
  amountColumns,
  discountColumn,
  itemColumn,
  lastPriceColumn,
  memoColumn,
  priceColumn,
  quantityColumn,
  specificationColumn,
  stockColumn,
  unitColumn,
} from './columns';
import { followItem, referenceId } from './lines';
import { taxColumn } from './taxColumn';
import type { HeaderValues } from './types';
import { priceIn } from './unitPrices';

/** What was paid last, in which unit and currency; an empty currency is the company's own. */
interface LastPrice {
  price: string | null;
  price_includes_tax: boolean;
  unit?: { id: string } | null;
  unit_id?: string | null;
  currency?: string;
}

export interface TradeOptions {
  trade: 'purchase' | 'sales';
  /** Price, discount, tax and amounts stand on the lines. */
  isPriced?: boolean;
  /** A unit cost and a value instead of price, discount, tax and gross. */
  isCostOnly?: boolean;
  /** Goods leave: lines that want more than is there are marked. */
  isOutgoing?: boolean;
  /** Offers every item, not only those that are bought or sold. */
  offersAll?: boolean;
  /** The last price of this item and party; fills price and last price. */
  lastPrice?: (itemId: string, partyId: string | null) => Promise<LastPrice>;
  isLocked?: (line: GridLine) => boolean;
}

/**
 * Unit, tax and list price that an item brings to its line; `scanned` is the unit whose barcode was read. Lists are in
 * the company's own currency and per base unit, the price of a line is per unit of the line.
 */
function proposal(
  { trade, isPriced = true, isCostOnly }: TradeOptions,
  item: Reference,
  header: HeaderValues,
  scanned?: { id: string; name: string },
): LinePatch {
  const list = (trade === 'purchase' ? item.purchase_price : item.sales_price) as string | null | undefined;
  const followed = {
    ...followItem(item, trade),
    ...(scanned && { unit: scanned, unit_id: scanned.id }),
    ...(isCostOnly && { tax_code: null, tax_code_id: null }),
  };
  if (!isPriced || isForeign(header)) return followed;
  return { ...followed, price: priceIn(list, item, { from: null, to: followed.unit_id as string | null }) };
}

/** The price of a line follows its unit, so that a carton never costs what a bottle does. */
function followUnit(unitId: string, line: GridLine): LinePatch {
  const { item, unit_id: held } = line;
  if (!isReference(item) || typeof held !== 'string') return {};
  const inUnit = (price: GridLine[string]) =>
    typeof price === 'string' ? priceIn(price, item, { from: held, to: unitId }) : null;
  return { price: inUnit(line.price), last_price: inUnit(line.last_price) };
}

/** A rate that is missing yet, or other than 1, belongs to a currency that is not the company's own. */
function isForeign({ rate }: HeaderValues): boolean {
  return rate === null || (typeof rate === 'string' && rate !== '' && !big(rate).eq(1));
}

/** The usual columns of lines that buy, sell or move items. `options` are read once. */
export function useTradeColumns(options: TradeOptions, form: FormInstance, currency: string): LineColumn[] {
  const { i18n } = useTranslation();
  const { data: taxCodes } = useQuery(taxCodesQuery);
  const fixed = useRef(options).current;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the titles follow the language
  return useMemo(() => {
    const { trade, isPriced = true, isCostOnly, isOutgoing, offersAll, lastPrice, isLocked } = fixed;
    const complete = async (item: Reference, line: GridLine): Promise<LinePatch> => {
      if (isForeign(form.getFieldsValue(true))) return {};
      const last = await lastPrice?.(item.id, referenceId(form.getFieldValue('party')));
      if (!last || last.price === null || (last.currency && last.currency !== currency)) return {};
      const from = last.unit?.id ?? last.unit_id ?? null;
      const price = priceIn(last.price, item, { from, to: line.unit_id as string | null });
      return price ? { price, last_price: price, price_includes_tax: last.price_includes_tax } : {};
    };
    const item = itemColumn({
      find: (text, _line, signal) =>
        findItems(text, signal, {
          trade: offersAll ? undefined : trade === 'purchase' ? 'purchased' : 'sold',
          hasStock: true,
          warehouseId: referenceId(form.getFieldValue('warehouse')) ?? undefined,
        }),
      follow: (chosen) => proposal(fixed, chosen, form.getFieldsValue(true)),
      complete: lastPrice && complete,
      isLocked,
    });
    const costed = [priceColumn(), ...amountColumns(currency).filter((column) => column.key === 'net')];
    const priced = [
      priceColumn(),
      ...(lastPrice ? [lastPriceColumn()] : []),
      discountColumn(),
      taxColumn(taxCodes ?? []),
      ...amountColumns(currency),
    ];
    return [
      item,
      specificationColumn(),
      unitColumn(isPriced ? { follow: followUnit } : {}),
      quantityColumn(),
      stockColumn({ isOutgoing }),
      ...(isPriced ? (isCostOnly ? costed : priced) : []),
      memoColumn(),
    ];
  }, [form, currency, taxCodes, i18n.language]);
}

/** Resolves a scanned code into an item with the unit that carries the barcode. */
export async function scanItem(
  options: TradeOptions,
  code: string,
  header: HeaderValues = {},
): Promise<{ item: Reference; follow: LinePatch } | null> {
  const found = await lookUpItem(code);
  if (!found) return null;
  const item: Reference = { ...found.item, id: found.item.id, name: found.item.name };
  const unit = { id: found.unit.id, name: found.unit.name };
  return { item, follow: proposal(options, item, header, unit) };
}
