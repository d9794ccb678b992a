import { decimalOrNull } from '@/shared/forms';
import type { Item, ItemIn } from './api';
import { formatFactor, parseFactor } from './factors';

export interface PackValues {
  unit_id?: string;
  factor?: string;
  is_purchase_default?: boolean;
  is_sales_default?: boolean;
}

/** An item as its form holds it: decimals and factors as text. */
export interface ItemValues {
  code: string;
  name: string;
  name_en: string;
  specification: string;
  brand: string;
  kind: 'goods' | 'service';
  category_id: string | null;
  base_unit_id: string;
  tax_code_id: string | null;
  tax_class_code: string;
  purchase_price: string | null;
  sales_price: string | null;
  minimum_price: string | null;
  min_stock: string | null;
  max_stock: string | null;
  shelf_life_days: string | null;
  tracks_lots: boolean;
  tracks_serials: boolean;
  costing_method: Item['costing_method'];
  weight_kg: string | null;
  volume_m3: string | null;
  is_purchased: boolean;
  is_sold: boolean;
  is_template: boolean;
  remark: string;
  packs: PackValues[];
  barcodes: { code?: string; unit_id?: string | null }[];
  prices: { price_level_id?: string; unit_id?: string | null; price?: string | null }[];
  helper_codes: string[];
}

export function blankItem(): Partial<ItemValues> {
  return {
    kind: 'goods',
    is_purchased: true,
    is_sold: true,
    is_template: false,
    tracks_lots: false,
    tracks_serials: false,
    costing_method: '',
    packs: [],
    barcodes: [],
    prices: [],
    helper_codes: [],
  };
}

export function readItem(item: Item): ItemValues {
  return {
    code: item.code,
    name: item.name,
    name_en: item.name_en,
    specification: item.specification,
    brand: item.brand,
    kind: item.kind,
    category_id: item.category?.id ?? null,
    base_unit_id: item.base_unit.id,
    tax_code_id: item.tax_code?.id ?? null,
    tax_class_code: item.tax_class_code,
    purchase_price: item.purchase_price,
    sales_price: item.sales_price,
    minimum_price: item.minimum_price,
    min_stock: item.min_stock,
    max_stock: item.max_stock,
    shelf_life_days: item.shelf_life_days === null ? null : String(item.shelf_life_days),
    tracks_lots: item.tracks_lots,
    tracks_serials: item.tracks_serials,
    costing_method: item.costing_method,
    weight_kg: item.weight_kg,
    volume_m3: item.volume_m3,
    is_purchased: item.is_purchased,
    is_sold: item.is_sold,
    is_template: item.is_template,
    remark: item.remark,
    packs: item.units
      .filter((unit) => unit.id !== item.base_unit.id)
      .map((unit) => ({
        unit_id: unit.id,
        factor: formatFactor(unit.numerator, unit.denominator),
        is_purchase_default: unit.is_purchase_default,
        is_sales_default: unit.is_sales_default,
      })),
    barcodes: item.barcodes.map((barcode) => ({ code: barcode.code, unit_id: barcode.unit.id })),
    prices: item.prices.map((price) => ({
      price_level_id: price.price_level.id,
      unit_id: price.unit.id,
      price: price.price,
    })),
    helper_codes: item.helper_codes,
  };
}

/** A copy is another item: it needs its own code and barcodes, and is no variant. */
export function copyItem(item: Item): Partial<ItemValues> {
  return { ...readItem(item), code: '', barcodes: [], helper_codes: [] };
}

export function writeItem(values: ItemValues): ItemIn {
  const text = (value: string | null | undefined) => (value ?? '').trim();
  const days = decimalOrNull(values.shelf_life_days);
  return {
    code: text(values.code),
    name: text(values.name),
    name_en: text(values.name_en),
    specification: text(values.specification),
    brand: text(values.brand),
    kind: values.kind,
    category_id: values.category_id || null,
    base_unit_id: values.base_unit_id,
    tax_code_id: values.tax_code_id || null,
    tax_class_code: text(values.tax_class_code),
    purchase_price: decimalOrNull(values.purchase_price),
    sales_price: decimalOrNull(values.sales_price),
    minimum_price: decimalOrNull(values.minimum_price),
    min_stock: decimalOrNull(values.min_stock),
    max_stock: decimalOrNull(values.max_stock),
    shelf_life_days: days === null ? null : Number(days),
    tracks_lots: values.tracks_lots,
    tracks_serials: values.tracks_serials,
    costing_method: values.costing_method,
    weight_kg: decimalOrNull(values.weight_kg),
    volume_m3: decimalOrNull(values.volume_m3),
    is_purchased: values.is_purchased,
    is_sold: values.is_sold,
    is_template: values.is_template,
    remark: text(values.remark),
    packs: (values.packs ?? []).map((pack) => ({
      unit_id: pack.unit_id ?? '',
      ...(parseFactor(pack.factor ?? '') ?? { numerator: 1, denominator: 1 }),
      is_purchase_default: pack.is_purchase_default ?? false,
      is_sales_default: pack.is_sales_default ?? false,
    })),
    barcodes: (values.barcodes ?? []).map((barcode) => ({
      code: text(barcode.code),
      unit_id: barcode.unit_id || null,
    })),
    prices: (values.prices ?? []).map((price) => ({
      price_level_id: price.price_level_id ?? '',
      unit_id: price.unit_id || null,
      price: decimalOrNull(price.price) ?? '0',
    })),
    helper_codes: (values.helper_codes ?? []).map(text).filter((code) => code !== ''),
  };
}
