"""Economic order quantity, also with quantity discounts, minimum and pack (Harris 1913; Hadley & Whitin 1963)."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import require, require_number

_CONTINUOUS = 0


@dataclass(frozen=True, slots=True)
class PriceBreak:
    """From `quantity` units on, every unit of the order costs `unit_price` (all-units discount)."""

    quantity: float
    unit_price: float


@dataclass(frozen=True, slots=True)
class Lot:
    """Costs in money per period: `purchase` = rate × price, `ordering` = rate ÷ quantity × order cost, `holding`."""

    quantity: float
    unit_price: float
    purchase: float
    ordering: float
    holding: float
    cycle_periods: float

    @property
    def cost(self) -> float:
        return self.purchase + self.ordering + self.holding


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    rate: float
    order_cost: float
    holding_cost: float
    holding_share: float
    breaks: tuple[PriceBreak, ...]
    minimum: float
    pack: int
    most: float

    def price(self, quantity: float) -> float:
        """Of the break that applies; without breaks purchases are not counted."""
        reached = [one.unit_price for one in self.breaks if one.quantity <= quantity * (1 + 1e-12)]
        return reached[-1] if reached else 0.0

    def holding_of(self, price: float) -> float:
        return self.holding_cost + self.holding_share * price

    def lot(self, quantity: float) -> Lot:
        price = self.price(quantity)
        return Lot(
            quantity=quantity,
            unit_price=price,
            purchase=self.rate * price,
            ordering=self.rate / quantity * self.order_cost,
            holding=self.holding_of(price) * quantity / 2,
            cycle_periods=quantity / self.rate,
        )


def economic_order_quantity(
    rate: float,
    *,
    order_cost: float,
    holding_cost: float = 0.0,
    holding_share: float = 0.0,
    breaks: Sequence[PriceBreak] = (),
    minimum: float = 0.0,
    pack: int = _CONTINUOUS,
    most: float = math.inf,
    item: str = "",
) -> Answer[Lot]:
    """The order quantity of least cost per period; proved optimal, also with breaks, minimum, pack and a largest lot.

    rate: units per period, > 0. order_cost: money per order, > 0. Holding costs per unit and period: `holding_cost`
    plus `holding_share` of the price. `breaks` ascend in quantity; the first also holds below itself only if its
    quantity is 0. `pack` 0 means any quantity, else whole multiples. `most`: e.g. what shelf life allows.
    Raises InvalidProblem for costs that are not positive, unordered breaks, or a minimum above `most`.
    """
    watch = Stopwatch()
    for name, value in (("rate", rate), ("order cost", order_cost)):
        require_number(name, value, above=0.0)
    for name, value in (("holding cost", holding_cost), ("holding share", holding_share), ("minimum", minimum)):
        require_number(name, value, at_least=0.0)
    require(pack >= 0, "pack", f"{pack} is negative", "Give units per pack, or 0 for any quantity")
    _require_breaks(breaks)
    terms = _Terms(
        rate=rate,
        order_cost=order_cost,
        holding_cost=holding_cost,
        holding_share=holding_share,
        breaks=tuple(breaks),
        minimum=max(minimum, breaks[0].quantity if breaks else 0.0),
        pack=pack,
        most=most,
    )
    cheapest = min((one.unit_price for one in breaks), default=0.0)
    require(terms.holding_of(cheapest) > 0, "holding cost", "is zero", "Give a holding cost or a holding share")
    lots = sorted({lot.quantity: lot for lot in _candidates(terms)}.values(), key=lambda lot: (lot.cost, lot.quantity))
    require(bool(lots), "minimum", f"no lot from {terms.minimum} to {most} exists", "Relax the minimum, pack or cap")
    best = lots[0]
    reason = Reason(
        code="economic_order_quantity",
        subject=item,
        measures=(
            Measure("quantity", best.quantity, "pcs"),
            Measure("unit_price", best.unit_price, "money/pcs"),
            Measure("purchase", best.purchase, "money/period"),
            Measure("ordering", best.ordering, "money/period"),
            Measure("holding", best.holding, "money/period"),
            Measure("cycle", best.cycle_periods, "period"),
        ),
        alternative=_next_best(best, lots[1:]),
    )
    return Answer(
        status=Status.OPTIMAL,
        result=best,
        objective=best.cost,
        bound=best.cost,
        wall_s=watch.seconds,
        explain=(reason,),
    )


def _require_breaks(breaks: Sequence[PriceBreak]) -> None:
    for position, one in enumerate(breaks):
        require_number(f"breaks[{position}].quantity", one.quantity, at_least=0.0)
        require_number(f"breaks[{position}].unit_price", one.unit_price, above=0.0)
    for position, (low, high) in enumerate(pairwise(breaks), start=1):
        require(
            low.quantity < high.quantity,
            f"breaks[{position}]",
            f"quantity {high.quantity} does not ascend",
            "Sort the breaks by quantity, each once",
        )


def _candidates(terms: _Terms) -> Iterator[Lot]:
    """Within one price the cost is convex: its minimum, or the allowed quantities beside it, or the ends."""
    starts = [one.quantity for one in terms.breaks] or [0.0]
    for low, high in zip(starts, [*starts[1:], math.inf], strict=True):
        floor, ceiling = max(low, terms.minimum), min(high, terms.most)
        free = math.sqrt(2 * terms.rate * terms.order_cost / _positive(terms.holding_of(terms.price(low))))
        for quantity in _allowed(min(max(free, floor), ceiling), floor, ceiling, terms.pack):
            yield terms.lot(quantity)


def _positive(holding: float) -> float:
    require(holding > 0, "holding cost", "is zero", "Give a holding cost or a holding share")
    return holding


def _allowed(wish: float, floor: float, ceiling: float, pack: int) -> Iterator[float]:
    if pack == _CONTINUOUS:
        if 0 < wish < math.inf and floor <= wish <= ceiling:
            yield wish
        return
    lower, upper = math.ceil(max(floor, pack) / pack - 1e-12), math.floor(min(ceiling, wish + 2 * pack) / pack + 1e-12)
    nearest = math.floor(wish / pack)
    for count in {lower, nearest, nearest + 1, upper}:
        if max(lower, 1) <= count and count * pack <= ceiling * (1 + 1e-12):
            yield float(count * pack)


def _next_best(best: Lot, others: Sequence[Lot]) -> Alternative | None:
    """The best lot at another price or beside the chosen one; None if there is none."""
    if not others:
        return None
    other = others[0]
    return Alternative(
        choice=f"lot of {other.quantity:g}",
        objective_difference=other.cost - best.cost,
        measures=(Measure("quantity", other.quantity, "pcs"), Measure("unit_price", other.unit_price, "money/pcs")),
    )
