"""A small trading company whose tests speak in facts: receive, ship, invoice, pay; quantities and amounts as text."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from heliu.access.models import Company
from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.catalog.models import Unit
from heliu.core import clock
from heliu.core.ids import next_id
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope, system_scope
from heliu.ledger.models import AccountBalance, EntryLine, OpenItem
from heliu.parties import services as parties
from heliu.parties.drafts import PartyDraft
from heliu.posting import services as posting
from heliu.posting.facts import (
    Allocation,
    Fact,
    FactHead,
    GoodsLine,
    GoodsReceived,
    GoodsShipped,
    MoneyPaid,
    MoneyReceived,
    PostedResult,
    PurchaseInvoiceLine,
    PurchaseInvoicePosted,
    ReturnLine,
    SalesInvoiceLine,
    SalesInvoicePosted,
    SalesReturned,
)
from heliu.posting.install import add_parallel_ledger, install_books
from heliu.stock import queries as stock
from heliu.stock.models import CostState, StockBalance

DAY = dt.date(2026, 3, 2)


def q(text: str | int) -> int:
    return to_scaled(Decimal(text), QUANTITY_SCALE)


def a(text: str | int) -> int:
    return to_scaled(Decimal(text), AMOUNT_SCALE)


@dataclass(slots=True)
class Trading:
    scope: Scope
    ledger_id: int
    book_id: int
    warehouse_id: int
    location: int
    unit_id: int
    supplier: int
    customer: int
    currency: str = "CNY"
    items: dict[str, int] = field(default_factory=dict)
    parallel: dict[str, tuple[int, int]] = field(default_factory=dict)

    def another_customer(self) -> int:
        return parties.create_party(self.scope, PartyDraft(name="客户丙", code="C2", is_customer=True))

    def item(self, code: str) -> int:
        if code not in self.items:
            draft = ItemDraft(code=code, name=f"Item {code}", base_unit_id=self.unit_id)
            self.items[code] = catalog.create_item(self.scope, draft)
        return self.items[code]

    def head(
        self,
        kind: str,
        *,
        day: dt.date = DAY,
        party: int = 0,
        document: int = 0,
        rate: str = "1",
        currency: str = "",
        key: str = "",
    ) -> FactHead:
        document = document or next_id()
        return FactHead(
            company_id=self.scope.company_id,
            key=key or f"{kind}:{document}",
            business_date=day,
            origin_kind=kind,
            origin_id=document,
            number=f"{kind[:2].upper()}{document % 10000}",
            actor_id=self.scope.user_id,
            currency=currency or self.currency,
            party_id=party,
            rate=to_scaled(Decimal(rate), RATE_SCALE),
        )

    def post(self, *facts: Fact) -> list[PostedResult]:
        return posting.post(self.scope, facts)

    def receive(
        self,
        code: str,
        quantity: str,
        amount: str,
        *,
        day: dt.date = DAY,
        location: int = 0,
        rate: str = "1",
        currency: str = "",
    ) -> int:
        """Goods receipt of one line worth `amount`; returns the line id."""
        line = next_id()
        head = self.head("goods_receipt", day=day, party=self.supplier, rate=rate, currency=currency)
        goods = GoodsLine(line, self.item(code), q(quantity), location or self.location, amount=a(amount))
        self.post(GoodsReceived(head, (goods,)))
        return line

    def ship(self, code: str, quantity: str, *, day: dt.date = DAY, invoiced: bool = False, location: int = 0) -> int:
        line = next_id()
        head = self.head("shipment", day=day, party=self.customer)
        goods = GoodsLine(line, self.item(code), q(quantity), location or self.location)
        self.post(GoodsShipped(head, (goods,), invoiced=invoiced))
        return line

    def take_back(self, code: str, quantity: str, original: int, *, day: dt.date = DAY) -> int:
        line = next_id()
        head = self.head("sales_return", day=day, party=self.customer)
        goods = ReturnLine(line, self.item(code), q(quantity), self.location, original_line_id=original)
        self.post(SalesReturned(head, (goods,)))
        return line

    def purchase_invoice(
        self,
        receipt_line: int,
        quantity: str,
        net: str,
        tax: str = "0",
        *,
        code: str,
        day: dt.date = DAY,
        rate: str = "1",
        currency: str = "",
        rate_to_exchange: bool = False,
    ) -> int:
        head = self.head("purchase_invoice", day=day, party=self.supplier, rate=rate, currency=currency)
        line = PurchaseInvoiceLine(
            next_id(), a(net), a(tax), item_id=self.item(code), quantity=q(quantity), receipt_line_id=receipt_line
        )
        due = day + dt.timedelta(days=30)
        self.post(PurchaseInvoicePosted(head, (line,), due, rate_to_exchange=rate_to_exchange))
        return head.origin_id

    def sales_invoice(
        self,
        shipment_line: int,
        quantity: str,
        net: str,
        tax: str = "0",
        *,
        code: str,
        day: dt.date = DAY,
        rate: str = "1",
        currency: str = "",
    ) -> int:
        head = self.head("sales_invoice", day=day, party=self.customer, rate=rate, currency=currency)
        line = SalesInvoiceLine(
            next_id(), a(net), a(tax), item_id=self.item(code), quantity=q(quantity), shipment_line_id=shipment_line
        )
        self.post(SalesInvoicePosted(head, (line,), day + dt.timedelta(days=30)))
        return head.origin_id

    def money_in(
        self, amount: str, *allocations: tuple[int, str], day: dt.date = DAY, rate: str = "1", currency: str = ""
    ) -> int:
        head = self.head("money_receipt", day=day, party=self.customer, rate=rate, currency=currency)
        parts = tuple(Allocation(document, a(part)) for document, part in allocations)
        self.post(MoneyReceived(head, a(amount), parts))
        return head.origin_id

    def money_out(
        self, amount: str, *allocations: tuple[int, str], day: dt.date = DAY, rate: str = "1", currency: str = ""
    ) -> int:
        head = self.head("payment", day=day, party=self.supplier, rate=rate, currency=currency)
        parts = tuple(Allocation(document, a(part)) for document, part in allocations)
        self.post(MoneyPaid(head, a(amount), parts))
        return head.origin_id

    # what the books say

    def on_hand(self, code: str, location: int = 0) -> Decimal:
        row = StockBalance.objects.filter(
            company_id=self.scope.company_id, item_id=self.item(code), location_id=location or self.location
        ).first()
        return row.on_hand if row else Decimal(0)

    def worth(self, code: str, book_id: int = 0) -> tuple[Decimal, Decimal]:
        """(quantity, value) of the item in a book."""
        row = CostState.objects.get(
            company_id=self.scope.company_id, book_id=book_id or self.book_id, item_id=self.item(code)
        )
        return row.quantity, row.amount

    def balance(self, account: str, ledger_id: int = 0) -> Decimal:
        """Debit-positive balance of an account over all periods, folded from the lines themselves."""
        lines = EntryLine.objects.filter(
            company_id=self.scope.company_id, ledger_id=ledger_id or self.ledger_id, account__code=account
        ).values_list("debit", "credit")
        return sum((debit - credit for debit, credit in lines), Decimal(0))

    def stored_balance(self, account: str) -> Decimal:
        rows = AccountBalance.objects.filter(
            company_id=self.scope.company_id, ledger_id=self.ledger_id, account__code=account
        ).values_list("debit", "credit")
        return sum((debit - credit for debit, credit in rows), Decimal(0))

    def open_amount(self, document: int, *, ledger_id: int = 0) -> Decimal:
        item = OpenItem.objects.get(
            company_id=self.scope.company_id, ledger_id=ledger_id or self.ledger_id, origin_key=document
        )
        return item.open_txn


def trading(
    *, cost_formula: str = "moving_average", parallel: tuple[str, ...] = (), currency: str = "CNY", code: str = "T1"
) -> Trading:
    """A company in 2026 with both books, a warehouse, one supplier and one customer."""
    company = Company.objects.create(code=code, name=f"Company {code}", currency=currency, created_at=clock.now())
    scope = system_scope(company.id, user_id=7)
    books = install_books(scope, currency=currency, framework="CAS", first_year=2026, cost_formula=cost_formula)
    ledgers = {}
    for formula in parallel:
        extra = add_parallel_ledger(
            scope,
            code=f"L{formula[:4].upper()}",
            name=formula,
            framework="CAS",
            currency=currency,
            first_year=2026,
            cost_formula=formula,
        )
        ledgers[formula] = (extra.ledger_id, extra.book_id)
    catalog.install_defaults(scope)
    unit = Unit.objects.filter(company_id=company.id, decimals=0).order_by("code").first()
    assert unit is not None
    return Trading(
        scope=scope,
        ledger_id=books.ledger_id,
        book_id=books.book_id,
        warehouse_id=books.warehouse_id,
        location=stock.default_location(scope, books.warehouse_id),
        unit_id=unit.id,
        supplier=parties.create_party(scope, PartyDraft(name="供应商甲", code="S1", is_supplier=True)),
        customer=parties.create_party(scope, PartyDraft(name="客户乙", code="C1", is_customer=True)),
        currency=currency,
        parallel=ledgers,
    )
