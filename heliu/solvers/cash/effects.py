"""What a lever changes: expected cash per day, in whole minor units, against the forecast without it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.collection import Collection, Waiting
from heliu.solvers.cash.learning import waiting_on
from heliu.solvers.cash.ledger import NEVER, books_of
from heliu.solvers.cash.levers import CutPurchase, DelayPayable, DunCustomer, Lever, PostponePurchase, TakeDiscount
from heliu.solvers.cash.orderbook import order_book
from heliu.solvers.cash.paths import whole_parts
from heliu.solvers.cash.problem import CashProblem, Order, Side
from heliu.solvers.cash.result import LearnedPayments
from heliu.solvers.problems import require, require_number, require_unique


@dataclass(frozen=True, slots=True)
class Effect:
    """`balance`: change of the balance at the end of each day. `documents`: what it disposes of; two effects on one
    document exclude each other."""

    id: str
    documents: tuple[str, ...]
    cost: int
    balance: NDArray[np.int64]


class Effects:
    """Effects of levers on one problem; raises InvalidProblem for a lever that fits no open document."""

    def __init__(self, problem: CashProblem, learned: LearnedPayments) -> None:
        self.problem, self.books = problem, books_of(problem)
        self.collection = Collection(learned.model, problem.first_day, problem.horizon)
        waiting, chosen, _ = waiting_on(self.books, learned.model, problem.first_day)
        waiting.from_day[:] = np.maximum(waiting.from_day, self.books.issue[chosen])
        self._waiting, self._chosen = waiting, chosen
        self._position = {problem.invoices[i].id: k for k, i in enumerate(chosen)}
        self._order_book = order_book(problem, self.books.units)
        self._orders = {one.id: one for one in problem.orders if one.is_open}

    def of(self, lever: Lever) -> Effect:
        if isinstance(lever, DelayPayable):
            return self._pay_on(lever.id, lever.invoice, lever.to_day, cost=lever.cost, discount=0)
        if isinstance(lever, TakeDiscount):
            return self._pay_on(lever.id, lever.invoice, lever.pay_day, cost=-lever.discount, discount=lever.discount)
        if isinstance(lever, DunCustomer):
            return self._dun(lever)
        assert isinstance(lever, PostponePurchase | CutPurchase)
        return self._order(lever)

    def _open_invoice(self, lever: str, invoice: str, side: Side) -> int:
        require(invoice in self._position, f"lever {lever}", f"names {invoice}, which is not open", "Leave it out")
        position = self._position[invoice]
        right = self.books.sign[self._chosen[position]] == side.sign
        require(bool(right), f"lever {lever}", f"names {invoice}, which is no {side.value}", "Name one that is")
        return position

    def _parts(self, positions: list[int], speed: float = 1.0) -> NDArray[np.int64]:
        chosen = self._chosen[positions]
        waiting = self._waiting.keep(np.array(positions))
        waiting = Waiting(waiting.unit, waiting.origin, waiting.from_day, waiting.later, waiting.speed * speed)
        chances = self.collection.chances(waiting)
        named = np.flatnonzero(self.books.expected[chosen] < NEVER)
        day = np.maximum(self.books.expected[chosen[named]] - self.problem.first_day, 0)
        chances[named] = 0
        chances[named, np.minimum(day, self.problem.horizon)] = 1
        signed = self.books.open_now[chosen] * self.books.sign[chosen]
        return whole_parts(signed, chances)[:, : self.problem.horizon]

    def _pay_on(self, lever: str, invoice: str, day: int, *, cost: int, discount: int) -> Effect:
        position = self._open_invoice(lever, invoice, Side.PAYABLE)
        offset = day - self.problem.first_day
        require(offset >= 0, f"lever {lever}", f"pays on day {day}, which is past", "Give a day of the horizon")
        amount = int(self.books.open_now[self._chosen[position]])
        require(0 <= discount <= amount, f"lever {lever}", f"discounts {discount} of {amount}", "Give a smaller one")
        change = -self._parts([position])[0]
        if offset < self.problem.horizon:
            change[offset] -= amount - discount
        return Effect(lever, (invoice,), cost, np.cumsum(change))

    def _dun(self, lever: DunCustomer) -> Effect:
        require_number(f"lever {lever.id} speed", lever.speed, at_least=1.0)
        require_unique(f"lever {lever.id} invoice", lever.invoices)
        positions = [self._open_invoice(lever.id, one, Side.RECEIVABLE) for one in lever.invoices]
        change = (self._parts(positions, lever.speed) - self._parts(positions)).sum(axis=0)
        return Effect(lever.id, lever.invoices, lever.cost, np.cumsum(change))

    def _order(self, lever: PostponePurchase | CutPurchase) -> Effect:
        known = lever.order in self._orders and self._orders[lever.order].side is Side.PAYABLE
        require(known, f"lever {lever.id}", f"names {lever.order}, no open purchase order", "Name one that is")
        order = self._orders[lever.order]
        change = -self._order_parts(order)
        if isinstance(lever, PostponePurchase):
            require_number(f"lever {lever.id} days", lever.days, at_least=1)
            change += self._order_parts(replace(order, promised_day=order.promised_day + lever.days))
        return Effect(lever.id, (lever.order,), lever.cost, np.cumsum(change))

    def _order_parts(self, order: Order) -> NDArray[np.int64]:
        slip = self._order_book.slip_on(self.problem.first_day, order.side)
        alone = order_book(replace(self.problem, orders=(order,)), self.books.units)
        chances = alone.chances(np.array([0]), self.collection, slip)
        amount = int(alone.amount[0]) * order.side.sign
        parts: NDArray[np.int64] = whole_parts(np.array([amount]), chances)[0, : self.problem.horizon]
        return parts
