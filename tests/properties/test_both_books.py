"""Random trade against an independent model: after every step goods, values and accounts agree and all checks hold."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from heliu.core.ids import next_id
from heliu.posting.errors import InsufficientStock
from heliu.posting.facts import AccountKey, AdjustmentLine, FactReversed, GoodsTransferred, StockAdjusted, TransferLine
from heliu.posting.models import PostedFact
from heliu.posting.verification import verify
from heliu.stock.models import Location, StockMove
from heliu.stock.services import create_warehouse
from tests.support.reference_books import ReferenceItem, ReferenceMoney
from tests.support.trading import q, trading

PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)
FIRST_DAY = dt.date(2026, 1, 5)
CODES = ("A", "B")
_companies = itertools.count(1)

item_code = st.sampled_from(CODES)
some_pieces = st.integers(1, 40)
some_cents = st.integers(1, 99_999)


def money(cents: int) -> str:
    return str(Decimal(cents) / 100)


class BothBooks(RuleBasedStateMachine):
    """Purchases, sales, returns, transfers, adjustments, invoices, money and reversals, in order and back-dated."""

    @initialize()
    def open_company(self) -> None:
        self.company = trading(parallel=("fifo",), code=f"P{next(_companies)}")
        self.fifo_ledger, self.fifo_book = self.company.parallel["fifo"]
        second = create_warehouse(self.company.scope, code="W2", name="二号仓")
        self.second = Location.objects.get(warehouse=second).id
        self.model = {code: (ReferenceItem(False), ReferenceItem(True)) for code in CODES}
        self.money = ReferenceMoney()
        self.today = FIRST_DAY
        self.issues: list[tuple[str, int, int, bool]] = []
        self.steps = 0

    def _both(self, code: str, kind: str, day: dt.date, pieces: int, cents: int = 0, original: int = -1) -> int:
        return max(m.add(kind, day, pieces, cents=cents, original=original) for m in self.model[code])

    def _can_leave(self, code: str, day: dt.date, pieces: int) -> bool:
        here = self.company.on_hand(code)
        return pieces <= here and self.model[code][0].enough_at_every_moment(day, pieces)

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        self.today = min(self.today + dt.timedelta(days=days), dt.date(2026, 12, 20))

    @rule(code=item_code, pieces=some_pieces, cents=some_cents)
    def goods_are_received(self, code: str, pieces: int, cents: int) -> None:
        self.company.receive(code, str(pieces), money(cents), day=self.today)
        self._both(code, "receive", self.today, pieces, cents)

    @rule(code=item_code, pieces=some_pieces, cents=some_cents, days=st.integers(1, 30))
    def a_receipt_is_dated_back(self, code: str, pieces: int, cents: int, days: int) -> None:
        day = max(FIRST_DAY, self.today - dt.timedelta(days=days))
        self.company.receive(code, str(pieces), money(cents), day=day)
        self._both(code, "receive", day, pieces, cents)

    @rule(code=item_code, pieces=some_pieces, invoiced=st.booleans())
    def goods_are_shipped_or_refused(self, code: str, pieces: int, invoiced: bool) -> None:
        if not self._can_leave(code, self.today, pieces):
            if pieces > self.company.on_hand(code):
                before = self._snapshot()
                with pytest.raises(InsufficientStock):
                    self.company.ship(code, str(pieces), day=self.today, invoiced=invoiced)
                assert self._snapshot() == before
            return
        line = self.company.ship(code, str(pieces), day=self.today, invoiced=invoiced)
        self.issues.append((code, line, self._both(code, "issue", self.today, pieces), invoiced))

    @rule(code=item_code, pieces=some_pieces, days=st.integers(1, 30))
    def a_shipment_is_dated_back(self, code: str, pieces: int, days: int) -> None:
        day = max(FIRST_DAY, self.today - dt.timedelta(days=days))
        if self._can_leave(code, day, pieces):
            line = self.company.ship(code, str(pieces), day=day, invoiced=True)
            self.issues.append((code, line, self._both(code, "issue", day, pieces), True))
        else:
            before = self._snapshot()
            with pytest.raises(InsufficientStock), transaction.atomic():
                self.company.ship(code, str(pieces), day=day, invoiced=True)
            assert self._snapshot() == before

    @precondition(lambda self: self.issues)
    @rule(data=st.data(), pieces=some_pieces)
    def goods_come_back(self, data: st.DataObject, pieces: int) -> None:
        code, line, original, _ = data.draw(st.sampled_from(self.issues))
        left = self.model[code][0].left_of(original)
        if left and self.today >= self.model[code][0].happenings[original].day:
            back = min(pieces, left)
            self.company.take_back(code, str(back), line, day=self.today)
            self._both(code, "back", self.today, back, original=original)

    @rule(code=item_code, pieces=some_pieces)
    def goods_change_the_warehouse(self, code: str, pieces: int) -> None:
        if pieces <= self.company.on_hand(code):
            head = self.company.head("transfer", day=self.today)
            line = TransferLine(next_id(), self.company.item(code), q(pieces), self.company.location, self.second)
            self.company.post(GoodsTransferred(head, (line,)))
            back = TransferLine(next_id(), self.company.item(code), q(pieces), self.second, self.company.location)
            self.company.post(GoodsTransferred(self.company.head("transfer", day=self.today), (back,)))

    @rule(code=item_code, pieces=some_pieces, cents=some_cents, inbound=st.booleans())
    def stock_is_adjusted(self, code: str, pieces: int, cents: int, inbound: bool) -> None:
        if not inbound and not self._can_leave(code, self.today, pieces):
            return
        key = AccountKey.OTHER_RECEIPT if inbound else AccountKey.OTHER_ISSUE
        line = AdjustmentLine(
            next_id(), self.company.item(code), q(pieces), self.company.location, inbound, key, amount=cents * 100
        )
        self.company.post(StockAdjusted(self.company.head("adjustment", day=self.today), (line,)))
        self._both(code, "receive" if inbound else "issue", self.today, pieces, cents if inbound else 0)

    @precondition(lambda self: any(not invoiced for *_, invoiced in self.issues))
    @rule(data=st.data(), cents=some_cents, tax=st.integers(0, 9_999))
    def a_shipment_is_invoiced_and_paid_in_part(self, data: st.DataObject, cents: int, tax: int) -> None:
        waiting = [x for x in self.issues if not x[3]]
        code, line, original, _ = issue = data.draw(st.sampled_from(waiting))
        left = self.model[code][0].left_of(original)
        self.issues[self.issues.index(issue)] = (code, line, original, True)
        if not left:
            return
        document = self.company.sales_invoice(line, str(left), money(cents), money(tax), code=code, day=self.today)
        paid = (cents + tax) // 2
        if paid:
            self.company.money_in(money(paid + 7), (document, money(paid)), day=self.today)
            self.money.cash += paid + 7
            self.money.advances_received += 7
        self.money.receivable[document] = cents + tax - paid
        self.money.revenue += cents

    @rule(code=item_code, pieces=some_pieces, cents=some_cents)
    def a_receipt_is_reversed_at_once(self, code: str, pieces: int, cents: int) -> None:
        if self.model[code][0].pieces():
            return
        line = self.company.receive(code, str(pieces), money(cents), day=self.today)
        key = PostedFact.objects.get(id=StockMove.objects.get(origin_line_id=line).fact_id).key
        self.company.post(FactReversed(self.company.head("reversal", day=self.today), key))

    def _snapshot(self) -> tuple[object, ...]:
        return (StockMove.objects.count(), PostedFact.objects.count(), self.company.balance("1405"))

    @invariant()
    def books_agree_with_the_model(self) -> None:
        if not hasattr(self, "company"):
            return
        goods = {self.company.ledger_id: Decimal(0), self.fifo_ledger: Decimal(0)}
        for code in CODES:
            if code not in self.company.items or not self.model[code][0].happenings:
                continue
            for (ledger, book), model in zip(
                ((self.company.ledger_id, self.company.book_id), (self.fifo_ledger, self.fifo_book)),
                self.model[code],
                strict=True,
            ):
                pieces, cents, _ = model.value()
                assert self.company.worth(code, book) == (pieces, Decimal(cents) / 100)
                goods[ledger] += Decimal(cents) / 100
        for ledger, amount in goods.items():
            assert self.company.balance("1405", ledger) == amount
        assert self.company.balance("1122") == Decimal(sum(self.money.receivable.values())) / 100
        assert self.company.balance("1002") == Decimal(self.money.cash) / 100
        assert self.company.balance("2204") == -Decimal(self.money.advances_received) / 100
        assert self.company.balance("6001") == -Decimal(self.money.revenue) / 100

    @invariant()
    def every_check_holds(self) -> None:
        if hasattr(self, "company"):
            self.steps += 1
            broken = verify(self.company.scope.company_id, with_replay=self.steps % 10 == 0)
            assert [(v.id, v.violations) for v in broken if not v.ok] == []


@pytest.mark.slow
@pytest.mark.django_db
def test_random_trade_keeps_both_books_true():
    examples = settings().max_examples
    run_state_machine_as_test(
        BothBooks,
        settings=settings(max_examples=max(10, examples // 4), phases=PHASES, stateful_step_count=30, deadline=None),
    )
