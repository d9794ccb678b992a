"""Whatever people post in whatever order — late, red, below zero, in one batch — both books stay provably true."""

import datetime as dt
import os
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import transaction

from heliu.core.errors import ErpError
from heliu.core.ids import next_id
from heliu.posting.facts import (
    AccountKey,
    AdjustmentLine,
    Allocation,
    DifferenceLine,
    DifferencesResolved,
    Fact,
    FactHead,
    FactReversed,
    GoodsLine,
    GoodsReceived,
    GoodsShipped,
    GoodsTransferred,
    MoneyPaid,
    MoneyReceived,
    PurchaseInvoiceLine,
    PurchaseInvoicePosted,
    PurchaseReturned,
    ReturnLine,
    SalesInvoiceLine,
    SalesInvoicePosted,
    SalesReturned,
    StockAdjusted,
    TransferLine,
)
from heliu.stock.models import Location, LocationKind, StockMove, Warehouse
from heliu.stock.queries import counterpart
from heliu.stock.services import create_warehouse
from tests.support.proofs import violations
from tests.support.trading import Trading, q, trading

FIRST_DAY = dt.date(2026, 2, 1)


class Trader:
    """Somebody without a plan: draws facts that refer to what was posted before, many of them refused."""

    def __init__(self, company: Trading, chance: random.Random, second: int) -> None:
        self.company, self.chance = company, chance
        self.places = [company.location, second]
        self.day = FIRST_DAY
        self.receipts: list[tuple[int, str, int]] = []
        self.shipments: list[tuple[int, str, int]] = []
        self.returns: list[tuple[int, str, int]] = []
        self.invoices: list[tuple[int, bool]] = []
        self.keys: list[str] = []
        self.transit = counterpart(company.scope, LocationKind.TRANSIT)
        self.sent: list[TransferLine] = []
        self.differences: list[tuple[int, bool]] = []

    def _head(self, kind: str, *, party: int = 0) -> FactHead:
        self.day += dt.timedelta(days=self.chance.choice((0, 0, 1, 2)))
        late = self.chance.choice((0, 0, 0, 0, 3, 9))
        day = max(FIRST_DAY, self.day - dt.timedelta(days=late))
        return self.company.head(kind, day=day, party=party)

    def _quantity(self, most: int = 12) -> int:
        return q(self.chance.randint(1, most))

    def _amount(self) -> int:
        return self.chance.choice((0, self.chance.randint(1, 99_999), self.chance.randint(1, 999))) * 100

    def _item(self) -> tuple[str, int]:
        code = self.chance.choice("AB")
        return code, self.company.item(code)

    def receipt(self) -> Fact:
        head, lines = self._head("goods_receipt", party=self.company.supplier), []
        for _ in range(self.chance.randint(1, 2)):
            code, item = self._item()
            quantity, line = self._quantity(), next_id()
            place = self.chance.choice(self.places)
            lines.append(GoodsLine(line, item, quantity, place, amount=self._amount()))
            self.receipts.append((line, code, quantity))
        return GoodsReceived(head, tuple(lines))

    def shipment(self) -> Fact:
        head, lines = self._head("shipment", party=self.company.customer), []
        for _ in range(self.chance.randint(1, 2)):
            code, item = self._item()
            quantity, line = self._quantity(), next_id()
            lines.append(GoodsLine(line, item, quantity, self.chance.choice(self.places)))
            self.shipments.append((line, code, quantity))
        return GoodsShipped(head, tuple(lines), invoiced=self.chance.random() < 0.4)

    def sales_return(self) -> Fact:
        line, code, quantity = self.chance.choice(self.shipments)
        back = min(self._quantity(), quantity)
        goods = ReturnLine(next_id(), self.company.item(code), back, self.places[0], original_line_id=line)
        return SalesReturned(self._head("sales_return", party=self.company.customer), (goods,))

    def purchase_return(self) -> Fact:
        line, code, quantity = self.chance.choice(self.receipts)
        back, new = min(self._quantity(), quantity), next_id()
        goods = ReturnLine(
            new, self.company.item(code), back, self.places[0], amount=self._amount(), original_line_id=line
        )
        self.returns.append((new, code, -back))
        return PurchaseReturned(self._head("purchase_return", party=self.company.supplier), (goods,))

    def purchase_invoice(self) -> Fact:
        line, code, quantity = self.chance.choice(self.receipts + self.returns)
        part = quantity if self.chance.random() < 0.5 else min(self._quantity(), abs(quantity))
        part = -abs(part) if quantity < 0 else abs(part)
        head = self._head("purchase_invoice", party=self.company.supplier)
        net = self._amount() if part > 0 else -self._amount()
        self.invoices.append((head.origin_id, False))
        goods = PurchaseInvoiceLine(
            next_id(), net, net // 10000 * 100, item_id=self.company.item(code), quantity=part, receipt_line_id=line
        )
        return PurchaseInvoicePosted(head, (goods,), head.business_date)

    def sales_invoice(self) -> Fact:
        line, code, quantity = self.chance.choice(self.shipments)
        part = quantity if self.chance.random() < 0.5 else min(self._quantity(), quantity)
        head = self._head("sales_invoice", party=self.company.customer)
        self.invoices.append((head.origin_id, True))
        goods = SalesInvoiceLine(
            next_id(), self._amount(), item_id=self.company.item(code), quantity=part, shipment_line_id=line
        )
        return SalesInvoicePosted(head, (goods,), head.business_date)

    def money(self) -> Fact:
        document, sold = self.chance.choice(self.invoices)
        amount = self._amount() // 2 + 100
        allocation = (Allocation(document, amount),)
        if sold:
            return MoneyReceived(self._head("money_receipt", party=self.company.customer), amount + 500, allocation)
        return MoneyPaid(self._head("payment", party=self.company.supplier), amount + 700, allocation, bank_fee=100)

    def adjustment(self) -> Fact:
        inbound = self.chance.random() < 0.5
        key = AccountKey.OTHER_RECEIPT if inbound else AccountKey.OTHER_ISSUE
        line = AdjustmentLine(
            next_id(), self._item()[1], self._quantity(5), self.places[0], inbound, key,
            amount=self._amount(), use_current_cost=self.chance.random() < 0.5,
        )  # fmt: skip
        return StockAdjusted(self._head("adjustment"), (line,))

    def transfer(self) -> Fact:
        there = self.places if self.chance.random() < 0.5 else self.places[::-1]
        line = TransferLine(next_id(), self._item()[1], self._quantity(), *there)
        return GoodsTransferred(self._head("transfer"), (line,))

    def departure(self) -> Fact:
        line = TransferLine(next_id(), self._item()[1], self._quantity(), self.places[0], self.transit)
        self.sent.append(line)
        return GoodsTransferred(self._head("transfer"), (line,))

    def arrival(self) -> Fact:
        line = self.chance.choice(self.sent)
        part = min(self._quantity(), line.quantity)
        there = replace(
            line, quantity=part, from_location_id=self.transit, to_location_id=self.chance.choice(self.places)
        )
        return GoodsTransferred(self._head("transfer"), (there,))

    def loss(self) -> Fact:
        line = self.chance.choice(self.sent)
        lost = AdjustmentLine(
            next_id(), line.item_id, min(self._quantity(4), line.quantity), self.transit, False,
            self.chance.choice((AccountKey.STOCK_LOSS, AccountKey.SUSPENSE)), transit_line_id=line.line_id,
        )  # fmt: skip
        if lost.reason_key == AccountKey.SUSPENSE:
            self.differences.append((lost.line_id, False))
        return StockAdjusted(self._head("transfer"), (lost,))

    def difference(self) -> Fact:
        inbound = self.chance.random() < 0.3
        line = AdjustmentLine(
            next_id(), self._item()[1], self._quantity(5), self.chance.choice(self.places), inbound,
            AccountKey.SUSPENSE, use_current_cost=inbound,
        )  # fmt: skip
        self.differences.append((line.line_id, inbound))
        return StockAdjusted(self._head("stocktake"), (line,))

    def decision(self) -> Fact:
        line, inbound = self.chance.choice(self.differences[-6:])
        move = StockMove.objects.filter(origin_line_id=line, reverses_id=None).values_list("id", "quantity").first()
        number, quantity = move or (next_id(), 1)
        part = min(self._quantity(4), q(int(quantity)))
        losses = (AccountKey.STOCK_LOSS, AccountKey.OTHER_RECEIVABLE, AccountKey.ABNORMAL_LOSS)
        key = AccountKey.STOCK_GAIN if inbound else self.chance.choice(losses)
        return DifferencesResolved(self._head("stocktake"), (DifferenceLine(number, part, key, self.company.supplier),))

    def red(self) -> Fact:
        return FactReversed(self._head("reversal"), self.chance.choice(self.keys[-12:]))

    def draw(self) -> Fact:
        kinds: list[tuple[int, Callable[[], Fact], object]] = [
            (9, self.receipt, True), (6, self.shipment, True), (2, self.sales_return, self.shipments),
            (2, self.purchase_return, self.receipts), (4, self.purchase_invoice, self.receipts),
            (3, self.sales_invoice, self.shipments), (2, self.money, self.invoices), (2, self.adjustment, True),
            (1, self.transfer, True), (5, self.red, self.keys), (1, self.departure, True),
            (1, self.arrival, self.sent), (2, self.loss, self.sent), (2, self.difference, True),
            (3, self.decision, self.differences),
        ]  # fmt: skip
        possible = [(weight, kind) for weight, kind, needed in kinds if needed]
        return self.chance.choices([k for _, k in possible], [w for w, _ in possible])[0]()

    def act(self) -> bool:
        """One fact, or some in a batch; True when the books took them."""
        facts = [self.draw() for _ in range(self.chance.choice((1, 1, 1, 1, 2, 3)))]
        try:
            with transaction.atomic():
                self.company.post(*facts)
        except ErpError:
            return False
        self.keys += [fact.head.key for fact in facts]
        return True


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("below_zero", [False, True], ids=["never below zero", "below zero allowed"])
@pytest.mark.parametrize("seed", range(int(os.environ.get("HELIU_TRADERS", "3"))))
def test_any_trade_leaves_true_books(seed: int, below_zero: bool):
    company = trading(parallel=("fifo",))
    second = create_warehouse(company.scope, code="W2", name="二号仓")
    if below_zero:
        Warehouse.objects.update(allow_negative=True)
    trader = Trader(company, random.Random(seed), Location.objects.get(warehouse=second).id)
    taken = 0
    for step in range(60):
        taken += trader.act()
        if step % 10 == 9:
            assert violations(company) == [], f"seed {seed}, step {step}"
    assert taken > 5
