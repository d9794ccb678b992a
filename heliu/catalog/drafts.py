"""What callers hand to the services: frozen, complete, without identity."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PackDraft:
    """One `unit` = numerator/denominator base units."""

    unit_id: int
    numerator: int
    denominator: int = 1
    is_purchase_default: bool = False
    is_sales_default: bool = False


@dataclass(frozen=True, slots=True)
class BarcodeDraft:
    """`unit_id` None means the base unit."""

    code: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class LevelPriceDraft:
    """Price on one level; `unit_id` None means the base unit."""

    price_level_id: int
    price: Decimal
    unit_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """An item as it shall be. An empty code takes the next number; prices are per base unit and without tax."""

    name: str
    base_unit_id: int
    code: str = ""
    name_en: str = ""
    specification: str = ""
    brand: str = ""
    category_id: int | None = None
    kind: str = "goods"
    tax_code_id: int | None = None
    tax_class_code: str = ""
    purchase_price: Decimal | None = None
    sales_price: Decimal | None = None
    minimum_price: Decimal | None = None
    min_stock: Decimal | None = None
    max_stock: Decimal | None = None
    shelf_life_days: int | None = None
    tracks_lots: bool = False
    tracks_serials: bool = False
    costing_method: str = ""
    weight_kg: Decimal | None = None
    volume_m3: Decimal | None = None
    is_purchased: bool = True
    is_sold: bool = True
    is_template: bool = False
    remark: str = ""
    parent_id: int | None = None
    variant_key: str = ""
    attribute_values: dict[str, str] = field(default_factory=dict)
    packs: tuple[PackDraft, ...] = ()
    barcodes: tuple[BarcodeDraft, ...] = ()
    prices: tuple[LevelPriceDraft, ...] = ()
    helper_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AxisValue:
    """One value of a variant axis: code goes into the item code, name into the item name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a variant matrix, e.g. 颜色 with 红 and 蓝."""

    name: str
    values: tuple[AxisValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDraft:
    code: str
    name: str
    name_en: str = ""
    decimals: int = 0
    rec20_code: str = ""
    status: str = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryDraft:
    code: str
    name: str
    name_en: str = ""
    parent_id: int | None = None
    position: int = 0
    status: str = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCodeDraft:
    code: str
    name: str
    rate: Decimal
    name_en: str = ""
    country: str = "CN"
    kind: str = "standard"
    valid_from: date | None = None
    valid_to: date | None = None
    status: str = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLevelDraft:
    code: str
    name: str
    name_en: str = ""
    currency: str = "CNY"
    tax_included: bool = False
    position: int = 0
    status: str = "active"
