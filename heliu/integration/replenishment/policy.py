"""The replayed policy for one item: when to buy how much, so that every shipment of the history has its goods.

Routine: once a week, on the supplier's review day, the item is reordered when stock plus open orders cover less than
one and a half times the demand of (lead time + a week), estimated from the last four weeks; it is then filled up by
another three weeks, in whole packs. Rush: when a day would need more than is there, the missing pieces plus a week of
demand arrive that morning. Return: a rush delivery of 1,000 pieces or more whose goods come back from the customer the
same day goes back to the supplier on the next day. Opening: the demand of the first lead time plus two weeks.

Order of a day: receipts, returns to the supplier, everything that leaves, everything that comes back. A day never
counts on goods that come back the same day, so stock stays at or above zero in whatever order its sales are posted.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from heliu.integration.replenishment.suppliers import stable_number

WEEK = 7
AVERAGE_DAYS = 28
FILL_DAYS = 21
OPENING_EXTRA_DAYS = 14
SATURDAY = 5
PART_DELIVERY_ONE_IN = 10
PART_PERCENT = 60
PART_DELAY_DAYS = 4
RUSH_RETURN_MIN = 1_000


class OrderKind(StrEnum):
    ROUTINE = "routine"
    RUSH = "rush"


@dataclass(frozen=True, slots=True)
class ItemHistory:
    """Pieces per day out of and back into the warehouse; day 0 is the first day of the history.

    `demand` is what the buyer expects again: sold less returned on the same day, without write-offs. `first_weekday` is
    the weekday of day 0 (Monday = 0). The three sequences have one number per calendar day. `on_hand` is the stock that
    is already there; None lets the policy choose an opening stock.
    """

    code: str
    supplier_code: str
    lead_days: int
    review_weekday: int
    first_weekday: int
    pack: int
    outgoing: Sequence[int]
    incoming: Sequence[int]
    demand: Sequence[int]
    on_hand: int | None = None


@dataclass(frozen=True, slots=True)
class ItemPurchase:
    """One order line with its deliveries (day, pieces), their sum is `quantity`; days beyond the history stay open."""

    code: str
    supplier_code: str
    kind: OrderKind
    ordered_day: int
    deliveries: tuple[tuple[int, int], ...]

    @property
    def quantity(self) -> int:
        return sum(quantity for _, quantity in self.deliveries)


@dataclass(frozen=True, slots=True)
class SupplierReturn:
    """`quantity` pieces of the rush delivery that arrived on `delivered_day` go back on `day`."""

    code: str
    supplier_code: str
    day: int
    delivered_day: int
    quantity: int


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """All buying of one item; `opening` is brought in before day 0, `closing` is the stock after the last day."""

    code: str
    opening: int
    purchases: tuple[ItemPurchase, ...]
    returns: tuple[SupplierReturn, ...]
    closing: int


def plan_item(history: ItemHistory) -> ItemPlan:
    """The purchases that keep the item's stock at or above zero on every day; a function of the history alone."""
    replay = _Replay(history)
    for day in range(len(history.outgoing)):
        replay.trade(day)
    return replay.plan()


class _Replay:
    """The state of one item while its days go by."""

    def __init__(self, history: ItemHistory) -> None:
        self.history = history
        self.demand_until = [0, *accumulate(history.demand)]
        self.opening = self._first_stock() if history.on_hand is None else 0
        self.stock = self.opening + (history.on_hand or 0)
        self.on_order = 0
        self.arriving: dict[int, int] = defaultdict(int)
        self.going_back: SupplierReturn | None = None
        self.purchases: list[ItemPurchase] = []
        self.returns: list[SupplierReturn] = []

    def _first_stock(self) -> int:
        first_days = min(self.history.lead_days + OPENING_EXTRA_DAYS, len(self.history.outgoing))
        return whole_packs(self.demand_until[first_days], self.history.pack)

    def trade(self, day: int) -> None:
        arrived = self.arriving.pop(day, 0)
        self.stock += arrived
        self.on_order -= arrived
        if self.going_back is not None:
            self._send_back(self.going_back)
        outgoing, incoming = self.history.outgoing[day], self.history.incoming[day]
        if self.stock < outgoing:
            self._rush(day, outgoing - self.stock)
        self.stock += incoming - outgoing
        if (self.history.first_weekday + day) % WEEK == self.history.review_weekday:
            self._review(day)

    def demand_per_average_days(self, day: int) -> int:
        """Pieces in the four weeks up to and including `day`; in the first four weeks the plan of those weeks."""
        until = min(max(day + 1, AVERAGE_DAYS), len(self.history.outgoing))
        return self.demand_until[until] - self.demand_until[max(until - AVERAGE_DAYS, 0)]

    def _review(self, day: int) -> None:
        demand = self.demand_per_average_days(day)
        reorder_point = demand * (self.history.lead_days + WEEK) * 3 // (AVERAGE_DAYS * 2)
        position = self.stock + self.on_order
        if not demand or position > reorder_point:
            return
        target = reorder_point + demand * FILL_DAYS // AVERAGE_DAYS
        quantity = whole_packs(max(target - position, 1), self.history.pack)
        deliveries = self._deliveries(day, quantity)
        for arrival, part in deliveries:
            self.arriving[arrival] += part
        self.on_order += quantity
        self._buy(OrderKind.ROUTINE, day, deliveries)

    def _deliveries(self, day: int, quantity: int) -> tuple[tuple[int, int], ...]:
        """Some orders come in two parts; which ones is fixed by supplier and day, for all lines of the order alike."""
        arrival = self._weekday_from(day + self.history.lead_days)
        first_part = quantity * PART_PERCENT // 100
        splits = stable_number(f"part {self.history.supplier_code} {day}", PART_DELIVERY_ONE_IN) == 0
        if not splits or not first_part:
            return ((arrival, quantity),)
        later = self._weekday_from(arrival + PART_DELAY_DAYS)
        return ((arrival, first_part), (later, quantity - first_part))

    def _rush(self, day: int, missing: int) -> None:
        week_demand = self.demand_per_average_days(day) * WEEK // AVERAGE_DAYS
        spare = 0 if missing >= RUSH_RETURN_MIN else week_demand
        quantity = whole_packs(missing + spare, self.history.pack)
        self.stock += quantity
        self._buy(OrderKind.RUSH, day - 1, ((day, quantity),))
        surplus = min(quantity, self.history.incoming[day])
        if missing >= RUSH_RETURN_MIN and surplus >= RUSH_RETURN_MIN:
            self.going_back = SupplierReturn(self.history.code, self.history.supplier_code, day + 1, day, surplus)

    def _send_back(self, planned: SupplierReturn) -> None:
        self.going_back = None
        self.stock -= planned.quantity
        self.returns.append(planned)

    def _buy(self, kind: OrderKind, ordered_day: int, deliveries: tuple[tuple[int, int], ...]) -> None:
        purchase = ItemPurchase(self.history.code, self.history.supplier_code, kind, ordered_day, deliveries)
        self.purchases.append(purchase)

    def _weekday_from(self, day: int) -> int:
        weekday = (self.history.first_weekday + day) % WEEK
        return day + (WEEK - weekday if weekday >= SATURDAY else 0)

    def plan(self) -> ItemPlan:
        return ItemPlan(self.history.code, self.opening, tuple(self.purchases), tuple(self.returns), closing=self.stock)


def whole_packs(quantity: int, pack: int) -> int:
    """`quantity` rounded up to whole packs."""
    return -(-quantity // pack) * pack
