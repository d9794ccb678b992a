"""Small masters as numbered pages, and the category tree."""

from typing import Any

from django.db.models import Count, Q

from heliu.catalog.models import Attribute, AttributeValue, Item, ItemCategory, PriceLevel, TaxCode, Unit
from heliu.catalog.queries.items import text
from heliu.core.paging import page_limit
from heliu.core.scope import Scope

_UNIT = ("id", "code", "name", "name_en", "decimals", "rec20_code", "status", "version")
_TAX = ("id", "code", "name", "name_en", "country", "rate", "kind", "valid_from", "valid_to", "status", "version")
_LEVEL = ("id", "code", "name", "name_en", "currency", "tax_included", "position", "status", "version")


def _page(rows: Any, columns: tuple[str, ...], *, q: str, page: int, page_size: int, order: str) -> dict[str, Any]:
    if q.strip():
        rows = rows.filter(
            Q(code__icontains=q.strip()) | Q(name__icontains=q.strip()) | Q(name_en__icontains=q.strip())
        )
    size = page_limit(page_size)
    start = (max(1, page) - 1) * size
    found = rows.order_by(order, "id").values(*columns)[start : start + size]
    return {"items": [_row(row) for row in found], "total": rows.count()}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    row["id"] = str(row["id"])
    if "rate" in row:
        row["rate"] = text(row["rate"])
    return row


def list_units(scope: Scope, *, q: str = "", page: int = 1, page_size: int = 200) -> dict[str, Any]:
    rows = Unit.objects.filter(company_id=scope.company_id)
    return _page(rows, _UNIT, q=q, page=page, page_size=page_size, order="code")


def list_tax_codes(scope: Scope, *, q: str = "", page: int = 1, page_size: int = 200) -> dict[str, Any]:
    rows = TaxCode.objects.filter(company_id=scope.company_id)
    return _page(rows, _TAX, q=q, page=page, page_size=page_size, order="code")


def list_price_levels(scope: Scope, *, q: str = "", page: int = 1, page_size: int = 200) -> dict[str, Any]:
    rows = PriceLevel.objects.filter(company_id=scope.company_id)
    return _page(rows, _LEVEL, q=q, page=page, page_size=page_size, order="position")


def category_tree(scope: Scope) -> dict[str, Any]:
    """All categories, parents before children, each with its depth and the number of its own items."""
    counts = dict(
        Item.objects.filter(company_id=scope.company_id, category__isnull=False)
        .values_list("category_id")
        .annotate(n=Count("id"))
    )
    rows: list[Any] = list(
        ItemCategory.objects.filter(company_id=scope.company_id)
        .order_by("position", "code")
        .values("id", "code", "name", "name_en", "parent_id", "path", "position", "status", "version")
    )
    children: dict[int | None, list[dict[str, Any]]] = {}
    for row in rows:
        children.setdefault(row["parent_id"], []).append(row)
    ordered: list[dict[str, Any]] = []
    stack = list(reversed(children.get(None, [])))
    while stack:
        row = stack.pop()
        ordered.append(row)
        stack.extend(reversed(children.get(row["id"], [])))
    items = [
        {
            "id": str(row["id"]),
            "code": row["code"],
            "name": row["name"],
            "name_en": row["name_en"],
            "parent_id": str(row["parent_id"]) if row["parent_id"] else None,
            "depth": row["path"].count("/") - 2,
            "position": row["position"],
            "item_count": counts.get(row["id"], 0),
            "status": row["status"],
            "version": row["version"],
        }
        for row in ordered
    ]
    return {"items": items, "total": len(items)}


def list_attributes(scope: Scope) -> dict[str, Any]:
    """Axes used so far with their values, offered again for the next template."""
    values: dict[int, list[dict[str, str]]] = {}
    rows = AttributeValue.objects.filter(company_id=scope.company_id).order_by("position")
    for attribute, code, name in rows.values_list("attribute_id", "code", "name"):
        values.setdefault(attribute, []).append({"code": code, "name": name})
    attributes = Attribute.objects.filter(company_id=scope.company_id).order_by("id").values_list("id", "name")
    items = [{"id": str(i), "name": name, "values": values.get(i, [])} for i, name in attributes]
    return {"items": items, "total": len(items)}


_TITLES = {
    "units": (("编码", "Code"), ("名称", "Name"), ("英文名称", "English name"), ("小数位数", "Decimals")),
    "categories": (("编码", "Code"), ("名称", "Name"), ("英文名称", "English name"), ("上级编码", "Parent code")),
    "tax-codes": (("编码", "Code"), ("名称", "Name"), ("国家", "Country"), ("税率", "Rate"), ("类型", "Kind"),
                  ("生效日期", "Valid from"), ("失效日期", "Valid to")),
    "price-levels": (("编码", "Code"), ("名称", "Name"), ("币种", "Currency"), ("含税", "Tax included")),
}  # fmt: skip
_FILE_ROWS: dict[str, tuple[Any, tuple[str, ...], str]] = {
    "units": (Unit, ("code", "name", "name_en", "decimals"), "code"),
    "categories": (ItemCategory, ("code", "name", "name_en", "parent__code"), "path"),
    "tax-codes": (TaxCode, ("code", "name", "country", "rate", "kind", "valid_from", "valid_to"), "code"),
    "price-levels": (PriceLevel, ("code", "name", "currency", "tax_included"), "position"),
}


def master_file(scope: Scope, noun: str, *, english: bool = False) -> tuple[list[str], list[tuple[Any, ...]]]:
    """(titles, rows) of one small master as a file."""
    scope.require("catalog.item.export")
    model, columns, order = _FILE_ROWS[noun]
    rows = model.objects.filter(company_id=scope.company_id).order_by(order, "id").values_list(*columns)
    return [title[english] for title in _TITLES[noun]], list(rows)
