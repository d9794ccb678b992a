"""Lists and pages of transfers and stocktakes."""

from collections.abc import Callable

from heliu.access.queries import user_names
from heliu.core.document_lists import keyset_page
from heliu.core.document_schemas import plain, quantity_text
from heliu.core.errors import NotFound
from heliu.core.scope import Scope
from heliu.warehouse import lookups
from heliu.warehouse.models import Stocktake, StocktakeLine, Transfer, TransferLine
from heliu.warehouse.queries import shapes
from heliu.warehouse.queries.differences import waiting_by_line
from heliu.warehouse.queries.goods import DocumentFilter, narrowed
from heliu.warehouse.queries.shapes import Shape
from heliu.warehouse.rules import STOCKTAKE, STOCKTAKE_LIFECYCLE, TRANSFER, TRANSFER_LIFECYCLE

_NO_TOTALS = {"net": None, "tax": None, "gross": None}
_TRANSFER = (
    *shapes.HEADER, "from_warehouse_id", "from_warehouse__code", "from_warehouse__name", "to_warehouse_id",
    "to_warehouse__code", "to_warehouse__name", "via_transit", "delivery", "total_quantity",
)  # fmt: skip
_TRANSFER_LINE = (
    *shapes.LINE, "from_location_id", "from_location__code", "from_location__name", "to_location_id",
    "to_location__code", "to_location__name", "lot_id", "lot__code", "received_quantity", "sent_back_quantity",
    "lost_quantity",
)  # fmt: skip
_STOCKTAKE = (
    *(name for name in shapes.HEADER if name != "reference"), "warehouse_id", "warehouse__code", "warehouse__name",
    "blind", "reason", "total_quantity", "total_value",
)  # fmt: skip
_STOCKTAKE_LINE = (
    *shapes.LINE, "location_id", "location__code", "location__name", "lot_id", "lot__code", "book_quantity",
    "counted_at", "value",
)  # fmt: skip
_BOTH_ENDS = ("from_warehouse_id", "to_warehouse_id")


def list_transfers(scope: Scope, by: DocumentFilter, *, cursor: str | None, limit: int) -> Shape:
    """Newest first; a warehouse sees transfers of both directions."""
    rows = shapes.in_reach(scope, Transfer.objects.all(), warehouse=_BOTH_ENDS)
    if by.warehouse_id is not None:
        rows = rows.filter(from_warehouse_id=by.warehouse_id) | rows.filter(to_warehouse_id=by.warehouse_id)
    plain_filter = DocumentFilter(
        state=by.state, date_from=by.date_from, date_to=by.date_to, q=by.q, simulated=by.simulated
    )
    found = narrowed(rows, plain_filter, text=("number", "reference"))
    return _named(
        keyset_page(found, columns=_TRANSFER, shape=lambda row: row, cursor=cursor, limit=limit), _transfer_header
    )


def transfer(scope: Scope, transfer_id: int) -> Shape:
    rows = shapes.in_reach(scope, Transfer.objects.filter(id=transfer_id), warehouse=_BOTH_ENDS)
    row = rows.values(*_TRANSFER).first()
    if row is None:
        raise NotFound(noun=TRANSFER, id=str(transfer_id))
    rows = TransferLine.objects.filter(company_id=scope.company_id, document_id=transfer_id)
    lines = list(rows.order_by("line_no").values(*_TRANSFER_LINE))
    steps = lookups.road_steps(scope, transfer_id, [line["id"] for line in lines]) if row["via_transit"] else []
    waiting = waiting_by_line(scope, transfer_id) if row["via_transit"] else {}
    users = user_names([row["created_by_id"], *(step.posted_by_id for step in steps)])
    return {
        **_transfer_header(row, users),
        "lines": [{**_transfer_line(line), "waiting_quantity": waiting.get(line["id"])} for line in lines],
        "steps": [_transfer_step(scope, row, step, users) for step in steps],
        "verbs": _transfer_verbs(scope, row, waits=bool(waiting)),
        "related": shapes.vouchers(scope, transfer_id),
    }


def _named(page: Shape, shape: Callable[[Shape, dict[int, str]], Shape]) -> Shape:
    users = user_names(row["created_by_id"] for row in page["items"])
    page["items"] = [shape(row, users) for row in page["items"]]
    return page


def _transfer_header(row: Shape, users: dict[int, str]) -> Shape:
    return {
        **shapes.header(row, kind=TRANSFER, users=users),
        "party": None,
        "warehouse": shapes.ref(row, "from_warehouse"),
        "to_warehouse": shapes.ref(row, "to_warehouse"),
        "via_transit": row["via_transit"],
        "totals": {"quantity": plain(row["total_quantity"]), **_NO_TOTALS},
        "progress": {"delivery": row["delivery"], "invoicing": None, "settlement": None},
    }


def _transfer_line(row: Shape) -> Shape:
    return {
        **shapes.line(row),
        "location": shapes.ref(row, "from_location"),
        "to_location": shapes.ref(row, "to_location"),
        "lot": {"id": str(row["lot_id"]), "code": row["lot__code"]} if row["lot_id"] is not None else None,
        "received_quantity": plain(row["received_quantity"]),
        "sent_back_quantity": plain(row["sent_back_quantity"]),
        "lost_quantity": plain(row["lost_quantity"]),
    }


def _reaches(scope: Scope, row: Shape, verb: str) -> bool:
    """Whether a step changes a warehouse of the user: what arrives is the receiver's, all else the sender's."""
    end = row["to_warehouse_id"] if verb == "receive" else row["from_warehouse_id"]
    return scope.warehouses is None or end in scope.warehouses


def _transfer_step(scope: Scope, row: Shape, step: lookups.RoadStep, users: dict[int, str]) -> Shape:
    may_reverse = scope.can("warehouse.transfer.reverse") and _reaches(scope, row, step.verb)
    return {
        "id": str(step.id),
        "number": step.number,
        "verb": step.verb,
        "business_date": step.business_date,
        "posted_at": step.posted_at,
        "posted_by": {"id": str(step.posted_by_id), "name": users.get(step.posted_by_id, "")},
        "quantity": quantity_text(sum(step.quantities.values())),
        "lines": [
            {"line_id": str(line_id), "quantity": quantity_text(quantity)}
            for line_id, quantity in step.quantities.items()
        ],
        "reversed_on": step.reversed_on,
        "verbs": ["reverse"] if may_reverse and step.reversed_on is None else [],
    }


def _transfer_verbs(scope: Scope, row: Shape, *, waits: bool) -> list[str]:
    verbs = ("post", "receive", "send_back", "close", "cancel", "reverse")
    rights = {"ship": "warehouse.transfer.post"} | {verb: f"warehouse.transfer.{verb}" for verb in verbs}
    unfit = {"reverse_step", "post" if row["via_transit"] else "ship"}
    if row["reverses_id"] is not None:
        unfit.add("reverse")
    found = shapes.allowed_verbs(scope, TRANSFER_LIFECYCLE, row["state"], rights)
    found = [verb for verb in found if verb not in unfit and _reaches(scope, row, verb)]
    if row["state"] == "draft" and scope.can("warehouse.transfer.create") and _reaches(scope, row, "update"):
        found.append("update")
    if waits and scope.can("warehouse.difference.resolve") and _reaches(scope, row, "resolve"):
        found.append("resolve")
    return found


def list_stocktakes(scope: Scope, by: DocumentFilter, *, cursor: str | None, limit: int) -> Shape:
    rows = shapes.in_reach(scope, Stocktake.objects.all())
    found = narrowed(rows, by, text=("number", "memo"))
    page = keyset_page(found, columns=_STOCKTAKE, shape=lambda row: row, cursor=cursor, limit=limit)
    return _named(page, lambda row, users: _stocktake_header(scope, row, users))


def stocktake(scope: Scope, stocktake_id: int) -> Shape:
    """In a blind count the book quantity is hidden until the counts are submitted."""
    row = shapes.in_reach(scope, Stocktake.objects.filter(id=stocktake_id)).values(*_STOCKTAKE).first()
    if row is None:
        raise NotFound(noun=STOCKTAKE, id=str(stocktake_id))
    hidden = row["blind"] and row["state"] in ("draft", "in_progress")
    rows = StocktakeLine.objects.filter(company_id=scope.company_id, document_id=stocktake_id)
    lines = rows.order_by("line_no").values(*_STOCKTAKE_LINE)
    waiting = waiting_by_line(scope, stocktake_id)
    return {
        **_stocktake_header(scope, row, user_names([row["created_by_id"]])),
        "lines": [
            {**_stocktake_line(scope, line, hidden=hidden), "waiting_quantity": waiting.get(line["id"])}
            for line in lines
        ],
        "verbs": _stocktake_verbs(scope, row, waits=bool(waiting)),
        "related": shapes.vouchers(scope, stocktake_id),
    }


def _stocktake_header(scope: Scope, row: Shape, users: dict[int, str]) -> Shape:
    return {
        **shapes.header(row, kind=STOCKTAKE, users=users),
        "party": None,
        "warehouse": shapes.ref(row, "warehouse"),
        "blind": row["blind"],
        "reason": row["reason"],
        "totals": {"quantity": plain(row["total_quantity"]), **_NO_TOTALS},
        "progress": {"delivery": None, "invoicing": None, "settlement": None},
        "value": plain(row["total_value"]) if scope.sees_cost else None,
    }


def _stocktake_line(scope: Scope, row: Shape, *, hidden: bool) -> Shape:
    counted = row["counted_at"] is not None
    return {
        **shapes.line(row),
        "location": shapes.ref(row, "location"),
        "lot": {"id": str(row["lot_id"]), "code": row["lot__code"]} if row["lot_id"] is not None else None,
        "counted_quantity": plain(row["quantity"]) if counted else None,
        "counted_at": row["counted_at"],
        "book_quantity": None if hidden else plain(row["book_quantity"]),
        "variance": plain(row["quantity"] - row["book_quantity"]) if counted and not hidden else None,
        "value": plain(row["value"]) if scope.sees_cost else None,
    }


def _stocktake_verbs(scope: Scope, row: Shape, *, waits: bool) -> list[str]:
    rights = dict.fromkeys(("start", "count", "submit", "recount"), "warehouse.stocktake.count")
    rights |= {verb: f"warehouse.stocktake.{verb}" for verb in ("approve", "post", "cancel", "reverse")}
    rights["resolve"] = "warehouse.difference.resolve"
    found = shapes.allowed_verbs(scope, STOCKTAKE_LIFECYCLE, row["state"], rights)
    return [verb for verb in found if verb != "reverse_resolution" and (waits or verb != "resolve")]
