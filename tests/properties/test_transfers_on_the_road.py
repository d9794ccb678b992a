"""Goods that are sent, arrive, come back, get lost, are found and taken back: none is made and none disappears."""

import datetime as dt
import itertools
from dataclasses import dataclass, field
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

from heliu.ledger.models import OpenItem
from heliu.posting.errors import InsufficientStock
from heliu.stock.models import StockBalance
from heliu.warehouse import services
from heliu.warehouse.errors import StillUsed
from heliu.warehouse.models import TransferLine
from tests.support import goods
from tests.support.proofs import violations
from tests.support.trading import DAY, Trading, q, trading
from tests.support.transfers import progress, state_of, steps_of, transfer_of

PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)
_companies = itertools.count(1)
CODES = ("A", "B")

item_code = st.sampled_from(CODES)
some_pieces = st.integers(1, 9)
choice = st.integers(0, 99)


@dataclass(slots=True)
class Sent:
    """The model of one transfer: what stands of it, step by step."""

    transfer: int
    line: TransferLine
    code: str
    pieces: int
    standing: dict[int, tuple[str, int]] = field(default_factory=dict)
    is_reversed: bool = False

    def became(self, verb: str) -> int:
        return sum(pieces for what, pieces in self.standing.values() if what == verb)

    @property
    def on_the_road(self) -> int:
        return 0 if self.is_reversed else self.pieces - sum(pieces for _, pieces in self.standing.values())

    @property
    def state(self) -> tuple[str, str]:
        received = self.became("receive")
        delivery = "full" if received == self.pieces else "partial" if received else "none"
        if self.is_reversed:
            return "reversed", delivery
        return "in_progress" if self.on_the_road else "closed", delivery


class Road(RuleBasedStateMachine):
    """Two warehouses, two items, two ledgers; every step is predicted, refusals too."""

    company: Trading

    @initialize()
    def open_company(self) -> None:
        self.company = trading(parallel=("fifo",), code=f"R{next(_companies)}")
        self.other, self.there = goods.second_warehouse(self.company)
        self.owned = dict.fromkeys(CODES, 0)
        self.sent: list[Sent] = []
        self.day = DAY
        for code in CODES:
            self.goods_are_bought(code, 9, 1234)

    def _quantities(self, sent: Sent, pieces: int) -> dict[int, int]:
        return {sent.line.id: q(pieces)}

    def _chosen(self, number: int, *, moving: bool = False) -> Sent | None:
        fit = [sent for sent in self.sent if sent.on_the_road or not moving]
        return fit[number % len(fit)] if fit else None

    def _stands(self, sent: Sent, verb: str, pieces: int) -> None:
        step = steps_of(self.company, sent.transfer)[-1]
        assert (step.verb, step.quantities) == (verb, self._quantities(sent, pieces))
        sent.standing[step.id] = (verb, pieces)

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        self.day += dt.timedelta(days=days)

    @rule(code=item_code, pieces=some_pieces, cents=st.integers(0, 2000))
    def goods_are_bought(self, code: str, pieces: int, cents: int) -> None:
        self.company.receive(code, str(pieces), str(pieces + Decimal(cents) / 100), day=self.day)
        self.owned[code] += pieces

    @rule(code=item_code, pieces=some_pieces, far=st.booleans())
    def goods_are_sold(self, code: str, pieces: int, far: bool) -> None:
        place = self.there if far else self.company.location
        if self.company.on_hand(code, place) >= pieces:
            self.company.ship(code, str(pieces), location=place, day=self.day)
            self.owned[code] -= pieces

    @rule(code=item_code, pieces=some_pieces)
    def goods_are_sent(self, code: str, pieces: int) -> None:
        if self.company.on_hand(code) < pieces:
            return
        transfer = transfer_of(self.company, self.other, code, str(pieces), via_transit=True, day=self.day)
        services.post_transfer(self.company.scope, transfer)
        self.sent.append(Sent(transfer, TransferLine.objects.get(document_id=transfer), code, pieces))

    @rule(number=choice, share=choice)
    def goods_arrive(self, number: int, share: int) -> None:
        if sent := self._chosen(number, moving=True):
            pieces = 1 + share % sent.on_the_road
            quantities = self._quantities(sent, pieces)
            services.receive_transfer(self.company.scope, sent.transfer, quantities, business_date=self.day)
            self._stands(sent, "receive", pieces)

    @rule(number=choice, share=choice)
    def goods_are_sent_back(self, number: int, share: int) -> None:
        if sent := self._chosen(number, moving=True):
            pieces = 1 + share % sent.on_the_road
            quantities = self._quantities(sent, pieces)
            services.send_back_transfer(self.company.scope, sent.transfer, quantities, business_date=self.day)
            self._stands(sent, "send_back", pieces)

    @rule(number=choice)
    def goods_are_lost(self, number: int) -> None:
        if sent := self._chosen(number, moving=True):
            pieces = sent.on_the_road
            services.close_transfer(self.company.scope, sent.transfer, business_date=self.day, reason="lost")
            self._stands(sent, "close", pieces)
            self.owned[sent.code] -= pieces

    @precondition(lambda self: any(sent.standing for sent in self.sent))
    @rule(number=choice, which=choice)
    def a_step_is_reversed(self, number: int, which: int) -> None:
        fit = [sent for sent in self.sent if sent.standing]
        sent = fit[number % len(fit)]
        step, (verb, pieces) = list(sent.standing.items())[which % len(sent.standing)]
        place = {"receive": self.there, "send_back": self.company.location}.get(verb)
        if place and self.company.on_hand(sent.code, place) < pieces:
            with goods.refused(InsufficientStock):
                services.reverse_transfer_step(self.company.scope, sent.transfer, step, business_date=self.day)
            return
        services.reverse_transfer_step(self.company.scope, sent.transfer, step, business_date=self.day)
        del sent.standing[step]
        if verb == "close":
            self.owned[sent.code] += pieces

    @precondition(lambda self: any(not sent.is_reversed for sent in self.sent))
    @rule(number=choice)
    def a_transfer_is_reversed(self, number: int) -> None:
        fit = [sent for sent in self.sent if not sent.is_reversed]
        sent = fit[number % len(fit)]
        if sent.standing:
            with goods.refused(StillUsed):
                services.reverse_transfer(self.company.scope, sent.transfer, business_date=self.day)
            return
        services.reverse_transfer(self.company.scope, sent.transfer, business_date=self.day)
        sent.is_reversed = True

    @invariant()
    def no_piece_is_made_and_none_disappears(self) -> None:
        for code in CODES if hasattr(self, "company") else ():
            rows = StockBalance.objects.filter(
                company_id=self.company.scope.company_id,
                item_id=self.company.item(code),
                location__kind__in=("storage", "transit"),
            )
            held = {row.location_id: row.on_hand for row in rows}
            road = sum(sent.on_the_road for sent in self.sent if sent.code == code)
            here, far = held.pop(self.company.location, 0), held.pop(self.there, 0)
            assert sum(held.values()) == road
            assert here + far + road == self.owned[code]

    @invariant()
    def lines_and_headers_tell_what_became_of_the_goods(self) -> None:
        for sent in self.sent if hasattr(self, "sent") else ():
            assert progress(sent.line) == (sent.became("receive"), sent.became("send_back"), sent.became("close"))
            assert state_of(sent.transfer) == sent.state

    @invariant()
    def what_is_on_the_road_is_open_in_every_ledger_and_nothing_else(self) -> None:
        for sent in self.sent if hasattr(self, "sent") else ():
            items = OpenItem.objects.filter(
                company_id=self.company.scope.company_id, kind="GIT", origin_key=sent.line.id
            ).values_list("open_quantity", "open_amount")
            assert len(items) == 2
            for quantity, amount in items:
                assert quantity == sent.on_the_road
                assert (amount > 0) == (sent.on_the_road > 0)
                assert amount >= 0

    @invariant()
    def every_check_of_the_books_holds(self) -> None:
        if hasattr(self, "company"):
            assert violations(self.company) == []


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_happens_on_the_road_goods_and_their_value_are_somewhere():
    examples = settings().max_examples
    with transaction.atomic():
        run_state_machine_as_test(
            Road,
            settings=settings(
                max_examples=max(10, examples // 5), phases=PHASES, stateful_step_count=25, deadline=None
            ),
        )
