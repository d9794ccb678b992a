"""Items as rows of a file, in the columns the import reads back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from heliu.catalog import tables
from heliu.catalog.models import Barcode, Item, ItemPrice, ItemTerm, ItemUnit
from heliu.catalog.queries.items import ItemFilter, filtered_items
from heliu.core.scope import Scope

_CHUNK = 1_000
_COLUMNS = (
    "id", "code", "name", "name_en", "specification", "brand", "category__name", "kind", "base_unit__name",
    "purchase_price", "sales_price", "minimum_price", "tax_code__code", "tax_class_code", "min_stock", "max_stock",
    "shelf_life_days", "costing_method", "weight_kg", "volume_m3", "remark",
)  # fmt: skip
_KINDS = {value: label for label, value in tables.KINDS.items()}
_COSTING = {value: label for label, value in tables.COSTING.items()}


def item_file(
    scope: Scope, *, q: str = "", wanted: ItemFilter = ItemFilter(), english: bool = False
) -> tuple[list[str], Iterator[list[Any]]]:
    """(titles, rows in code order) of all items the list would show; cost prices only for who may see them."""
    scope.require("catalog.item.export")
    columns = tables.item_columns(scope)
    names = [c.name for c in columns]
    ids = list(filtered_items(scope, q, wanted).order_by("code").values_list("id", flat=True))
    titles = [c.label_en if english else c.label_zh for c in columns]
    return titles, _rows(scope, ids, names)


def _rows(scope: Scope, ids: Sequence[int], names: Sequence[str]) -> Iterator[list[Any]]:
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        found = Item.objects.filter(company_id=scope.company_id, id__in=part).values(*_COLUMNS)
        rows = {row["id"]: row for row in found}
        details = _details(scope, part)
        for item_id in part:
            cells = {**_plain(rows[item_id]), **details[item_id]}
            yield [cells.get(name) for name in names]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "category": row["category__name"],
        "base_unit": row["base_unit__name"],
        "tax_code": row["tax_code__code"],
        "kind": _KINDS[row["kind"]],
        "costing_method": _COSTING.get(row["costing_method"], ""),
    }


def _details(scope: Scope, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """First pack, barcodes, helper codes and base-unit level prices of each item."""
    ours = {"company_id": scope.company_id, "item_id__in": ids}
    details: dict[int, dict[str, Any]] = defaultdict(dict)
    texts: dict[tuple[int, str], list[str]] = defaultdict(list)
    for item, code in Barcode.objects.filter(**ours).order_by("id").values_list("item_id", "code"):
        texts[item, "barcodes"].append(code)
    for item, term in ItemTerm.objects.filter(**ours, origin="helper").order_by("id").values_list("item_id", "term"):
        texts[item, "helper_codes"].append(term)
    for (item, name), found in texts.items():
        details[item][name] = ",".join(found)
    packs = ItemUnit.objects.filter(**ours, denominator=1).order_by("-id")
    for item, unit, factor in packs.values_list("item_id", "unit__name", "numerator"):
        details[item].update(pack_unit=unit, pack_factor=factor)
    prices: Any = ItemPrice.objects.filter(**ours).values_list(
        "item_id", "price_level__code", "unit_id", "item__base_unit_id", "price"
    )
    for item, level, priced_unit, base, price in prices:
        if priced_unit == base:
            details[item][f"{tables.LEVEL_PREFIX}{level}"] = price
    return details
