"""What a document line needs of the catalog, for many lines at once: item, unit, base quantity, tax and amounts.

Three queries whatever the number of lines. All faults of all lines come back together, each with its place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heliu.catalog.pricing import LineAmounts, price_line
from heliu.core import gateway
from heliu.core.document_schemas import quantity_text
from heliu.core.errors import ErpError, InvalidFields, said
from heliu.core.quantity import BASE_UNIT, InexactConversion, UnitFactor
from heliu.core.scales import INT64_MAX, QUANTITY_SCALE
from heliu.core.scope import Scope


class LineRefused(ErpError):
    """One line of a document cannot be accepted."""

    code = "line_refused"
    template = "Line {line}: {reason}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as entered. unit_id 0 = base unit; tax_code_id None = the item's own, 0 = none.

    amounts: given by the caller where they are already known to the penny (imports); otherwise computed.
    """

    item_id: int
    quantity: int
    unit_id: int = 0
    price: int = 0
    price_includes_tax: bool = False
    discount_rate: int = 0
    tax_code_id: int | None = None
    amounts: LineAmounts | None = None


@dataclass(frozen=True, slots=True)
class ResolvedEntry:
    """The same line, ready to be stored; `quantity` counts base units, `entered_quantity` units of `unit_id`."""

    item_id: int
    unit_id: int
    entered_quantity: int
    quantity: int
    price: int
    price_includes_tax: bool
    discount_rate: int
    tax_code_id: int | None
    net: int
    tax: int
    gross: int
    is_goods: bool
    tracks_lots: bool


@dataclass(frozen=True, slots=True)
class _Item:
    base_unit_id: int
    tax_code_id: int | None
    is_goods: bool
    tracks_lots: bool
    usable: bool


def resolve_entries(
    scope: Scope, entries: Sequence[Entry], *, exponent: int, goods_only: bool = False, archived_too: bool = False
) -> list[ResolvedEntry]:
    """Raises InvalidFields naming every refused line (loc = ("lines", index, field))."""
    items = _items(scope, {e.item_id for e in entries})
    steps = unit_steps(scope)
    packs = _packs(scope, {(e.item_id, e.unit_id) for e in entries if _is_pack(e, items)})
    rates = tax_rates(scope)
    faults: list[ErpError] = []
    found: list[ResolvedEntry] = []
    for index, entry in enumerate(entries):
        try:
            item = _item_of(entry, items, goods_only=goods_only, archived_too=archived_too, index=index)
            found.append(_resolve(entry, item, packs, steps, rates, exponent=exponent, index=index))
        except LineRefused as fault:
            faults.append(fault)
    if faults:
        raise InvalidFields(faults)
    return found


def _is_pack(entry: Entry, items: dict[int, _Item]) -> bool:
    item = items.get(entry.item_id)
    return item is not None and entry.unit_id not in (0, item.base_unit_id)


def _refuse(index: int, field: str, reason: str) -> LineRefused:
    return LineRefused(loc=("lines", index, field), line=index + 1, reason=reason)


def _item_of(entry: Entry, items: dict[int, _Item], *, goods_only: bool, archived_too: bool, index: int) -> _Item:
    item = items.get(entry.item_id)
    if item is None:
        raise _refuse(index, "item_id", "this item does not exist; choose one from the catalog.")
    if not item.usable and not archived_too:
        raise _refuse(index, "item_id", "this item is archived or a template of variants; choose another.")
    if goods_only and not item.is_goods:
        raise _refuse(index, "item_id", "a service is not kept in a warehouse; invoice it instead.")
    return item


def _resolve(
    entry: Entry,
    item: _Item,
    packs: dict[tuple[int, int], UnitFactor],
    steps: dict[int, int],
    rates: dict[int, int],
    *,
    exponent: int,
    index: int,
) -> ResolvedEntry:
    unit_id = entry.unit_id or item.base_unit_id
    factor = BASE_UNIT if unit_id == item.base_unit_id else packs.get((entry.item_id, unit_id))
    if factor is None:
        raise _refuse(index, "unit_id", "the item has no such unit; add it to the item first.")
    if entry.quantity <= 0:
        raise _refuse(index, "quantity", "the quantity must be more than zero.")
    if entry.quantity % steps.get(unit_id, 1):
        raise _refuse(index, "quantity", said("this unit is counted in steps of {n}.", n=quantity_text(steps[unit_id])))
    quantity = entry.quantity if factor is BASE_UNIT else _in_base_units(entry.quantity, factor, index)
    if entry.price < 0 or not 0 <= entry.discount_rate <= 10**12:
        raise _refuse(index, "price", "price and discount must not be negative, nor the discount above 100 %.")
    tax_code_id = item.tax_code_id if entry.tax_code_id is None else entry.tax_code_id or None
    if tax_code_id is not None and tax_code_id not in rates:
        raise _refuse(index, "tax_code_id", "this tax code does not exist.")
    amounts = entry.amounts or price_line(
        quantity=entry.quantity,
        price=entry.price,
        tax_rate=rates[tax_code_id] if tax_code_id else 0,
        exponent=exponent,
        discount_rate=entry.discount_rate,
        price_includes_tax=entry.price_includes_tax,
    )
    if amounts.gross > INT64_MAX // 1000:
        raise _refuse(index, "price", "the amount is too large.")
    return ResolvedEntry(
        entry.item_id, unit_id, entry.quantity, quantity, entry.price, entry.price_includes_tax, entry.discount_rate,
        tax_code_id, amounts.net, amounts.tax, amounts.gross, item.is_goods, item.tracks_lots,
    )  # fmt: skip


def _in_base_units(quantity: int, factor: UnitFactor, index: int) -> int:
    refused = _refuse(index, "quantity", "this is no exact number of base units; enter it in the base unit.")
    try:
        found = factor.to_base(quantity)
    except InexactConversion as inexact:
        raise refused from inexact
    if found > INT64_MAX:
        raise refused
    return found


def _items(scope: Scope, ids: Iterable[int]) -> dict[int, _Item]:
    sql = (
        "SELECT id, base_unit_id, tax_code_id, kind, tracks_lots, status, is_template FROM catalog_item "  # noqa: S608
        f"WHERE +company_id = %s AND {gateway.in_list('id')}"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(ids)))
    return {
        row[0]: _Item(row[1], row[2], row[3] == "goods", bool(row[4]), row[5] == "active" and not row[6])
        for row in rows
    }


def unit_steps(scope: Scope) -> dict[int, int]:
    """Unit → smallest quantity that may be entered."""
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, "SELECT id, decimals FROM catalog_unit WHERE company_id = %s", (scope.company_id,))
    return {row[0]: QUANTITY_SCALE // 10 ** row[1] for row in rows}


def _packs(scope: Scope, pairs: set[tuple[int, int]]) -> dict[tuple[int, int], UnitFactor]:
    if not pairs:
        return {}
    sql = (
        "SELECT item_id, unit_id, numerator, denominator FROM catalog_itemunit "  # noqa: S608
        f"WHERE company_id = %s AND {gateway.in_list('item_id')}"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, gateway.list_param({item for item, _ in pairs})))
    return {(item, unit): UnitFactor(numerator, denominator) for item, unit, numerator, denominator in rows}


def tax_rates(scope: Scope) -> dict[int, int]:
    """Rate (1e-12) of every tax code of the company."""
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, "SELECT id, rate FROM catalog_taxcode WHERE company_id = %s", (scope.company_id,))
    return {row[0]: row[1] for row in rows}
