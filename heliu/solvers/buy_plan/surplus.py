"""The mirror of buying ahead: what is on order and no longer needed is transferred, cancelled or postponed.

An action on a unit spares what keeping it would cost and has a price of its own. Limits are nested (units of one order;
need of one receiver inside the stock that can leave; surplus of the item), so taking actions in the order of value
freed per unit is optimal: a greedy choice on a laminar family (Edmonds 1971).
"""

from dataclasses import dataclass

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import require, require_number, require_unique


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOrder:
    """What is still to come of a purchase order. `cancel_fee`: share of its value; None: cannot be cancelled.
    `postpone_periods`: how far it may be moved out at `postpone_fee` (share of value); 0: not at all.
    `expected_price`: per unit at the postponed date, where the price is the one of that date; None: price is fixed."""

    id: str
    period: int
    quantity: int
    unit_price: float
    cancel_fee: float | None = None
    postpone_periods: int = 0
    postpone_fee: float = 0.0
    expected_price: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """A place that would otherwise buy `need` units itself at `unit_price`; moving one there costs `transfer_cost`."""

    id: str
    need: int
    unit_price: float
    transfer_cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusItem:
    """`stock` and open `orders` against `target` base units (cover wanted incl. safety) with standard deviation
    `deviation` of the demand over the cover: surplus is what exceeds target + 2 deviations. `periods_to_use`: after how
    many periods the surplus would be used up at the present demand; None: never. `obsolescence`: share of value lost
    per period. `salvage`: share of the price that surplus which is never used still brings."""

    id: str
    stock: int
    target: float
    deviation: float
    unit_price: float
    orders: tuple[OpenOrder, ...] = ()
    receivers: tuple[Receiver, ...] = ()
    periods_to_use: int | None = None
    obsolescence: float = 0.0
    salvage: float = 0.0

    @property
    def surplus(self) -> int:
        """Whole base units above target + 2 deviations, never below zero."""
        incoming = sum(order.quantity for order in self.orders)
        return max(int(self.stock + incoming - self.target - 2 * self.deviation), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusAction:
    """`kind`: transfer, cancel or postpone; `source`: the receiver or open order; `value_freed`: currency, against
    letting everything come and keeping it; `cash_freed`: not paid now, or (transfer) saved elsewhere."""

    item_id: str
    kind: str
    source: str
    quantity: int
    unit_value: float
    value_freed: float
    cash_freed: float


@dataclass(frozen=True, slots=True)
class _Option:
    kind: str
    source: str
    limit: int
    unit_value: float
    unit_cash: float
    order_id: str = ""


def cut_surplus(
    items: tuple[SurplusItem, ...], *, holding_rate: float = 0.01, horizon: int = 12
) -> Answer[tuple[SurplusAction, ...]]:
    """Actions ranked by value freed, largest first; only those that free value. Objective: their total, maximised, with
    the proved optimum as bound. `horizon`: periods for which surplus that is never used would be kept. Raises
    InvalidProblem."""
    watch = Stopwatch()
    require(len(items) > 0, "items", "are empty", "Give at least one item")
    require_unique("item", (item.id for item in items))
    require_number("holding rate", holding_rate, at_least=0, at_most=1)
    require_number("horizon", horizon, at_least=1)
    actions: list[SurplusAction] = []
    reasons: list[Reason] = []
    for item in items:
        _require_item(item)
        options = _options(item, holding_rate=holding_rate, horizon=horizon)
        taken = _take(item, options)
        actions += taken
        reasons += _explain(item, options, taken)
    actions.sort(key=lambda action: (-action.value_freed, action.item_id, action.kind, action.source))
    total = sum(action.value_freed for action in actions)
    return Answer(
        status=Status.OPTIMAL,
        result=tuple(actions),
        objective=total,
        bound=total,
        wall_s=watch.seconds,
        explain=tuple(reasons),
    )


def keeping_cost(item: SurplusItem, *, price: float, holding_rate: float, horizon: int) -> float:
    """Currency per unit for keeping one surplus unit until it is used, or over the horizon and then for salvage."""
    periods = horizon if item.periods_to_use is None else min(item.periods_to_use, horizon)
    lost = min(periods * (holding_rate + item.obsolescence), 1.0) * price
    if item.periods_to_use is None or item.periods_to_use > horizon:
        lost = max(lost, (1 - item.salvage) * price)
    return lost


def _options(item: SurplusItem, *, holding_rate: float, horizon: int) -> list[_Option]:
    options = []
    for receiver in item.receivers:
        keep = keeping_cost(item, price=item.unit_price, holding_rate=holding_rate, horizon=horizon)
        value = receiver.unit_price - receiver.transfer_cost - (item.unit_price - keep)
        options.append(_Option("transfer", receiver.id, receiver.need, value, receiver.unit_price))
    for order in item.orders:
        price = order.unit_price
        keep = keeping_cost(item, price=price, holding_rate=holding_rate, horizon=horizon)
        if order.cancel_fee is not None:
            value = keep - order.cancel_fee * price
            cash = price * (1 - order.cancel_fee)
            options.append(_Option("cancel", order.id, order.quantity, value, cash, order.id))
        if order.postpone_periods > 0:
            away = min(order.postpone_periods, item.periods_to_use or horizon)
            value = away * (holding_rate + item.obsolescence) * price - order.postpone_fee * price
            value += price - (order.expected_price if order.expected_price is not None else price)
            options.append(_Option("postpone", order.id, order.quantity, value, price, order.id))
    return options


def _take(item: SurplusItem, options: list[_Option]) -> list[SurplusAction]:
    """Best value per unit first; an order's units go to one action each, and only stock can be transferred."""
    left = item.surplus
    movable = item.stock
    of_order = {order.id: order.quantity for order in item.orders}
    taken = []
    for option in sorted(options, key=lambda one: (-one.unit_value, one.kind, one.source)):
        available = min(option.limit, of_order.get(option.order_id, option.limit), left)
        if option.kind == "transfer":
            available = min(available, movable)
        if option.unit_value <= 0 or available <= 0:
            continue
        left -= available
        movable -= available if option.kind == "transfer" else 0
        if option.order_id:
            of_order[option.order_id] -= available
        taken.append(
            SurplusAction(
                item_id=item.id,
                kind=option.kind,
                source=option.source,
                quantity=available,
                unit_value=option.unit_value,
                value_freed=available * option.unit_value,
                cash_freed=available * option.unit_cash,
            )
        )
    return taken


def _explain(item: SurplusItem, options: list[_Option], taken: list[SurplusAction]) -> list[Reason]:
    freed = sum(action.quantity for action in taken)
    reasons = [
        Reason(
            code="surplus" if item.surplus else "no_surplus",
            subject=item.id,
            measures=(
                Measure("stock", item.stock, "base units"),
                Measure("on_order", sum(order.quantity for order in item.orders), "base units"),
                Measure("limit", item.target + 2 * item.deviation, "base units"),
                Measure("surplus", item.surplus, "base units"),
                Measure("left_over", item.surplus - freed, "base units"),
            ),
        )
    ]
    for action in taken:
        others = [one for one in options if (one.kind, one.source) != (action.kind, action.source)]
        next_best = max(others, key=lambda one: one.unit_value, default=None)
        choice = f"{next_best.kind} {next_best.source}" if next_best and next_best.unit_value > 0 else "keep"
        worth = max(next_best.unit_value, 0.0) if next_best else 0.0
        reasons.append(
            Reason(
                code=f"surplus_{action.kind}",
                subject=item.id,
                measures=(
                    Measure("source", action.source),
                    Measure("quantity", action.quantity, "base units"),
                    Measure("unit_value", action.unit_value, "currency/unit"),
                    Measure("value_freed", action.value_freed, "currency"),
                ),
                alternative=Alternative(
                    choice=choice, objective_difference=max(action.unit_value - worth, 0.0) * action.quantity
                ),
            )
        )
    return reasons


def _require_item(item: SurplusItem) -> None:
    name = f"item {item.id}"
    for field, value in (("stock", item.stock), ("target", item.target), ("deviation", item.deviation)):
        require_number(f"{name}, {field}", value, at_least=0)
    require_number(f"{name}, unit price", item.unit_price, above=0)
    require_number(f"{name}, obsolescence", item.obsolescence, at_least=0, at_most=1)
    require_number(f"{name}, salvage", item.salvage, at_least=0, at_most=1)
    require_unique(f"{name}, open order", (order.id for order in item.orders))
    require_unique(f"{name}, receiver", (receiver.id for receiver in item.receivers))
    for order in item.orders:
        require_number(f"order {order.id}, quantity", order.quantity, at_least=0)
        require_number(f"order {order.id}, unit price", order.unit_price, above=0)
        require_number(f"order {order.id}, cancel fee", order.cancel_fee or 0.0, at_least=0)
        require_number(f"order {order.id}, postpone fee", order.postpone_fee, at_least=0)
    for receiver in item.receivers:
        require_number(f"receiver {receiver.id}, need", receiver.need, at_least=0)
        require_number(f"receiver {receiver.id}, unit price", receiver.unit_price, above=0)
        require_number(f"receiver {receiver.id}, transfer cost", receiver.transfer_cost, at_least=0)
