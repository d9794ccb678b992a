"""From order to money, and from order to goods paid for: four commits through the services, five lines each.

Floor: the same documents and books written again by plain SQL (recorded.py). Goal: at most ten times the floor on
SQLite (synchronous FULL), six times on PostgreSQL.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from bench.figures import Figure, at_most, interleaved
from bench.recorded import RawCycle, record
from heliu.catalog.models import TaxCode
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE
from heliu.core.transactions import writing
from heliu.finance import services as finance
from heliu.finance.kinds import MONEY_RECEIPT, PAYMENT
from heliu.finance.models import PurchaseInvoice, SalesInvoice
from heliu.finance.rules.drafts import AllocationDraft, MoneyDraft
from heliu.purchasing import drafts as buying
from heliu.purchasing import services as purchasing
from heliu.sales import drafts as selling
from heliu.sales import services as sales
from tests.support.trading import DAY, Trading, trading

GOALS = {"sqlite": 10, "postgresql": 6}
_LINES = 5
_PRICE = 25 * PRICE_SCALE
_QUANTITY = 2 * QUANTITY_SCALE


def company() -> Trading:
    made = trading()
    for i in range(_LINES):
        made.receive(f"A{i:03d}", "100000", f"{5 + i}00000")
    return made


class SalesCycle:
    """Order (created, submitted and approved), shipment, invoice, money that settles it."""

    title = "order to cash"

    def __init__(self, made: Trading, tax: int) -> None:
        self.made, self.tax, self.order, self.bill = made, tax, 0, 0
        self.steps: Sequence[Callable[[], Any]] = (self.promise, self.ship, self.invoice, self.collect)

    def promise(self) -> None:
        made = self.made
        lines = tuple(
            selling.NewOrderLine(item_id=made.item(f"A{i:03d}"), quantity=_QUANTITY, price=_PRICE, tax_code_id=self.tax)
            for i in range(_LINES)
        )
        new = selling.NewOrder(party_id=made.customer, warehouse_id=made.warehouse_id, business_date=DAY, lines=lines)
        with writing():
            self.order = sales.create_order(made.scope, new).order_id
            sales.submit_order(made.scope, self.order)
            sales.approve_order(made.scope, self.order)

    def ship(self) -> None:
        sales.ship_order(self.made.scope, self.order, how=selling.Fulfilment(business_date=DAY))

    def invoice(self) -> None:
        self.bill = sales.invoice_order(self.made.scope, self.order, business_date=DAY).id

    def collect(self) -> None:
        gross = SalesInvoice.objects.values_list("gross", flat=True).get(id=self.bill)
        amount = to_scaled(gross, AMOUNT_SCALE)
        settled = AllocationDraft(origin_kind="sales_invoice", origin_id=self.bill, amount=amount)
        finance.post_money(self.made.scope, MONEY_RECEIPT, [_money(self.made.customer, amount, settled)])


class PurchaseCycle:
    """Order (created approved), goods receipt, purchase invoice, payment that settles it."""

    title = "procure to stock"

    def __init__(self, made: Trading, tax: int) -> None:
        self.made, self.tax, self.order, self.bill = made, tax, 0, 0
        self.steps: Sequence[Callable[[], Any]] = (self.promise, self.receive, self.invoice, self.pay)

    def promise(self) -> None:
        made = self.made
        lines = tuple(
            buying.NewOrderLine(item_id=made.item(f"A{i:03d}"), quantity=_QUANTITY, price=_PRICE, tax_code_id=self.tax)
            for i in range(_LINES)
        )
        new = buying.NewOrder(
            party_id=made.supplier, warehouse_id=made.warehouse_id, business_date=DAY, lines=lines, approved=True
        )
        self.order = purchasing.create_order(made.scope, new).order_id

    def receive(self) -> None:
        purchasing.receive_order(self.made.scope, self.order, how=purchasing.Fulfilment(business_date=DAY))

    def invoice(self) -> None:
        self.bill = purchasing.invoice_order(self.made.scope, self.order, business_date=DAY, post=True).id

    def pay(self) -> None:
        gross = PurchaseInvoice.objects.values_list("gross", flat=True).get(id=self.bill)
        amount = to_scaled(gross, AMOUNT_SCALE)
        settled = AllocationDraft(origin_kind="purchase_invoice", origin_id=self.bill, amount=amount)
        finance.post_money(self.made.scope, PAYMENT, [_money(self.made.supplier, amount, settled)])


def _money(party: int, amount: int, settled: AllocationDraft) -> MoneyDraft:
    return MoneyDraft(party_id=party, business_date=DAY, currency="CNY", amount=amount, allocations=(settled,))


def tax_code(made: Trading) -> int:
    return int(TaxCode.objects.filter(company_id=made.scope.company_id, rate="0.13").order_by("code")[0].id)


def whole(cycle: SalesCycle | PurchaseCycle) -> Callable[[], None]:
    def turn() -> None:
        for step in cycle.steps:
            step()

    return turn


def measure(cycle: SalesCycle | PurchaseCycle, count: int) -> Figure:
    for _ in range(3):
        whole(cycle)()
    floor = RawCycle(record(cycle.steps))
    found = interleaved([whole(cycle)] * count, [floor.turn(turn) for turn in range(count)], block=5, warm=5)
    engine = connection.vendor
    print(f"  {cycle.title}: {floor.rows_written} rows; {found.note()}", file=sys.stderr)
    name = f"{cycle.title}, 4 commits ({engine})"
    return at_most(name, found.ratio, "× floor", GOALS[engine], floor=found.floor_ms)


def run(quick: bool = False) -> list[Figure]:
    made = company()
    tax = tax_code(made)
    count = 20 if quick else 60
    return [measure(SalesCycle(made, tax), count), measure(PurchaseCycle(made, tax), count)]
