"""Items as lists, as one record, as suggestions while typing, and by what a scanner read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from heliu.catalog.indexes import ITEM_SEARCH
from heliu.catalog.models import Barcode, Item, ItemCategory, ItemPicture, ItemPrice, ItemTerm, ItemUnit
from heliu.core.errors import NotFound
from heliu.core.master_lists import PageRequest, keyset, ranked
from heliu.core.prepared import prepared
from heliu.core.scope import Scope
from heliu.core.search.lookup import MAX_MATCHES, Condition, exact_ids, ranked_ids

ORDERS = {"code": "code", "name": "name", "updated_at": "updated_at", "created_at": "created_at"}
_LIST_COLUMNS = (
    "id", "code", "name", "name_en", "specification", "brand", "kind", "category_id", "category__name",
    "base_unit_id", "base_unit__name", "base_unit__decimals", "tax_code_id", "tax_code__code", "tax_code__rate",
    "purchase_price", "sales_price", "minimum_price", "min_stock", "max_stock", "is_template", "parent_id",
    "is_purchased", "is_sold", "tracks_lots", "tracks_serials", "attribute_values", "status", "version", "updated_at",
)  # fmt: skip
_DETAIL_COLUMNS = (
    *_LIST_COLUMNS, "tax_class_code", "shelf_life_days", "costing_method", "weight_kg", "volume_m3", "remark",
    "created_at", "parent__code", "parent__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """status: active, archived or all; category_id includes everything below; trade: sold or purchased items only."""

    status: str = "active"
    category_id: int | None = None
    kind: str = ""
    brand: str = ""
    trade: str = ""
    templates: bool | None = None
    parent_id: int | None = None


def _conditions(wanted: ItemFilter) -> dict[str, Any]:
    """Filter as column → value, exact matches only, for the ORM and for the search alike."""
    columns: dict[str, Any] = {}
    if wanted.status != "all":
        columns["status"] = wanted.status
    for name in ("kind", "brand"):
        if getattr(wanted, name):
            columns[name] = getattr(wanted, name)
    if wanted.trade:
        columns[f"is_{wanted.trade}"] = True
    if wanted.templates is not None:
        columns["is_template"] = wanted.templates
    if wanted.parent_id is not None:
        columns["parent_id"] = wanted.parent_id
    return columns


def _categories(scope: Scope, category_id: int) -> list[int]:
    """The category and all below it. Raises NotFound."""
    rows = ItemCategory.objects.filter(company_id=scope.company_id)
    path = rows.filter(id=category_id).values_list("path", flat=True).first()
    if path is None:
        raise NotFound(noun="Category", id=str(category_id))
    return list(rows.filter(path__startswith=path).values_list("id", flat=True))


def search_item_ids(scope: Scope, q: str, *, wanted: ItemFilter = ItemFilter(), limit: int = MAX_MATCHES) -> list[int]:
    """Ids of the best matches: exact code or barcode, then prefix, then substring (heliu.core.search)."""
    condition = Condition()
    for column, value in _conditions(wanted).items():
        condition = condition.also(f"m.{column} = %s", value)
    if wanted.category_id is not None:
        ids = _categories(scope, wanted.category_id)
        condition = condition.also(f"m.category_id IN ({', '.join(['%s'] * len(ids))})", *ids)
    return ranked_ids(ITEM_SEARCH, company_id=scope.company_id, query=q, limit=limit, condition=condition)


def list_items(scope: Scope, page: PageRequest, wanted: ItemFilter = ItemFilter()) -> dict[str, Any]:
    """One page of items, `{"items", "next_cursor"}`, as the list screen shows them."""
    scope.require("catalog.item.read")
    if page.q.strip() and not page.sort:
        ids = search_item_ids(scope, page.q, wanted=wanted)
        rows, cursor = ranked(ids, page, lambda part: _rows_by_id(scope, part))
    else:
        rows, cursor = keyset(filtered_items(scope, page.q, wanted), page, columns=_LIST_COLUMNS, orders=ORDERS)
    return {"items": _with_extras(scope, rows), "next_cursor": cursor}


def filtered_items(scope: Scope, q: str, wanted: ItemFilter) -> QuerySet[Item]:
    """All items that match, in no order; with `q` the best MAX_MATCHES."""
    found = Item.objects.filter(company_id=scope.company_id, **_conditions(wanted))
    if wanted.category_id is not None:
        found = found.filter(category_id__in=_categories(scope, wanted.category_id))
    return found.filter(id__in=search_item_ids(scope, q, wanted=wanted)) if q.strip() else found


def _rows_by_id(scope: Scope, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Rows of our company by id. The company is checked here and not in SQL, where SQLite would rather walk through
    the company's whole index than look up a few ids."""
    rows = Item.objects.filter(id__in=ids).values("company_id", *_LIST_COLUMNS)
    return {row["id"]: row for row in rows if row.pop("company_id") == scope.company_id}


@prepared
def _barcodes(ids: Sequence[int]) -> "QuerySet[Barcode, Any]":
    return Barcode.objects.filter(item_id__in=ids).order_by("id").values_list("item_id", "code")


@prepared
def _pictures(ids: Sequence[int]) -> "QuerySet[ItemPicture, Any]":
    return ItemPicture.objects.filter(item_id__in=ids).values_list("item_id", "sha256")


@prepared
def _packs(company_id: int, ids: Sequence[int]) -> "QuerySet[ItemUnit, Any]":
    packs = ItemUnit.objects.filter(company_id=company_id, item_id__in=ids).order_by("id")
    return packs.values_list(
        "item_id", "unit_id", "unit__name", "unit__decimals", "numerator", "denominator",
        "is_purchase_default", "is_sales_default",
    )  # fmt: skip


def _with_extras(scope: Scope, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = [row["id"] for row in rows]  # of our company, so the details need no condition on it
    barcodes: dict[int, str] = {}
    for item, code in _barcodes(ids):
        barcodes.setdefault(item, code)
    pictures = dict(_pictures(ids))
    units = units_of(scope, rows)
    return [
        {
            **shape_row(scope, row),
            "barcode": barcodes.get(row["id"], ""),
            "picture": pictures.get(row["id"]),
            "units": units[row["id"]],
        }
        for row in rows
    ]


def units_of(scope: Scope, rows: Sequence[Mapping[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """item id → its units with factors, base unit first; what the unit cell of an entry line offers."""
    units: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        units[row["id"]].append(
            _unit(row["base_unit_id"], row["base_unit__name"], row["base_unit__decimals"], 1, 1, (False, False))
        )
    for item, unit, name, decimals, numerator, denominator, *defaults in _packs(scope.company_id, list(units)):
        units[item].append(_unit(unit, name, decimals, numerator, denominator, defaults))
    return units


def _unit(
    unit_id: int, name: str, decimals: int, numerator: int, denominator: int, defaults: Sequence[bool]
) -> dict[str, Any]:
    return {
        "id": str(unit_id),
        "name": name,
        "decimals": decimals,
        "numerator": str(numerator),
        "denominator": str(denominator),
        "is_purchase_default": defaults[0],
        "is_sales_default": defaults[1],
    }


def shape_row(scope: Scope, row: Mapping[str, Any]) -> dict[str, Any]:
    """List row as JSON; the purchase price is left out where cost is masked."""
    plain = {
        name: row[name]
        for name in (
            "code", "name", "name_en", "specification", "brand", "kind", "is_template", "is_purchased", "is_sold",
            "tracks_lots", "tracks_serials", "attribute_values", "status", "version", "updated_at",
        )
    }  # fmt: skip
    category, tax, parent = row["category_id"], row["tax_code_id"], row["parent_id"]
    return {
        "id": str(row["id"]),
        **plain,
        "category": {"id": str(category), "name": row["category__name"]} if category else None,
        "base_unit": {"id": str(row["base_unit_id"]), "name": row["base_unit__name"]},
        "tax_code": {"id": str(tax), "code": row["tax_code__code"], "rate": text(row["tax_code__rate"])}
        if tax
        else None,
        "purchase_price": text(row["purchase_price"]) if scope.sees_cost else None,
        "sales_price": text(row["sales_price"]),
        "minimum_price": text(row["minimum_price"]),
        "min_stock": text(row["min_stock"]),
        "max_stock": text(row["max_stock"]),
        "parent_id": str(parent) if parent else None,
    }


def text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def item_detail(scope: Scope, item_id: int) -> dict[str, Any]:
    """One item with packs, barcodes, prices, helper codes and its variants. Raises NotFound."""
    scope.require("catalog.item.read")
    row = Item.objects.filter(company_id=scope.company_id, id=item_id).values(*_DETAIL_COLUMNS).first()
    if row is None:
        raise NotFound(noun="Item", id=str(item_id))
    ours = {"company_id": scope.company_id, "item_id": item_id}
    barcodes = Barcode.objects.filter(**ours).order_by("id").values_list("code", "unit_id", "unit__name")
    prices: Any = (
        ItemPrice.objects.filter(**ours)
        .order_by("id")
        .values_list("price_level_id", "price_level__name", "unit_id", "unit__name", "price")
    )
    terms = ItemTerm.objects.filter(**ours, origin__in=("helper", "initials")).order_by("id")
    helpers = list(terms.values_list("term", "origin"))
    variants = Item.objects.filter(company_id=scope.company_id, parent_id=item_id).order_by("code")
    return {
        **_with_extras(scope, [row])[0],
        "tax_class_code": row["tax_class_code"],
        "shelf_life_days": row["shelf_life_days"],
        "costing_method": row["costing_method"],
        "weight_kg": text(row["weight_kg"]),
        "volume_m3": text(row["volume_m3"]),
        "remark": row["remark"],
        "created_at": row["created_at"],
        "barcodes": [{"code": c, "unit": {"id": str(u), "name": n}} for c, u, n in barcodes],
        "prices": [
            {"price_level": {"id": str(level), "name": name}, "unit": {"id": str(u), "name": n}, "price": text(price)}
            for level, name, u, n, price in prices
        ],
        "helper_codes": [term for term, origin in helpers if origin == "helper"],
        "initials": [term for term, origin in helpers if origin == "initials"],
        "variants": [
            {"id": str(i), "code": c, "name": n, "attribute_values": values, "status": status}
            for i, c, n, values, status in variants.values_list("id", "code", "name", "attribute_values", "status")
        ],
    }


def suggest_items(scope: Scope, q: str, *, limit: int = 20, trade: str = "") -> list[dict[str, Any]]:
    """Type-ahead of an entry line: active, tradable items with everything the line needs."""
    scope.require("catalog.item.read")
    wanted = ItemFilter(templates=False, trade=trade)
    if not q.strip():
        return list_items(scope, PageRequest(limit=limit), wanted)["items"]
    ids = search_item_ids(scope, q, wanted=wanted, limit=limit)
    rows = _rows_by_id(scope, ids)
    return _with_extras(scope, [rows[i] for i in ids if i in rows])


def lookup_item(scope: Scope, code: str) -> dict[str, Any]:
    """What a scanner or a typed code names: exact barcode (with its unit), else exact code. Raises NotFound.

    A GTIN is the same with and without leading zeros (UPC-12, EAN-13, GTIN-14).
    """
    scope.require("catalog.item.read")
    code = code.strip()
    row = (
        Barcode.objects.filter(company_id=scope.company_id, code__in=_same_gtin(code), item__status="active")
        .order_by("id")
        .values_list("item_id", "unit_id")
        .first()
    )
    item_id, unit_id = row if row else (_by_code(scope, code), None)
    if item_id is None:
        raise NotFound(noun="Barcode or code", id=code)
    found = _with_extras(scope, list(_rows_by_id(scope, [item_id]).values()))[0]
    unit = next((u for u in found["units"] if u["id"] == str(unit_id)), found["units"][0])
    return {"item": found, "unit": unit, "matched": "barcode" if row else "code"}


def _by_code(scope: Scope, code: str) -> int | None:
    item_id = (
        Item.objects.filter(company_id=scope.company_id, code=code, status="active")
        .values_list("id", flat=True)
        .first()
    )
    if item_id is not None:
        return item_id
    ids = exact_ids(
        ITEM_SEARCH, company_id=scope.company_id, term=code, origins=("code", "helper"),
        condition=Condition("m.status = %s", ("active",)),
    )  # fmt: skip
    return ids[0] if len(ids) == 1 else None


def _same_gtin(code: str) -> list[str]:
    if not (code.isascii() and code.isdigit() and len(code) in (8, 12, 13, 14)):
        return [code]
    bare = code.lstrip("0")
    return list({code, *(bare.zfill(n) for n in (8, 12, 13, 14) if len(bare) <= n)})


def item_picture(scope: Scope, item_id: int) -> tuple[str, str, bytes]:
    """(media type, SHA-256, content). Raises NotFound."""
    scope.require("catalog.item.read")
    row = (
        ItemPicture.objects.filter(company_id=scope.company_id, item_id=item_id)
        .values_list("content_type", "sha256", "content")
        .first()
    )
    if row is None:
        raise NotFound(noun="Picture of item", id=str(item_id))
    return row[0], row[1], bytes(row[2])
