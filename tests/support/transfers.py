"""Transfers for tests: written, sent on the road, and what the books and the lines say of them."""

import datetime as dt
from decimal import Decimal

from heliu.ledger.models import OpenItem
from heliu.warehouse import services
from heliu.warehouse.lookups import RoadStep, road_steps
from heliu.warehouse.models import Transfer, TransferLine
from heliu.warehouse.services import NewTransfer, NewTransferLine
from tests.support import goods
from tests.support.trading import DAY, Trading, q

LATER = DAY + dt.timedelta(days=2)


def transfer_of(
    company: Trading,
    other: int,
    code: str = "A",
    quantity: str = "4",
    *,
    via_transit: bool = False,
    day: dt.date = DAY,
) -> int:
    """A draft from the company's warehouse to the other one."""
    line = NewTransferLine(item_id=company.item(code), quantity=q(quantity))
    new = NewTransfer(company.warehouse_id, other, day, (line,), via_transit=via_transit)
    return services.create_transfer(company.scope, new)


def on_the_road(company: Trading, other: int, quantity: str = "4") -> tuple[int, TransferLine]:
    """(transfer, its line): 10 pieces for 30 were bought, some of them were sent in two steps, nothing arrived yet."""
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    transfer = transfer_of(company, other, quantity=quantity, via_transit=True)
    services.post_transfer(company.scope, transfer)
    return transfer, TransferLine.objects.get(document_id=transfer)


def progress(line: TransferLine) -> tuple[Decimal, Decimal, Decimal]:
    """(received, sent back, lost)"""
    line.refresh_from_db()
    return line.received_quantity, line.sent_back_quantity, line.lost_quantity


def state_of(transfer: int) -> tuple[str, str]:
    """(state, delivery)"""
    return Transfer.objects.values_list("state", "delivery").get(id=transfer)


def git(company: Trading, line: TransferLine) -> tuple[Decimal, Decimal]:
    """(quantity, amount) of the line that is open in 在途物资."""
    item = OpenItem.objects.get(
        company_id=company.scope.company_id, ledger_id=company.ledger_id, kind="GIT", origin_key=line.id
    )
    return item.open_quantity, item.open_amount


def steps_of(company: Trading, transfer: int) -> list[RoadStep]:
    """What was received, sent back or lost, in order."""
    lines = TransferLine.objects.filter(document_id=transfer).values_list("id", flat=True)
    return road_steps(company.scope, transfer, lines)
