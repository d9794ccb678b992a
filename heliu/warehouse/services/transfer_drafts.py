"""调拨单 before anything moves: written, changed, and read by the steps that follow."""

import datetime as dt
from dataclasses import dataclass

from heliu.catalog.entries import Entry, resolve_entries
from heliu.core import audit
from heliu.core.documents import lock_document
from heliu.core.errors import InvalidFields, InvalidInput, OutOfScope
from heliu.core.ids import next_id
from heliu.core.numbering import document_number
from heliu.core.rounding import from_scaled
from heliu.core.scales import QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.warehouse import lookups, rules
from heliu.warehouse.errors import WarehouseUnusable
from heliu.warehouse.models import Transfer, TransferLine
from heliu.warehouse.rules import TRANSFER, TRANSFER_LIFECYCLE

_TWO_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class NewTransferLine:
    """A line as entered; 0 = base unit, default places, no lot."""

    item_id: int
    quantity: int
    unit_id: int = 0
    from_location_id: int = 0
    to_location_id: int = 0
    lot_id: int = 0
    memo: str = ""


@dataclass(frozen=True, slots=True)
class NewTransfer:
    from_warehouse_id: int
    to_warehouse_id: int
    business_date: dt.date
    lines: tuple[NewTransferLine, ...]
    via_transit: bool = False
    memo: str = ""
    reference: str = ""
    simulated: bool = False


@business_transaction
def create_transfer(scope: Scope, new: NewTransfer) -> int:
    """Id of the new draft. Raises WarehouseUnusable, InvalidFields, InvalidInput."""
    scope.require("warehouse.transfer.create")
    number = document_number(company_id=scope.company_id, prefix=rules.PREFIX[TRANSFER], date=new.business_date)
    header = Transfer(
        id=next_id(), company_id=scope.company_id, number=number, created_by_id=scope.user_id, simulated=new.simulated
    )
    _fill(scope, header, new)
    audit.record(scope, "create", noun=TRANSFER, object_id=header.id, label=number, after={"state": "draft"})
    return int(header.id)


@business_transaction
def update_transfer(scope: Scope, transfer_id: int, new: NewTransfer, *, version: int) -> None:
    """Replaces a draft. Raises StaleVersion, IllegalTransition."""
    scope.require("warehouse.transfer.create")
    header = locked_transfer(scope, transfer_id, version=version)
    TRANSFER_LIFECYCLE.after(header.state, "cancel", number=header.number)
    TransferLine.objects.filter(company_id=scope.company_id, document_id=header.id).delete()
    header.version += 1
    _fill(scope, header, new)
    audit.record(scope, "update", noun=TRANSFER, object_id=header.id, label=header.number, after={"state": "draft"})


def locked_transfer(
    scope: Scope, transfer_id: int, *, version: int | None = None, either_end: bool = False
) -> Transfer:
    """The header, locked; OutOfScope when it is not the user's business.

    It is the sender's; either_end: the caller says which of both warehouses the step needs.
    """
    header = lock_document(Transfer, scope, transfer_id, version=version)
    ends = (header.from_warehouse_id, header.to_warehouse_id)
    if not either_end or scope.warehouses is None or scope.warehouses.isdisjoint(ends):
        scope.require_warehouse(header.from_warehouse_id)
    if scope.own_documents and header.created_by_id != scope.user_id:
        raise OutOfScope(noun=TRANSFER, id=str(transfer_id))
    return header


def _fill(scope: Scope, header: Transfer, new: NewTransfer) -> None:
    """Header and lines from input, checked."""
    if new.from_warehouse_id == new.to_warehouse_id and new.via_transit:
        raise InvalidInput(loc=("to_warehouse_id",), field="to_warehouse_id", reason="choose another warehouse.")
    if not new.lines:
        raise InvalidInput(loc=("lines",), field="lines", reason="a document needs at least one line.")
    places = _places(scope, new)
    entries = [Entry(line.item_id, line.quantity, line.unit_id, tax_code_id=0) for line in new.lines]
    resolved = resolve_entries(scope, entries, exponent=_TWO_DECIMALS, goods_only=True)
    header.business_date, header.memo, header.reference = new.business_date, new.memo, new.reference
    header.from_warehouse_id, header.to_warehouse_id = new.from_warehouse_id, new.to_warehouse_id
    header.via_transit = new.via_transit
    header.total_quantity = from_scaled(sum(e.quantity for e in resolved), QUANTITY_SCALE)
    header.save()
    TransferLine.objects.bulk_create(
        TransferLine(
            company_id=scope.company_id,
            document_id=header.id,
            line_no=number,
            item_id=entry.item_id,
            unit_id=entry.unit_id,
            entered_quantity=from_scaled(entry.entered_quantity, QUANTITY_SCALE),
            quantity=from_scaled(entry.quantity, QUANTITY_SCALE),
            from_location_id=source,
            to_location_id=target,
            lot_id=line.lot_id or None,
            memo=line.memo,
        )
        for number, (line, entry, (source, target)) in enumerate(zip(new.lines, resolved, places, strict=True), 1)
    )


def _places(scope: Scope, new: NewTransfer) -> list[tuple[int, int]]:
    """(from, to) place of every line."""
    pair = (new.from_warehouse_id, new.to_warehouse_id)
    for warehouse_id in pair:
        scope.require_warehouse(warehouse_id)
    defaults = lookups.default_places(scope, set(pair))
    for warehouse_id in pair:
        if warehouse_id not in defaults:
            raise WarehouseUnusable(id=str(warehouse_id))
    both = (place for line in new.lines for place in (line.from_location_id, line.to_location_id))
    named = lookups.storage_places(scope, (place for place in both if place))
    lots = lookups.lot_items(scope, (line.lot_id for line in new.lines if line.lot_id))
    found, faults = [], []
    for index, line in enumerate(new.lines):
        source = line.from_location_id or defaults[pair[0]]
        target = line.to_location_id or defaults[pair[1]]
        wrong = (line.from_location_id and named.get(source) != pair[0]) or (
            line.to_location_id and named.get(target) != pair[1]
        )
        if wrong or source == target or (line.lot_id and lots.get(line.lot_id) != line.item_id):
            faults.append(
                InvalidInput(
                    loc=("lines", index, "from_location_id"),
                    field=f"line {index + 1}",
                    reason="places must lie in their warehouses and differ, the lot must be of the item.",
                )
            )
        found.append((source, target))
    if faults:
        raise InvalidFields(list(faults))
    return found


def lines_of(header: Transfer) -> list[TransferLine]:
    return list(TransferLine.objects.filter(company_id=header.company_id, document_id=header.id).order_by("line_no"))
