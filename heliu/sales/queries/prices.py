"""What a customer paid last, and what to ask: price level, then last price, then the item's sales price."""

from typing import Any

from heliu.catalog.models import Item, ItemPrice, ItemUnit, PriceLevel
from heliu.core import gateway
from heliu.core.document_schemas import decimal_text, plain, price_text
from heliu.core.errors import NotFound
from heliu.core.rounding import divide_half_up, to_scaled
from heliu.core.scales import PRICE_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.parties.models import Party
from heliu.warehouse.lookups import company_currency

Shape = dict[str, Any]

_LAST = (
    "SELECT l.price, l.price_includes_tax, l.discount_rate, l.unit_id, u.name, l.entered_quantity, d.currency, "
    "d.business_date, d.id, d.number FROM finance_salesinvoiceline l "
    "JOIN finance_salesinvoice d ON d.id = l.document_id JOIN catalog_unit u ON u.id = l.unit_id "
    "WHERE l.company_id = %s AND l.item_id = %s AND d.state = 'posted' AND NOT d.is_red{party} "
    "ORDER BY d.business_date DESC, d.id DESC, l.line_no DESC LIMIT 1"
)


def last_price(scope: Scope, item_id: int, party_id: int | None) -> Shape:
    """Newest posted sales invoice line of the item, to this customer, else to any; source none when never sold."""
    _item(scope, item_id)
    found = (party_id and _newest(scope, item_id, party_id)) or _newest(scope, item_id, None)
    nothing = {
        "item_id": str(item_id), "source": "none", "party_id": None, "price": None, "price_includes_tax": False,
        "discount_rate": "0", "unit": None, "currency": "", "date": None, "invoice": None,
    }  # fmt: skip
    return found or nothing


def _newest(scope: Scope, item_id: int, party_id: int | None) -> Shape | None:
    sql = _LAST.format(party="" if party_id is None else " AND d.party_id = %s")
    params = (scope.company_id, item_id) if party_id is None else (scope.company_id, item_id, party_id)
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, params)
    if not rows:
        return None
    price, includes_tax, discount, unit_id, unit, _, currency, date, invoice_id, number = rows[0]
    return {
        "item_id": str(item_id),
        "source": "any_customer" if party_id is None else "customer",
        "party_id": None if party_id is None else str(party_id),
        "price": price_text(price),
        "price_includes_tax": bool(includes_tax),
        "discount_rate": decimal_text(discount, RATE_SCALE),
        "unit": {"id": str(unit_id), "name": unit},
        "currency": currency,
        "date": date,
        "invoice": {"id": str(invoice_id), "number": number},
    }


def suggestion(scope: Scope, item_id: int, *, party_id: int | None, unit_id: int | None) -> Shape:
    """Price for one unit and where it comes from: price_level, last_price, sales_price or none."""
    item = _item(scope, item_id)
    unit = unit_id or item["base_unit_id"]
    last = last_price(scope, item_id, party_id)
    found = (
        _level_price(scope, item, party_id, unit)
        or _as_suggestion(last, unit)
        or _own_price(scope, item, unit)
        or {"source": "none", "price": None, "price_includes_tax": False, "currency": company_currency(scope)}
    )
    return {
        "item_id": str(item_id),
        "unit_id": str(unit),
        **found,
        "minimum_price": plain(item["minimum_price"]),
        "last": last,
    }


def _item(scope: Scope, item_id: int) -> Shape:
    rows = Item.objects.filter(company_id=scope.company_id, id=item_id)
    row: Any = rows.values("id", "base_unit_id", "sales_price", "minimum_price").first()
    if row is None:
        raise NotFound(noun="Item", id=str(item_id))
    return dict(row)


def _level_price(scope: Scope, item: Shape, party_id: int | None, unit_id: int) -> Shape | None:
    """Price of the customer's price level, in this unit or converted from the base unit."""
    if party_id is None:
        return None
    parties = Party.objects.filter(company_id=scope.company_id, id=party_id)
    code = parties.values_list("price_level", flat=True).first()
    level = PriceLevel.objects.filter(company_id=scope.company_id, code=code, status="active").first() if code else None
    if level is None:
        return None
    prices = ItemPrice.objects.filter(company_id=scope.company_id, item_id=item["id"], price_level_id=level.id)
    by_unit = dict(prices.values_list("unit_id", "price"))
    price = plain(by_unit.get(unit_id)) or _of_base(scope, item, by_unit.get(item["base_unit_id"]), unit_id)
    if price is None:
        return None
    return {
        "source": "price_level",
        "price": price,
        "price_includes_tax": level.tax_included,
        "currency": level.currency,
    }


def _as_suggestion(last: Shape, unit_id: int) -> Shape | None:
    """Only what this customer paid for this unit is a suggestion; prices of others are for information."""
    if last["source"] != "customer" or last["unit"]["id"] != str(unit_id):
        return None
    return {
        "source": "last_price",
        "price": last["price"],
        "price_includes_tax": last["price_includes_tax"],
        "currency": last["currency"],
    }


def _own_price(scope: Scope, item: Shape, unit_id: int) -> Shape | None:
    price = _of_base(scope, item, item["sales_price"], unit_id)
    if price is None:
        return None
    return {
        "source": "sales_price",
        "price": price,
        "price_includes_tax": False,
        "currency": company_currency(scope),
    }


def _of_base(scope: Scope, item: Shape, price: Any, unit_id: int) -> str | None:
    """Price of a base unit as price of `unit_id`, rounded half up at six decimals."""
    if price is None:
        return None
    if unit_id == item["base_unit_id"]:
        return plain(price)
    packs = ItemUnit.objects.filter(company_id=scope.company_id, item_id=item["id"], unit_id=unit_id).values_list(
        "numerator", "denominator"
    )[:1]
    for numerator, denominator in packs:
        return price_text(divide_half_up(to_scaled(price, PRICE_SCALE) * numerator, denominator))
    return None
