"""调拨单: goods from one warehouse to another, at once or on the road, from where they arrive or go back in parts."""

import datetime as dt
from collections.abc import Mapping, Sequence

from heliu.core import audit, clock
from heliu.core.errors import ErpError, InvalidInput, NotFound
from heliu.core.ids import next_id
from heliu.core.lifecycle import DocumentState, Progress
from heliu.core.numbering import document_number
from heliu.core.rounding import from_scaled, to_scaled
from heliu.core.scales import QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.posting import services as posting
from heliu.posting.errors import AlreadyReversed
from heliu.posting.facts import (
    AccountKey,
    AdjustmentLine,
    Fact,
    FactHead,
    FactReversed,
    GoodsTransferred,
    PostedResult,
    StockAdjusted,
)
from heliu.posting.facts import TransferLine as TransferFactLine
from heliu.stock.models import LocationKind, Warehouse
from heliu.stock.queries import counterpart
from heliu.warehouse import lookups, rules
from heliu.warehouse.errors import DestinationRetired, ReceiveTooMuch, SendBackTooMuch, SenderRetired, StillUsed
from heliu.warehouse.lookups import RoadStep
from heliu.warehouse.models import Transfer, TransferLine
from heliu.warehouse.rules import TRANSFER, TRANSFER_LIFECYCLE, SentQuantities
from heliu.warehouse.services import loading
from heliu.warehouse.services.telling import announce_goods
from heliu.warehouse.services.transfer_drafts import lines_of, locked_transfer


@business_transaction
def post_transfer(scope: Scope, transfer_id: int, *, version: int | None = None) -> list[PostedResult]:
    """draft → completed in one step, or draft → in progress (ship into transit) when it goes via transit."""
    scope.require("warehouse.transfer.post")
    announce_goods(scope, ())
    header = locked_transfer(scope, transfer_id, version=version)
    verb = "ship" if header.via_transit else "post"
    state = TRANSFER_LIFECYCLE.after(header.state, verb, number=header.number)
    loading.require_usable(scope, [header.from_warehouse_id, header.to_warehouse_id])
    lines = lines_of(header)
    results = posting.post(scope, [_ship_fact(scope, header, lines)])
    header.delivery = Progress.NONE if header.via_transit else Progress.FULL
    header.posted_by_id, header.posted_at = scope.user_id, clock.now()
    if not header.via_transit:
        for line in lines:
            line.received_quantity = line.quantity
        TransferLine.objects.bulk_update(lines, ["received_quantity"])
    _step(scope, header, state, verb)
    return results


@business_transaction
def preview_transfer(scope: Scope, transfer_id: int) -> list[PostedResult]:
    """What shipping would write."""
    scope.require("warehouse.transfer.read")
    header = locked_transfer(scope, transfer_id)
    TRANSFER_LIFECYCLE.after(header.state, "ship" if header.via_transit else "post", number=header.number)
    return posting.post(scope, [_ship_fact(scope, header, lines_of(header))], dry_run=True)


@business_transaction
def receive_transfer(
    scope: Scope, transfer_id: int, quantities: Mapping[int, int], *, business_date: dt.date | None = None
) -> list[PostedResult]:
    """transit → destination for line id → base quantity (1e-6); the transfer is closed once nothing is on the road.

    Raises ReceiveTooMuch naming the line and what is still in transit, DestinationRetired.
    """
    scope.require("warehouse.transfer.receive")
    announce_goods(scope, ())
    header = locked_transfer(scope, transfer_id, either_end=True)
    scope.require_warehouse(header.to_warehouse_id)
    TRANSFER_LIFECYCLE.after(header.state, "receive", number=header.number)
    _refuse_retired(scope, header.to_warehouse_id, DestinationRetired)
    lines = lines_of(header)
    moved = _on_the_road(lines, quantities, refusal=ReceiveTooMuch)
    return _end_of_the_road(scope, header, lines, moved, verb="receive", business_date=business_date)


@business_transaction
def send_back_transfer(
    scope: Scope,
    transfer_id: int,
    quantities: Mapping[int, int],
    *,
    business_date: dt.date | None = None,
    reason: str = "",
) -> list[PostedResult]:
    """transit → the place it left, for line id → base quantity (1e-6), with the value it travelled at (退运).

    The transfer is closed once nothing is on the road. Raises SendBackTooMuch naming the line and what is on the road,
    SenderRetired.
    """
    scope.require("warehouse.transfer.send_back")
    announce_goods(scope, ())
    header = locked_transfer(scope, transfer_id)
    TRANSFER_LIFECYCLE.after(header.state, "send_back", number=header.number)
    _refuse_retired(scope, header.from_warehouse_id, SenderRetired)
    lines = lines_of(header)
    moved = _on_the_road(lines, quantities, refusal=SendBackTooMuch)
    return _end_of_the_road(scope, header, lines, moved, verb="send_back", business_date=business_date, reason=reason)


def _end_of_the_road(
    scope: Scope,
    header: Transfer,
    lines: Sequence[TransferLine],
    quantities: Mapping[int, int],
    *,
    verb: str,
    business_date: dt.date | None,
    reason: str = "",
) -> list[PostedResult]:
    """Goods arrive at the end that the verb names, and are counted there."""
    header.steps += 1
    head = _head(scope, header, verb, _arrival(header, business_date))
    results = posting.post(scope, [_end_fact(scope, head, lines, quantities, goes_back=verb == "send_back")])
    column = _COLUMNS[verb]
    for line in lines:
        setattr(line, column, getattr(line, column) + from_scaled(quantities.get(line.id, 0), QUANTITY_SCALE))
    _progress(scope, header, lines, verb, reason)
    return results


@business_transaction
def close_transfer(
    scope: Scope, transfer_id: int, *, business_date: dt.date | None = None, reason: str = ""
) -> list[PostedResult]:
    """What never arrived is lost on the road at the value it was sent off with, and waits in 待处理财产损溢.

    The reason is kept in the audit trail; where the loss belongs is decided later (services.differences).
    """
    scope.require("warehouse.transfer.close")
    header = locked_transfer(scope, transfer_id)
    state = TRANSFER_LIFECYCLE.after(header.state, "close", number=header.number)
    if not reason.strip():
        raise InvalidInput(loc=("reason",), field="reason", reason="say why the rest will not arrive.")
    lines = [line for line in lines_of(header) if _in_transit(line)]
    header.steps += 1
    date = _arrival(header, business_date)
    rest = {line.id: _in_transit(line) for line in lines}
    results = posting.post(scope, [_loss_fact(scope, _head(scope, header, "close", date), lines, rest)])
    for line in lines:
        line.lost_quantity += from_scaled(rest[line.id], QUANTITY_SCALE)
    TransferLine.objects.bulk_update(lines, ["lost_quantity"])
    _step(scope, header, state, "close", reason)
    return results


@business_transaction
def cancel_transfer(scope: Scope, transfer_id: int, *, reason: str = "", version: int | None = None) -> None:
    """作废 of a draft."""
    scope.require("warehouse.transfer.cancel")
    header = locked_transfer(scope, transfer_id, version=version)
    _step(scope, header, TRANSFER_LIFECYCLE.after(header.state, "cancel", number=header.number), "cancel", reason)


@business_transaction
def reverse_transfer(scope: Scope, transfer_id: int, *, business_date: dt.date | None = None, reason: str = "") -> int:
    """红冲: the goods are where they were before. Returns the id of the red document.

    Raises StillUsed naming what was received, sent back or lost of a transfer in two steps and still stands.
    """
    scope.require("warehouse.transfer.reverse")
    announce_goods(scope, ())
    header = locked_transfer(scope, transfer_id)
    _refuse_standing_steps(scope, header)
    state = TRANSFER_LIFECYCLE.after(header.state, "reverse", number=header.number)
    if header.reverses_id is not None:
        raise StillUsed(document=TRANSFER, number=header.number, reason="it is itself a red document")
    _refuse_retired(scope, header.from_warehouse_id, SenderRetired)
    date = business_date or max(clock.today(), header.business_date)
    red = _red_copy(scope, header, date, reason)
    fact = FactReversed(_head(scope, red, "reverse", date), reversed_key=_key(header, "post"))
    posting.post(scope, [fact])
    header.reversed_by_id = red.id
    _step(scope, header, state, "reverse", reason)
    return int(red.id)


@business_transaction
def reverse_transfer_step(
    scope: Scope, transfer_id: int, step_id: int, *, business_date: dt.date | None = None, reason: str = ""
) -> list[PostedResult]:
    """红冲 of one receipt, sending back or write-off: its goods are on the road again.

    Raises NotFound, AlreadyReversed, InsufficientStock when the goods are no longer where the step had brought them.
    """
    scope.require("warehouse.transfer.reverse")
    announce_goods(scope, ())
    header = locked_transfer(scope, transfer_id, either_end=True)
    TRANSFER_LIFECYCLE.after(header.state, "reverse_step", number=header.number)
    lines = lines_of(header)
    step = _standing_step(scope, header, lines, step_id)
    scope.require_warehouse(header.to_warehouse_id if step.verb == "receive" else header.from_warehouse_id)
    date = business_date or max(clock.today(), step.business_date)
    red = [
        FactReversed(_head(scope, header, f"reverse:{fact_id}", date), reversed_key=key)
        for key, fact_id in step.keys.items()
    ]
    results = posting.post(scope, red[::-1])
    column = _COLUMNS[step.verb]
    for line in lines:
        back = from_scaled(step.quantities.get(line.id, 0), QUANTITY_SCALE)
        setattr(line, column, getattr(line, column) - back)
    _progress(scope, header, lines, "reverse_step", reason)
    return results


_COLUMNS = {"receive": "received_quantity", "send_back": "sent_back_quantity", "close": "lost_quantity"}


def _standing_step(scope: Scope, header: Transfer, lines: Sequence[TransferLine], step_id: int) -> RoadStep:
    for step in lookups.road_steps(scope, header.id, [line.id for line in lines]):
        if step.id == step_id:
            if step.reversed_on is not None:
                raise AlreadyReversed(document=header.number)
            return step
    raise NotFound(noun="transfer_step", id=str(step_id))


def _refuse_standing_steps(scope: Scope, header: Transfer) -> None:
    steps = lookups.road_steps(scope, header.id, [line.id for line in lines_of(header)]) if header.via_transit else []
    standing = [step for step in steps if step.reversed_on is None]
    if not standing:
        return
    last = standing[-1]
    why = rules.stands_in_the_way(last.verb, day=last.business_date, number=last.number)
    raise StillUsed(document=TRANSFER, number=header.number, reason=why)


def _red_copy(scope: Scope, header: Transfer, date: dt.date, reason: str) -> Transfer:
    lines = lines_of(header)
    red = Transfer.objects.create(
        company_id=scope.company_id,
        number=document_number(company_id=scope.company_id, prefix=rules.PREFIX[TRANSFER], date=date),
        state=DocumentState.COMPLETED,
        business_date=date,
        memo=reason,
        simulated=header.simulated,
        created_by_id=scope.user_id,
        posted_by_id=scope.user_id,
        posted_at=clock.now(),
        reverses_id=header.id,
        from_warehouse_id=header.from_warehouse_id,
        to_warehouse_id=header.to_warehouse_id,
        via_transit=header.via_transit,
        delivery=Progress.FULL,
        total_quantity=-header.total_quantity,
    )
    for line in lines:
        line.id = next_id()
        line.document_id = red.id
        line.entered_quantity, line.quantity = -line.entered_quantity, -line.quantity
        line.received_quantity = line.sent_back_quantity = line.lost_quantity = from_scaled(0, QUANTITY_SCALE)
    TransferLine.objects.bulk_create(lines)
    return red


def _refuse_retired(scope: Scope, warehouse_id: int, refusal: type[ErpError]) -> None:
    if warehouse_id not in lookups.default_places(scope, [warehouse_id]):
        raise refusal(warehouse=str(Warehouse.objects.get(company_id=scope.company_id, id=warehouse_id)))


def _arrival(header: Transfer, business_date: dt.date | None) -> dt.date:
    """Raises InvalidInput for a day before the goods left."""
    date = business_date or max(clock.today(), header.business_date)
    if date < header.business_date:
        raise InvalidInput(loc=("business_date",), field="business_date", reason="not before the day the goods left.")
    return date


def _sent(line: TransferLine) -> SentQuantities:
    return SentQuantities(
        sent=to_scaled(line.quantity, QUANTITY_SCALE),
        received=to_scaled(line.received_quantity, QUANTITY_SCALE),
        sent_back=to_scaled(line.sent_back_quantity, QUANTITY_SCALE),
        lost=to_scaled(line.lost_quantity, QUANTITY_SCALE),
    )


def _in_transit(line: TransferLine) -> int:
    return _sent(line).on_the_road


def _on_the_road(
    lines: Sequence[TransferLine], quantities: Mapping[int, int], *, refusal: type[ErpError]
) -> dict[int, int]:
    """What is asked of each line, without zeros. Raises `refusal` where more is asked than is on the road."""
    by_id = {line.id: line for line in lines}
    if not any(quantities.values()) or quantities.keys() - by_id.keys():
        raise InvalidInput(loc=("lines",), field="lines", reason="name quantities of this transfer's lines.")
    for line_id, quantity in quantities.items():
        line = by_id[line_id]
        if not 0 <= quantity <= _in_transit(line):
            raise refusal(
                line=line.line_no,
                item_id=str(line.item_id),
                asked=format(from_scaled(quantity, QUANTITY_SCALE), "f"),
                left=format(from_scaled(_in_transit(line), QUANTITY_SCALE), "f"),
            )
    return {line_id: quantity for line_id, quantity in quantities.items() if quantity}


def _key(header: Transfer, step: str) -> str:
    """What happens on the road happens more than once, so those keys carry the number of the step."""
    return f"{TRANSFER}:{header.id}:{step}" + (f":{header.steps}" if step in rules.ON_THE_ROAD else "")


def _head(scope: Scope, header: Transfer, step: str, date: dt.date) -> FactHead:
    return FactHead(
        company_id=scope.company_id,
        key=_key(header, step),
        business_date=date,
        origin_kind=TRANSFER,
        origin_id=header.id,
        number=header.number,
        actor_id=scope.user_id,
        currency=lookups.company_currency(scope),
        memo=header.memo,
    )


def _ship_fact(scope: Scope, header: Transfer, lines: Sequence[TransferLine]) -> Fact:
    transit = counterpart(scope, LocationKind.TRANSIT) if header.via_transit else 0
    return GoodsTransferred(
        _head(scope, header, "post", header.business_date),
        tuple(
            TransferFactLine(
                line.id, line.item_id, to_scaled(line.quantity, QUANTITY_SCALE), line.from_location_id,
                transit or line.to_location_id, line.lot_id or 0,
            )
            for line in lines
        ),
    )  # fmt: skip


def _end_fact(
    scope: Scope, head: FactHead, lines: Sequence[TransferLine], quantities: Mapping[int, int], *, goes_back: bool
) -> Fact:
    transit = counterpart(scope, LocationKind.TRANSIT)
    return GoodsTransferred(
        head,
        tuple(
            TransferFactLine(
                line.id, line.item_id, quantities[line.id], transit,
                line.from_location_id if goes_back else line.to_location_id, line.lot_id or 0,
            )
            for line in lines
            if line.id in quantities
        ),
    )  # fmt: skip


def _loss_fact(scope: Scope, head: FactHead, lines: Sequence[TransferLine], quantities: Mapping[int, int]) -> Fact:
    transit = counterpart(scope, LocationKind.TRANSIT)
    return StockAdjusted(
        head,
        tuple(
            AdjustmentLine(
                line_id=line.id,
                item_id=line.item_id,
                quantity=quantities[line.id],
                location_id=transit,
                inbound=False,
                reason_key=AccountKey.SUSPENSE,
                lot_id=line.lot_id or 0,
                transit_line_id=line.id,
            )
            for line in lines
        ),
    )


def _progress(scope: Scope, header: Transfer, lines: Sequence[TransferLine], verb: str, reason: str = "") -> None:
    """Stores what became of the lines; state and delivery of the header follow from them."""
    TransferLine.objects.bulk_update(lines, ["received_quantity", "sent_back_quantity", "lost_quantity"])
    quantities = [_sent(line) for line in lines]
    header.delivery = rules.delivery_of(quantities)
    _step(scope, header, rules.state_on_the_road(quantities), verb, reason)


def _step(scope: Scope, header: Transfer, state: DocumentState, verb: str, reason: str = "") -> None:
    before = header.state
    header.state = state
    header.version += 1
    header.save()
    audit.record(
        scope, verb, noun=TRANSFER, object_id=header.id, label=header.number,
        before={"state": str(before)}, after={"state": str(state)}, reason=reason,
    )  # fmt: skip
