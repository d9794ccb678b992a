"""盘点单: plan, count, review, approve, post the differences.

A difference is what was counted less what the book said at the moment of counting, so goods that move afterwards stay
as they are. It waits in 待处理财产损溢 until it is resolved (services.differences).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from heliu.catalog.entries import unit_steps
from heliu.core import audit, clock, gateway
from heliu.core.document_schemas import quantity_text
from heliu.core.documents import lock_document
from heliu.core.errors import InvalidInput, OutOfScope, said
from heliu.core.lifecycle import DocumentState
from heliu.core.numbering import document_number
from heliu.core.rounding import from_scaled, to_scaled
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.posting import services as posting
from heliu.posting.facts import AccountKey, AdjustmentLine, Fact, FactHead, FactReversed, PostedResult, StockAdjusted
from heliu.warehouse import lookups, rules
from heliu.warehouse.errors import NotCounted, SelfApproval, StillUsed, WarehouseUnusable
from heliu.warehouse.models import Stocktake, StocktakeLine
from heliu.warehouse.rules import STOCKTAKE, STOCKTAKE_LIFECYCLE


@dataclass(frozen=True, slots=True)
class NewStocktake:
    """item_ids empty = everything the warehouse holds; named items are counted even if the book says zero."""

    warehouse_id: int
    business_date: dt.date
    item_ids: tuple[int, ...] = ()
    blind: bool = True
    memo: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """What is counted: an item at a place in a lot (0 = none)."""

    item_id: int
    location_id: int
    lot_id: int


@business_transaction
def create_stocktake(scope: Scope, new: NewStocktake) -> int:
    """A plan with one line per item, place and lot. Raises WarehouseUnusable, InvalidInput (nothing to count)."""
    scope.require("warehouse.stocktake.create")
    scope.require_warehouse(new.warehouse_id)
    default = lookups.default_places(scope, [new.warehouse_id]).get(new.warehouse_id)
    if default is None:
        raise WarehouseUnusable(loc=("warehouse_id",), id=str(new.warehouse_id))
    places = _places_to_count(scope, new, default)
    units = _base_units(scope, {place.item_id for place in places})
    places = [place for place in places if place.item_id in units]
    if not places:
        raise InvalidInput(loc=("item_ids",), field="item_ids", reason="there is nothing to count; name items.")
    header = Stocktake.objects.create(
        company_id=scope.company_id,
        number=document_number(company_id=scope.company_id, prefix=rules.PREFIX[STOCKTAKE], date=new.business_date),
        business_date=new.business_date,
        memo=new.memo,
        blind=new.blind,
        warehouse_id=new.warehouse_id,
        created_by_id=scope.user_id,
    )
    StocktakeLine.objects.bulk_create(
        StocktakeLine(
            company_id=scope.company_id,
            document_id=header.id,
            line_no=number,
            item_id=place.item_id,
            unit_id=units[place.item_id],
            location_id=place.location_id,
            lot_id=place.lot_id or None,
            entered_quantity=0,
            quantity=0,
        )
        for number, place in enumerate(places, 1)
    )
    audit.record(scope, "create", noun=STOCKTAKE, object_id=header.id, label=header.number, after={"state": "draft"})
    return int(header.id)


@business_transaction
def start_stocktake(scope: Scope, stocktake_id: int) -> None:
    """draft → in progress: the book quantity of every line is noted."""
    scope.require("warehouse.stocktake.count")
    header = locked_stocktake(scope, stocktake_id)
    state = STOCKTAKE_LIFECYCLE.after(header.state, "start", number=header.number)
    lines = stocktake_lines(header)
    book = _book(scope, header)
    for line in lines:
        line.book_quantity = from_scaled(book.get(_place(line), 0), QUANTITY_SCALE)
    StocktakeLine.objects.bulk_update(lines, ["book_quantity"])
    _step(scope, header, state, "start")


@business_transaction
def count_stocktake(scope: Scope, stocktake_id: int, counted: Mapping[int, int]) -> None:
    """line id → counted base quantity (1e-6); the book quantity is noted anew at this moment."""
    scope.require("warehouse.stocktake.count")
    header = locked_stocktake(scope, stocktake_id)
    state = STOCKTAKE_LIFECYCLE.after(header.state, "count", number=header.number)
    lines = [line for line in stocktake_lines(header) if line.id in counted]
    if len(lines) != len(counted) or any(quantity < 0 for quantity in counted.values()):
        raise InvalidInput(loc=("lines",), field="lines", reason="count lines of this stocktake, zero or more each.")
    _refuse_parts_of_units(scope, lines, counted)
    book, now = _book(scope, header), clock.now()
    for line in lines:
        line.quantity = line.entered_quantity = from_scaled(counted[line.id], QUANTITY_SCALE)
        line.book_quantity = from_scaled(book.get(_place(line), 0), QUANTITY_SCALE)
        line.counted_at = now
    StocktakeLine.objects.bulk_update(lines, ["quantity", "entered_quantity", "book_quantity", "counted_at"])
    header.counted_by_id = scope.user_id
    _step(scope, header, state, "count")


def _refuse_parts_of_units(scope: Scope, lines: Sequence[StocktakeLine], counted: Mapping[int, int]) -> None:
    """A piece is counted whole, as it is bought and sold."""
    steps = unit_steps(scope)
    for line in lines:
        step = steps.get(line.unit_id, 1)
        if counted[line.id] % step:
            reason = said("this unit is counted in steps of {n}.", n=quantity_text(step))
            raise InvalidInput(loc=("lines", str(line.id)), field="quantity", reason=reason)


@business_transaction
def submit_stocktake(scope: Scope, stocktake_id: int) -> None:
    """in progress → submitted. Raises NotCounted while a line is open."""
    scope.require("warehouse.stocktake.count")
    header = locked_stocktake(scope, stocktake_id)
    state = STOCKTAKE_LIFECYCLE.after(header.state, "submit", number=header.number)
    missing = StocktakeLine.objects.filter(company_id=header.company_id, document_id=header.id, counted_at=None).count()
    if missing:
        raise NotCounted(count=missing, number=header.number)
    header.total_quantity = from_scaled(sum(_variance(line) for line in stocktake_lines(header)), QUANTITY_SCALE)
    _step(scope, header, state, "submit")


@business_transaction
def recount_stocktake(scope: Scope, stocktake_id: int, *, reason: str = "") -> None:
    """Back to counting; an approval is void with it."""
    scope.require("warehouse.stocktake.count")
    header = locked_stocktake(scope, stocktake_id)
    _step(scope, header, STOCKTAKE_LIFECYCLE.after(header.state, "recount", number=header.number), "recount", reason)


@business_transaction
def approve_stocktake(scope: Scope, stocktake_id: int, *, reason: str = "") -> None:
    """Who counted does not approve, unless allowed to approve own work."""
    scope.require("warehouse.stocktake.approve")
    header = locked_stocktake(scope, stocktake_id)
    state = STOCKTAKE_LIFECYCLE.after(header.state, "approve", number=header.number)
    own = scope.user_id in (header.counted_by_id, header.created_by_id)
    if own and not scope.can("warehouse.stocktake.approve_own"):
        raise SelfApproval(document=STOCKTAKE, number=header.number)
    header.reason = reason
    _step(scope, header, state, "approve", reason)


@business_transaction
def post_stocktake(scope: Scope, stocktake_id: int, *, business_date: dt.date | None = None) -> list[PostedResult]:
    """approved → posted: differences to both books, where they wait; no difference, no fact."""
    scope.require("warehouse.stocktake.post")
    header = locked_stocktake(scope, stocktake_id)
    state = STOCKTAKE_LIFECYCLE.after(header.state, "post", number=header.number)
    header.business_date = business_date or header.business_date
    lines = stocktake_lines(header)
    fact = _fact(scope, header, lines)
    results = posting.post(scope, [fact]) if fact else []
    values = {line_id: value for result in results for line_id, value in result.line_values.items()}
    for line in lines:
        sign = -1 if _variance(line) < 0 else 1
        line.value = from_scaled(sign * abs(values.get(line.id, 0)), AMOUNT_SCALE)
    StocktakeLine.objects.bulk_update(lines, ["value"])
    header.total_value = sum((line.value for line in lines), from_scaled(0, AMOUNT_SCALE))
    header.posted_by_id, header.posted_at = scope.user_id, clock.now()
    _step(scope, header, state, "post")
    return results


@business_transaction
def preview_stocktake(scope: Scope, stocktake_id: int) -> list[PostedResult]:
    """What the differences would write; needs the right to approve, as it shows the book."""
    scope.require("warehouse.stocktake.approve")
    header = locked_stocktake(scope, stocktake_id)
    STOCKTAKE_LIFECYCLE.after(header.state, "recount", number=header.number)
    fact = _fact(scope, header, stocktake_lines(header))
    return posting.post(scope, [fact], dry_run=True) if fact else []


@business_transaction
def cancel_stocktake(scope: Scope, stocktake_id: int, *, reason: str = "") -> None:
    """作废 before posting."""
    scope.require("warehouse.stocktake.cancel")
    header = locked_stocktake(scope, stocktake_id)
    _step(scope, header, STOCKTAKE_LIFECYCLE.after(header.state, "cancel", number=header.number), "cancel", reason)


@business_transaction
def reverse_stocktake(
    scope: Scope, stocktake_id: int, *, business_date: dt.date | None = None, reason: str = ""
) -> None:
    """红冲 of the posted differences; the stocktake itself keeps its counts and becomes reversed.

    Raises StillUsed while a resolution of them stands.
    """
    scope.require("warehouse.stocktake.reverse")
    header = locked_stocktake(scope, stocktake_id)
    _refuse_resolved(scope, header)
    state = STOCKTAKE_LIFECYCLE.after(header.state, "reverse", number=header.number)
    if not any(_variance(line) for line in stocktake_lines(header)):
        raise StillUsed(document=STOCKTAKE, number=header.number, reason="it had no differences")
    head = replace(_head(scope, header, "reverse"), business_date=business_date or clock.today(), memo=reason)
    posting.post(scope, [FactReversed(head, reversed_key=_head(scope, header, "post").key)])
    _step(scope, header, state, "reverse", reason)


def _refuse_resolved(scope: Scope, header: Stocktake) -> None:
    standing = lookups.standing_resolutions(scope, header.id)
    if standing:
        why = said("its differences were resolved on {day}; reverse that resolution first", day=standing[-1])
        raise StillUsed(document=STOCKTAKE, number=header.number, reason=why)


def locked_stocktake(scope: Scope, stocktake_id: int) -> Stocktake:
    header = lock_document(Stocktake, scope, stocktake_id)
    scope.require_warehouse(header.warehouse_id)
    if scope.own_documents and header.created_by_id != scope.user_id:
        raise OutOfScope(noun=STOCKTAKE, id=str(stocktake_id))
    return header


def stocktake_lines(header: Stocktake) -> list[StocktakeLine]:
    return list(StocktakeLine.objects.filter(company_id=header.company_id, document_id=header.id).order_by("line_no"))


def _place(line: StocktakeLine) -> _Place:
    return _Place(line.item_id, line.location_id, line.lot_id or 0)


def _variance(line: StocktakeLine) -> int:
    return rules.variance(
        counted=to_scaled(line.quantity, QUANTITY_SCALE), book=to_scaled(line.book_quantity, QUANTITY_SCALE)
    )


_BALANCES = (
    "SELECT b.item_id, b.location_id, b.lot_key, SUM(b.on_hand) FROM stock_stockbalance b "
    "JOIN stock_location l ON l.id = b.location_id "
    "WHERE b.company_id = %s AND l.warehouse_id = %s AND l.kind = 'storage' "
    "GROUP BY b.item_id, b.location_id, b.lot_key ORDER BY b.item_id, b.location_id, b.lot_key"
)


def _balances(scope: Scope, warehouse_id: int) -> dict[_Place, int]:
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, _BALANCES, (scope.company_id, warehouse_id))
    return {_Place(row[0], row[1], row[2]): int(row[3]) for row in rows}


def _book(scope: Scope, header: Stocktake) -> dict[_Place, int]:
    return _balances(scope, header.warehouse_id)


def _places_to_count(scope: Scope, new: NewStocktake, default: int) -> list[_Place]:
    held = _balances(scope, new.warehouse_id)
    if not new.item_ids:
        return [place for place, quantity in held.items() if quantity]
    wanted = dict.fromkeys(new.item_ids)
    found = [place for place in held if place.item_id in wanted]
    seen = {place.item_id for place in found}
    return found + [_Place(item_id, default, 0) for item_id in wanted if item_id not in seen]


def _base_units(scope: Scope, item_ids: set[int]) -> dict[int, int]:
    """Goods item → its base unit; services and unknown ids are missing."""
    sql = (
        "SELECT id, base_unit_id FROM catalog_item "  # noqa: S608
        f"WHERE +company_id = %s AND kind = 'goods' AND {gateway.in_list('id')}"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(item_ids)))
    return {row[0]: row[1] for row in rows}


def _head(scope: Scope, header: Stocktake, step: str) -> FactHead:
    return FactHead(
        company_id=scope.company_id,
        key=f"{STOCKTAKE}:{header.id}:{step}",
        business_date=header.business_date,
        origin_kind=STOCKTAKE,
        origin_id=header.id,
        number=header.number,
        actor_id=scope.user_id,
        currency=lookups.company_currency(scope),
        memo=header.memo,
    )


def _fact(scope: Scope, header: Stocktake, lines: Sequence[StocktakeLine]) -> Fact | None:
    adjustments = tuple(
        AdjustmentLine(
            line_id=line.id,
            item_id=line.item_id,
            quantity=abs(difference),
            location_id=line.location_id,
            inbound=difference > 0,
            reason_key=AccountKey.SUSPENSE,
            lot_id=line.lot_id or 0,
            use_current_cost=difference > 0,
        )
        for line in lines
        if line.counted_at and (difference := _variance(line))
    )
    return StockAdjusted(_head(scope, header, "post"), adjustments) if adjustments else None


def _step(scope: Scope, header: Stocktake, state: DocumentState, verb: str, reason: str = "") -> None:
    before = header.state
    header.state = state
    header.version += 1
    header.save()
    audit.record(
        scope, verb, noun=STOCKTAKE, object_id=header.id, label=header.number,
        before={"state": str(before)}, after={"state": str(state)}, reason=reason,
    )  # fmt: skip
