"""Small set-based reads that the services of this room share."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from heliu.core import gateway
from heliu.core.rounding import to_scaled
from heliu.core.scales import QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.posting.facts import DifferencesResolved
from heliu.posting.models import PostedFact
from heliu.stock.models import LocationKind, StockMove
from heliu.stock.queries import counterpart
from heliu.warehouse import rules
from heliu.warehouse.rules import GoodsQuantities, ReturnQuantities

_STORAGE = "storage"


@dataclass(frozen=True, slots=True)
class OriginalLine:
    """A posted line that a return refers to; scaled integers, `returned` = what came back already."""

    line_id: int
    document_id: int
    document_type: str
    state: str
    party_id: int
    item_id: int
    quantity: int
    entered_quantity: int
    returned: int
    price: int
    price_includes_tax: bool
    discount_rate: int
    tax_code_id: int | None
    net: int
    tax: int
    order_line_id: int
    order_kind: str
    order_id: int
    order_number: str
    lot_id: int
    business_date: dt.date
    currency: str
    rate: int


def company_currency(scope: Scope) -> str:
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, "SELECT currency FROM access_company WHERE id = %s", (scope.company_id,))
    return str(rows[0][0])


def default_places(scope: Scope, warehouse_ids: Iterable[int]) -> dict[int, int]:
    """Active warehouse → its default storage place; warehouses without one are missing."""
    sql = (
        "SELECT w.id, l.id FROM stock_warehouse w "  # noqa: S608
        "JOIN stock_location l ON l.warehouse_id = w.id AND l.is_default "
        f"WHERE +w.company_id = %s AND w.is_active AND {gateway.in_list('w.id')}"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(warehouse_ids)))
    return {row[0]: row[1] for row in rows}


def storage_places(scope: Scope, location_ids: Iterable[int]) -> dict[int, int]:
    """Storage place → its warehouse."""
    ids = set(location_ids)
    if not ids:
        return {}
    sql = (
        "SELECT id, warehouse_id FROM stock_location "  # noqa: S608
        f"WHERE +company_id = %s AND kind = %s AND {gateway.in_list('id')}"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, _STORAGE, gateway.list_param(ids)))
    return {row[0]: row[1] for row in rows}


def lot_items(scope: Scope, lot_ids: Iterable[int]) -> dict[int, int]:
    """Lot → its item."""
    ids = set(lot_ids)
    if not ids:
        return {}
    sql = (
        "SELECT id, item_id FROM stock_lot "  # noqa: S608
        f"WHERE +company_id = %s AND {gateway.in_list('id')}"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(ids)))
    return {row[0]: row[1] for row in rows}


def active_parties(scope: Scope, party_ids: Iterable[int]) -> dict[int, tuple[bool, bool]]:
    """Active party → (is supplier, is customer)."""
    sql = (
        "SELECT id, is_supplier, is_customer FROM parties_party "  # noqa: S608
        f"WHERE +company_id = %s AND status = 'active' AND {gateway.in_list('id')}"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(party_ids)))
    return {row[0]: (bool(row[1]), bool(row[2])) for row in rows}


def original_lines(scope: Scope, line_ids: Iterable[int], *, lock: bool) -> dict[int, OriginalLine]:
    """Lines that returns refer to; `lock` holds their headers (in id order) until commit."""
    ids = set(line_ids)
    if not ids:
        return {}
    if lock:
        lock_documents_of(scope, ids)
    sql = (
        "SELECT l.id, l.document_id, d.document_type, d.state, COALESCE(d.party_id, 0), l.item_id, l.quantity, "  # noqa: S608
        "l.entered_quantity, l.returned_quantity, l.price, l.price_includes_tax, l.discount_rate, l.tax_code_id, "
        "l.net, l.tax, COALESCE(l.order_line_id, 0), d.order_kind, COALESCE(d.order_id, 0), d.order_number, "
        "COALESCE(l.lot_id, 0), d.business_date, d.currency, d.rate "
        "FROM warehouse_goodsline l JOIN warehouse_goodsdocument d ON d.id = l.document_id "
        f"WHERE +l.company_id = %s AND {gateway.in_list('l.id')}"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(ids)))
    return {row[0]: _original(OriginalLine(*row)) for row in rows}


def _original(stored: OriginalLine) -> OriginalLine:
    """SQLite keeps truth as a number and dates as text."""
    includes_tax, day = bool(stored.price_includes_tax), gateway.as_date(stored.business_date)
    return replace(stored, price_includes_tax=includes_tax, business_date=day)


def lock_documents_of(scope: Scope, line_ids: Collection[int]) -> None:
    """Locks the receipts and shipments of the lines, in id order; for a line of a return those it came from.

    All that is posted about a receipt or shipment meets in this lock.
    """
    if not line_ids or not gateway.is_postgresql():
        return  # one writer at a time, always
    sql = (
        "SELECT id FROM warehouse_goodsdocument WHERE id IN ("  # noqa: S608
        "SELECT COALESCE(o.document_id, l.document_id) FROM warehouse_goodsline l "
        "LEFT JOIN warehouse_goodsline o ON o.id = l.original_line_id "
        f"WHERE +l.company_id = %s AND {gateway.in_list('l.id')}) ORDER BY id FOR NO KEY UPDATE"
    )
    with gateway.cursor() as cur:
        gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(line_ids)))


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A line of a posted receipt, shipment or return; original_line_id 0 = none is known."""

    line_id: int
    document_id: int
    document_type: str
    quantity: int
    returned: int
    invoiced: int
    original_line_id: int

    @property
    def is_return(self) -> bool:
        return self.document_type in rules.RETURNS

    def as_goods(self) -> GoodsQuantities:
        return GoodsQuantities(self.quantity, self.returned, self.invoiced)

    def as_return(self) -> ReturnQuantities:
        return ReturnQuantities(self.line_id, self.quantity, -self.invoiced)


_MOVED = (
    "SELECT l.id, l.document_id, d.document_type, l.quantity, l.returned_quantity, l.invoiced_quantity, "
    "COALESCE(l.original_line_id, 0) FROM warehouse_goodsline l JOIN warehouse_goodsdocument d ON d.id = l.document_id "
    "WHERE {company} AND d.state = 'posted' AND d.reverses_id IS NULL AND {lines}"
)


def lines_around(scope: Scope, line_ids: Iterable[int]) -> list[MovedLine]:
    """All lines of the posted documents that hold one of these lines or a return of one."""
    ids, company = gateway.list_param(sorted(set(line_ids))), scope.company_id
    holding = (
        f"SELECT document_id FROM warehouse_goodsline WHERE +company_id = %s AND {gateway.in_list('id')} "  # noqa: S608
        "UNION SELECT document_id FROM warehouse_goodsline "
        f"WHERE company_id = %s AND original_line_id IS NOT NULL AND {gateway.in_list('original_line_id')}"
    )
    lines = _MOVED.format(company="l.company_id = %s", lines=gateway.in_list("l.document_id"))
    with gateway.cursor() as cur:
        documents = [row[0] for row in gateway.fetch(cur, holding, (company, ids, company, ids))]
        return [MovedLine(*row) for row in gateway.fetch(cur, lines, (company, gateway.list_param(documents)))]


def credit_due(scope: Scope, lines: Iterable[MovedLine]) -> dict[int, int]:
    """Return line → base quantity a red invoice has to credit; other lines are left out."""
    asked = [line for line in lines if line.is_return]
    loose = [line for line in asked if not line.original_line_id]
    due = {line.line_id: rules.credit_due(None, [line.as_return()])[line.line_id] for line in loose}
    originals, returns = _with_returns(scope, {line.original_line_id for line in asked if line.original_line_id})
    for original_id, known in originals.items():
        due |= rules.credit_due(known.as_goods(), [line.as_return() for line in returns.get(original_id, [])])
    return {line.line_id: due.get(line.line_id, 0) for line in asked}


def _with_returns(scope: Scope, original_ids: set[int]) -> tuple[dict[int, MovedLine], dict[int, list[MovedLine]]]:
    """Original lines, and their posted returns in the order they were posted."""
    if not original_ids:
        return {}, {}
    ids = gateway.list_param(sorted(original_ids))
    own = _MOVED.format(company="+l.company_id = %s", lines=gateway.in_list("l.id"))
    back = f"l.original_line_id IS NOT NULL AND {gateway.in_list('l.original_line_id')}"
    back = _MOVED.format(company="l.company_id = %s", lines=back) + " ORDER BY d.posted_at, l.id"
    with gateway.cursor() as cur:
        originals = {row[0]: MovedLine(*row) for row in gateway.fetch(cur, own, (scope.company_id, ids))}
        rows = gateway.fetch(cur, back, (scope.company_id, ids))
    returns: dict[int, list[MovedLine]] = {}
    for row in rows:
        line = MovedLine(*row)
        returns.setdefault(line.original_line_id, []).append(line)
    return originals, returns


@dataclass(frozen=True, slots=True)
class RoadStep:
    """What was posted at once about goods of a transfer on the road; quantities: line id → base quantity (1e-6).

    verb: receive, send_back or close. id: its first fact; keys: of all its facts, in their order. reversed_on: None
    while it stands.
    """

    id: int
    number: int
    verb: str
    business_date: dt.date
    posted_at: dt.datetime
    posted_by_id: int
    keys: Mapping[str, int]
    quantities: Mapping[int, int]
    reversed_on: dt.date | None


_FACT = ("id", "key", "business_date", "posted_at", "posted_by_id", "reverses_id")


def road_steps(scope: Scope, transfer_id: int, line_ids: Iterable[int]) -> list[RoadStep]:
    """Steps of a transfer that went via transit, as the books hold them, in the order they were posted."""
    facts = PostedFact.objects.filter(company_id=scope.company_id, origin_id=transfer_id, origin_kind=rules.TRANSFER)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    reversed_on: dict[int, dt.date] = {}
    for fact in facts.order_by("id").values(*_FACT):
        if fact["reverses_id"] is not None:
            reversed_on[fact["reverses_id"]] = fact["business_date"]
        elif step := rules.step_of(fact["key"]):
            groups.setdefault(step, []).append(fact)
    moved = _moved_on(scope, line_ids)
    return [
        RoadStep(
            id=first["id"],
            number=number,
            verb=verb,
            business_date=first["business_date"],
            posted_at=first["posted_at"],
            posted_by_id=first["posted_by_id"],
            keys={fact["key"]: fact["id"] for fact in (first, *rest)},
            quantities={line: quantity for fact in (first, *rest) for line, quantity in moved.get(fact["id"], ())},
            reversed_on=reversed_on.get(first["id"]),
        )
        for number, ((verb, _), (first, *rest)) in enumerate(groups.items(), start=1)
    ]


def _moved_on(scope: Scope, line_ids: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Fact → (line, base quantity) that left transit with it."""
    transit = counterpart(scope, LocationKind.TRANSIT)
    moves = StockMove.objects.filter(
        company_id=scope.company_id, origin_line_id__in=list(line_ids), from_location_id=transit, reverses_id=None
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for fact_id, line_id, quantity in moves.values_list("fact_id", "origin_line_id", "quantity"):
        found.setdefault(fact_id, []).append((line_id, to_scaled(quantity, QUANTITY_SCALE)))
    return found


def standing_resolutions(scope: Scope, document_id: int) -> list[dt.date]:
    """Days on which differences of the document were resolved, of resolutions that stand; oldest first."""
    facts = PostedFact.objects.filter(company_id=scope.company_id, origin_id=document_id)
    undone = set(facts.exclude(reverses_id=None).values_list("reverses_id", flat=True))
    found = facts.filter(kind=DifferencesResolved.kind).order_by("id").values_list("id", "business_date")
    return [date for fact_id, date in found if fact_id not in undone]
