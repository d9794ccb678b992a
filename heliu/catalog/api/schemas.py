"""Shapes of items over HTTP."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from heliu.catalog.drafts import Axis, AxisValue, BarcodeDraft, ItemDraft, LevelPriceDraft, PackDraft
from heliu.core.master_schemas import DecimalIn, DecimalOrNone, IdIn, Input, NamedRef
from heliu.core.schemas import Schema

ItemKind = Literal["goods", "service"]
CostingMethod = Literal["", "moving_average", "monthly_average", "fifo", "specific", "standard", "lifo"]
Trade = Literal["", "sold", "purchased"]
Text = Annotated[str, Field(max_length=200)]


class TaxCodeRef(Schema):
    id: str
    code: str
    rate: str


class ItemUnitOut(Schema):
    """One of this unit is numerator/denominator base units."""

    id: str
    name: str
    decimals: int
    numerator: str
    denominator: str
    is_purchase_default: bool
    is_sales_default: bool


class ItemRow(Schema):
    """An item in a list or as a suggestion. Prices are per base unit, without tax; null where cost is masked."""

    id: str
    code: str
    name: str
    name_en: str
    specification: str
    brand: str
    kind: ItemKind
    category: NamedRef | None
    base_unit: NamedRef
    units: list[ItemUnitOut]
    tax_code: TaxCodeRef | None
    purchase_price: str | None
    sales_price: str | None
    minimum_price: str | None
    min_stock: str | None
    max_stock: str | None
    is_template: bool
    parent_id: str | None
    attribute_values: dict[str, str]
    is_purchased: bool
    is_sold: bool
    tracks_lots: bool
    tracks_serials: bool
    barcode: str
    picture: str | None
    status: str
    version: int
    updated_at: dt.datetime


class ItemPage(Schema):
    items: list[ItemRow]
    next_cursor: str | None


class ItemSuggestions(Schema):
    items: list[ItemRow]


class BarcodeOut(Schema):
    code: str
    unit: NamedRef


class LevelPriceOut(Schema):
    price_level: NamedRef
    unit: NamedRef
    price: str


class VariantOut(Schema):
    id: str
    code: str
    name: str
    attribute_values: dict[str, str]
    status: str


class ItemOut(ItemRow):
    """One item whole. helper_codes are entered by hand, initials are derived from the name."""

    tax_class_code: str
    shelf_life_days: int | None
    costing_method: CostingMethod
    weight_kg: str | None
    volume_m3: str | None
    remark: str
    created_at: dt.datetime
    barcodes: list[BarcodeOut]
    prices: list[LevelPriceOut]
    helper_codes: list[str]
    initials: list[str]
    variants: list[VariantOut]


class LookupOut(Schema):
    """What a scanned or typed code names; unit is the one the barcode stands for."""

    item: ItemRow
    unit: ItemUnitOut
    matched: Literal["barcode", "code"]


class PackIn(Input):
    unit_id: IdIn
    numerator: int = Field(ge=1, le=10**12)
    denominator: int = Field(default=1, ge=1, le=10**12)
    is_purchase_default: bool = False
    is_sales_default: bool = False


class BarcodeIn(Input):
    """unit_id missing = base unit."""

    code: str = Field(min_length=1, max_length=60)
    unit_id: IdIn | None = None


class LevelPriceIn(Input):
    price_level_id: IdIn
    price: DecimalIn
    unit_id: IdIn | None = None


class ItemIn(Input):
    """An item as it shall be; an empty code takes the next number. Variants are made by the matrix, not here."""

    code: str = Field(default="", max_length=60)
    name: str = Field(min_length=1, max_length=200)
    base_unit_id: IdIn
    name_en: Text = ""
    specification: Text = ""
    brand: str = Field(default="", max_length=80)
    category_id: IdIn | None = None
    kind: ItemKind = "goods"
    tax_code_id: IdIn | None = None
    tax_class_code: str = Field(default="", max_length=19)
    purchase_price: DecimalOrNone = None
    sales_price: DecimalOrNone = None
    minimum_price: DecimalOrNone = None
    min_stock: DecimalOrNone = None
    max_stock: DecimalOrNone = None
    shelf_life_days: int | None = Field(default=None, ge=1, le=36_500)
    tracks_lots: bool = False
    tracks_serials: bool = False
    costing_method: CostingMethod = ""
    weight_kg: DecimalOrNone = None
    volume_m3: DecimalOrNone = None
    is_purchased: bool = True
    is_sold: bool = True
    is_template: bool = False
    remark: str = Field(default="", max_length=2000)
    packs: list[PackIn] = Field(default_factory=list, max_length=20)
    barcodes: list[BarcodeIn] = Field(default_factory=list, max_length=50)
    prices: list[LevelPriceIn] = Field(default_factory=list, max_length=100)
    helper_codes: list[Annotated[str, Field(min_length=1, max_length=64)]] = Field(default_factory=list, max_length=20)

    def draft(self) -> ItemDraft:
        plain = self.model_dump(exclude={"packs", "barcodes", "prices", "helper_codes"})
        return ItemDraft(
            **plain,
            packs=tuple(PackDraft(**p.model_dump()) for p in self.packs),
            barcodes=tuple(BarcodeDraft(**b.model_dump()) for b in self.barcodes),
            prices=tuple(LevelPriceDraft(**p.model_dump()) for p in self.prices),
            helper_codes=tuple(self.helper_codes),
        )


class ItemsIn(Input):
    """Up to 5,000 items in one request, all or none."""

    items: list[ItemIn] = Field(min_length=1, max_length=5_000)


class CreatedIds(Schema):
    ids: list[str]


class AxisValueIn(Input):
    code: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1, max_length=40)


class AxisIn(Input):
    name: str = Field(min_length=1, max_length=20)
    values: list[AxisValueIn] = Field(min_length=1, max_length=100)

    def axis(self) -> Axis:
        return Axis(self.name, tuple(AxisValue(v.code, v.name) for v in self.values))


class MatrixIn(Input):
    axes: list[AxisIn] = Field(min_length=1, max_length=4)


class PictureOut(Schema):
    sha256: str
