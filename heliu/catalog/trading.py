"""What document lines need to know of items, units and tax codes: read once per document or batch, then pure lookups."""

from collections.abc import Iterable
from dataclasses import dataclass

from heliu.catalog.errors import TemplateNotTraded, UnknownReference
from heliu.catalog.models import Item, ItemUnit, TaxCode, Unit
from heliu.core.quantity import UnitFactor, check_decimals
from heliu.core.rounding import to_scaled
from heliu.core.scales import PRICE_SCALE, RATE_SCALE

_BASE = UnitFactor(1)


@dataclass(frozen=True, slots=True)
class TradedItem:
    """Prices 1e-6 per base unit, without tax, company currency; None = not set."""

    id: int
    code: str
    name: str
    is_service: bool
    base_unit_id: int
    tax_code_id: int
    sales_price: int | None
    minimum_price: int | None
    purchase_price: int | None
    is_template: bool
    is_sold: bool
    is_purchased: bool


@dataclass(frozen=True, slots=True)
class TradeTerms:
    """Items, pack factors by (item, unit), decimals by unit and rates by tax code of one document or batch."""

    items: dict[int, TradedItem]
    factors: dict[tuple[int, int], UnitFactor]
    decimals: dict[int, int]
    tax_rates: dict[int, int]

    def item(self, item_id: int, *, loc: tuple[str | int, ...] = ()) -> TradedItem:
        """Raises UnknownReference, TemplateNotTraded."""
        item = self.items.get(item_id)
        if item is None:
            raise UnknownReference(loc=(*loc, "item_id"), noun="Item", value=str(item_id))
        if item.is_template:
            raise TemplateNotTraded(loc=(*loc, "item_id"), value=item.code)
        return item

    def factor(self, item: TradedItem, unit_id: int, *, loc: tuple[str | int, ...] = ()) -> UnitFactor:
        """Raises UnknownReference when the unit is neither the base unit nor a pack of the item."""
        if unit_id == item.base_unit_id:
            return _BASE
        factor = self.factors.get((item.id, unit_id))
        if factor is None:
            raise UnknownReference(loc=(*loc, "unit_id"), noun="Unit", value=str(unit_id))
        return factor

    def base_quantity(self, item: TradedItem, unit_id: int, entered: int, *, loc: tuple[str | int, ...] = ()) -> int:
        """Entered quantity in base units. Raises UnknownReference, TooManyDecimals, InexactConversion."""
        factor = self.factor(item, unit_id, loc=loc)
        decimals = self.decimals.get(unit_id, 6)
        if decimals < 6:
            check_decimals(entered, decimals=decimals, unit=str(unit_id))
        return entered if factor is _BASE else factor.to_base(entered)

    def tax_rate(self, tax_code_id: int, *, loc: tuple[str | int, ...] = ()) -> int:
        """Rate of the tax code, 0 for none. Raises UnknownReference."""
        if not tax_code_id:
            return 0
        rate = self.tax_rates.get(tax_code_id)
        if rate is None:
            raise UnknownReference(loc=(*loc, "tax_code_id"), noun="TaxCode", value=str(tax_code_id))
        return rate


def _price(value: object) -> int | None:
    return None if value is None else to_scaled(str(value), PRICE_SCALE)


def load(company_id: int, item_ids: Iterable[int]) -> TradeTerms:
    """Terms of the named items (unknown ones are left out) and of all tax codes and units of the company."""
    wanted = {i for i in item_ids if i}
    rows = Item.objects.filter(company_id=company_id, id__in=wanted).values_list(
        "id", "code", "name", "kind", "base_unit_id", "tax_code_id", "sales_price", "minimum_price", "purchase_price",
        "is_template", "is_sold", "is_purchased",
    )  # fmt: skip
    items = {
        r[0]: TradedItem(
            id=r[0], code=r[1], name=r[2], is_service=r[3] == Item.Kind.SERVICE, base_unit_id=r[4],
            tax_code_id=r[5] or 0, sales_price=_price(r[6]), minimum_price=_price(r[7]), purchase_price=_price(r[8]),
            is_template=r[9], is_sold=r[10], is_purchased=r[11],
        )
        for r in rows
    }  # fmt: skip
    packs = ItemUnit.objects.filter(company_id=company_id, item_id__in=wanted)
    taxes = TaxCode.objects.filter(company_id=company_id).values_list("id", "rate")
    return TradeTerms(
        items=items,
        factors={
            (item, unit): UnitFactor(numerator, denominator)
            for item, unit, numerator, denominator in packs.values_list(
                "item_id", "unit_id", "numerator", "denominator"
            )
        },
        decimals=dict(Unit.objects.filter(company_id=company_id).values_list("id", "decimals")),
        tax_rates={tax_id: to_scaled(rate, RATE_SCALE) for tax_id, rate in taxes},
    )
