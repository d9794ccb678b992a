"""What a purchase plan reads: lines with demand, stock and price paths, their terms, and the limits they share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.problems import require, require_number, require_unique

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class QuantityBreak:
    """From `from_quantity` base units on, the whole order costs `discount` less (0.05 = 5 %)."""

    from_quantity: int
    discount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the supplier and the goods allow. Quantities in base units, periods as everywhere. `max_cover` and
    `shelf_life`: periods for which goods may last counting the one in which they arrive (1 = used at once); the first
    is a rule of the house and gives way to the smallest lot, the second does not. `order_cost`: per order, currency."""

    lead: int = 0
    minimum: int = 0
    pack: int = 1
    breaks: tuple[QuantityBreak, ...] = ()
    order_cost: float = 0.0
    max_cover: int = 4
    shelf_life: int | None = None

    @property
    def oldest(self) -> int:
        """Most periods between arrival and use."""
        return min(self.max_cover, self.shelf_life or self.max_cover) - 1

    @property
    def has_lots(self) -> bool:
        return self.minimum > 1 or self.pack > 1 or bool(self.breaks) or self.order_cost > 0

    def smallest_lot(self) -> int:
        return max(self.pack, -(-self.minimum // self.pack) * self.pack)

    def discount(self, quantity: int) -> float:
        """Of an order of `quantity`: that of the highest break it reaches."""
        reached = [one.discount for one in self.breaks if quantity >= one.from_quantity]
        return reached[-1] if reached else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One item from one supplier. `demand[d]`: base units needed in period d from now, integers. `receipts`: what is on
    order, (period, quantity). `prices`: scenarios × periods, column i is the unit price of an order placed i periods
    from now, column 0 the same known price in every row. `space`: room per base unit in the unit of the space limit.
    `storage_cost`: currency per base unit and period. `obsolescence`: share of value lost per period held."""

    id: str
    demand: tuple[int, ...]
    prices: Floats
    on_hand: int = 0
    receipts: tuple[tuple[int, int], ...] = ()
    terms: Terms = field(default_factory=Terms)
    storage_cost: float = 0.0
    obsolescence: float = 0.0
    space: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPolicy:
    """`holding_rate`: capital and insurance per period as a share of today's price. `risk_level` and `risk_cap`: the
    mean of the worst `risk_level` of scenarios may cost at most `risk_cap` of the expected spend more than buying as
    needed; None: no cap. `caution`: weight, 0 … 1, of the mean of the lowest `risk_level` of scenarios against the
    expected price; it keeps from buying ahead where little is to be gained for what may be lost. `wait_value`: count
    that one may still buy ahead later, when the price turns up. `time_limit_s` and `node_limit` end the search of joint
    plans, `gap` is the relative gap at which it may stop."""

    holding_rate: float = 0.01
    risk_level: float = 0.1
    caution: float = 0.0
    wait_value: bool = False
    risk_cap: float | None = None
    time_limit_s: float = 20.0
    node_limit: int | None = None
    gap: float = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProblem:
    """`budget[i]`: currency that orders placed i periods from now may cost at expected prices; `space`: room for what
    is bought under this plan, at the end of each period. Empty or None: no limit."""

    lines: tuple[PlanLine, ...]
    budget: tuple[float, ...] = ()
    space: float | None = None
    policy: PlanPolicy = field(default_factory=PlanPolicy)


def require_problem(problem: PlanProblem) -> None:
    """Raises InvalidProblem naming the line and field that is wrong."""
    require(len(problem.lines) > 0, "lines", "are empty", "Give at least one line")
    require_unique("line", (line.id for line in problem.lines))
    _require_policy(problem.policy)
    for line in problem.lines:
        _require_line(line)
    for period, amount in enumerate(problem.budget):
        require_number(f"budget, period {period}", amount, at_least=0)
    if problem.space is not None:
        require_number("space", problem.space, at_least=0)
    if problem.policy.risk_cap is not None:
        counts = {line.prices.shape[0] for line in problem.lines}
        require(len(counts) == 1, "prices", f"have {sorted(counts)} scenarios", "Give every line the same scenarios")


def _require_policy(policy: PlanPolicy) -> None:
    require_number("policy.holding_rate", policy.holding_rate, at_least=0, at_most=1)
    require_number("policy.risk_level", policy.risk_level, above=0, at_most=1)
    require_number("policy.caution", policy.caution, at_least=0, at_most=1)
    if policy.risk_cap is not None:
        require_number("policy.risk_cap", policy.risk_cap, at_least=0)
    require_number("policy.time_limit_s", policy.time_limit_s, above=0)
    require_number("policy.gap", policy.gap, at_least=0)
    if policy.node_limit is not None:
        require_number("policy.node_limit", policy.node_limit, at_least=0)


def _require_line(line: PlanLine) -> None:
    name = f"line {line.id}"
    require(len(line.demand) > 0, f"{name}, demand", "is empty", "Give the demand of at least one period")
    _require_whole(f"{name}, demand", line.demand)
    _require_whole(f"{name}, on hand", (line.on_hand,))
    for period, quantity in line.receipts:
        require_number(f"{name}, receipt period", period, at_least=0)
        _require_whole(f"{name}, receipt in period {period}", (quantity,))
    _require_terms(name, line.terms)
    require_number(f"{name}, storage cost", line.storage_cost, at_least=0)
    require_number(f"{name}, obsolescence", line.obsolescence, at_least=0, at_most=1)
    require_number(f"{name}, space", line.space, at_least=0)
    _require_prices(f"{name}, prices", line.prices, len(line.demand) - line.terms.lead)


def _require_whole(offender: str, quantities: Sequence[int]) -> None:
    for place, quantity in enumerate(quantities):
        require_number(f"{offender}[{place}]", quantity, at_least=0)
        whole = float(quantity).is_integer()
        require(whole, f"{offender}[{place}]", f"{quantity} is not whole", "Give quantities in the smallest base unit")


def _require_terms(name: str, terms: Terms) -> None:
    require_number(f"{name}, lead", terms.lead, at_least=0)
    require_number(f"{name}, minimum", terms.minimum, at_least=0)
    require_number(f"{name}, pack", terms.pack, at_least=1)
    require_number(f"{name}, order cost", terms.order_cost, at_least=0)
    require_number(f"{name}, max cover", terms.max_cover, at_least=1)
    if terms.shelf_life is not None:
        require_number(f"{name}, shelf life", terms.shelf_life, at_least=1)
    before = QuantityBreak(0, 0.0)
    for one in terms.breaks:
        require_number(f"{name}, break from {one.from_quantity}", one.discount, at_least=0, at_most=0.99)
        ascending = one.from_quantity > before.from_quantity and one.discount >= before.discount
        require(
            ascending, f"{name}, break from {one.from_quantity}", "does not ascend", "Sort breaks, larger costs less"
        )
        before = one


def _require_prices(name: str, prices: Floats, periods: int) -> None:
    require(prices.ndim == 2 and prices.shape[0] > 0, name, "are no table", "Give scenarios × periods")
    wrong = np.argwhere(~(np.isfinite(prices) & (prices > 0)))
    if wrong.size:
        row, column = (int(i) for i in wrong[0])
        require(False, f"{name}[{row}, {column}]", f"{prices[row, column]} is not a positive number", "Give a price")
    require(
        prices.shape[1] >= periods,
        name,
        f"reach {prices.shape[1]} periods",
        f"Give the price of each of the {periods} order periods",
    )
    require(bool((prices[:, 0] == prices[0, 0]).all()), name, "differ in period 0", "Today's price is known: one value")
