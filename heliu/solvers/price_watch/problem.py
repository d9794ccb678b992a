"""What the price watch reads: published indexes, suppliers' quotations, stated contracts, announcements, its policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.problems import require, require_number, require_unique

Floats = NDArray[np.float64]
SHORTEST_INDEX = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSeries:
    """Published values of a price index, one per period from `first_period` on; the last one is the latest published,
    so a publication lag shows as an end before the period of the watch."""

    id: str
    first_period: int
    values: Floats
    currency: str = ""

    @property
    def last_period(self) -> int:
        return self.first_period + len(self.values) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierQuotes:
    """Prices at which a supplier sold or offered one item: (period, price per base unit), ascending periods. Between
    two quotations the earlier price is taken to hold. `index_id` names the index he is suspected to follow; empty: his
    own price is watched alone."""

    id: str
    periods: tuple[int, ...]
    prices: tuple[float, ...]
    index_id: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A dated notice of a supplier: from `effective_period` on the price is `new_price`, whatever was learned."""

    quotes_id: str
    effective_period: int
    new_price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedContract:
    """A price clause that is written down, instead of a learned one: at a reset the price moves by `index_share` of the
    relative move of the mean of `window` index periods that ended `lag` periods before the reset. `resets` are the
    places in the year (period modulo periods per year) at which it resets."""

    quotes_id: str
    index_share: float
    lag: int
    window: int
    resets: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPolicy:
    """`holding_rate`: cost of holding one unit of value for a period (0.01 = 1 % of the price). `momentum_prior` is the
    first autocorrelation that averaging over a period alone puts into the changes of a random walk (Working 1960), and
    `momentum_weight` how many periods of own history it takes to outweigh it."""

    horizon: int = 6
    holding_rate: float = 0.01
    paths: int = 200
    block: int = 3
    seed: int = 0
    periods_per_year: int = 12
    momentum_prior: float = 0.25
    momentum_weight: float = 150.0
    watch_probability: float = 0.5
    act_probability: float = 0.6
    urgent_probability: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchProblem:
    """`as_of`: the present period; quotations up to and including it are known, index values up to their last one."""

    as_of: int
    quotes: tuple[SupplierQuotes, ...]
    indexes: tuple[IndexSeries, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    contracts: tuple[StatedContract, ...] = ()
    policy: WatchPolicy = field(default_factory=WatchPolicy)


def require_index(index: IndexSeries) -> None:
    """Raises InvalidProblem naming the first period whose value is not a positive number."""
    name = f"index {index.id}"
    require(index.values.ndim == 1, name, "is not one series", "Give one value per period")
    require(
        len(index.values) >= SHORTEST_INDEX,
        name,
        f"has {len(index.values)} values",
        f"Give at least {SHORTEST_INDEX} periods",
    )
    _require_positive(name, index.values, range(index.first_period, index.last_period + 1))


def _require_positive(name: str, values: Floats, periods: Sequence[int]) -> None:
    wrong = np.flatnonzero(~(np.isfinite(values) & (values > 0)))
    if wrong.size:
        at = int(wrong[0])
        require(
            False,
            f"{name}, period {periods[at]}",
            f"{values[at]} is not a positive number",
            "Give a positive price for every period, or begin the series later",
        )


def require_quotes(quotes: SupplierQuotes, *, as_of: int) -> None:
    """Ascending periods, positive prices, nothing from the future; raises InvalidProblem."""
    name = f"quotes {quotes.id}"
    require(len(quotes.periods) > 0, name, "has no quotation", "Give at least the price of today")
    require(
        len(quotes.periods) == len(quotes.prices),
        name,
        f"has {len(quotes.prices)} prices for {len(quotes.periods)} periods",
        "Give one price per period",
    )
    for before, after in zip(quotes.periods, quotes.periods[1:], strict=False):
        require(
            after > before, f"{name}, period {after}", f"does not come after {before}", "Sort, one price per period"
        )
    last = quotes.periods[-1]
    require(last <= as_of, f"{name}, period {last}", f"lies after the present period {as_of}", "Leave the future out")
    _require_positive(name, np.asarray(quotes.prices, dtype=np.float64), quotes.periods)


def require_policy(policy: WatchPolicy) -> None:
    require_number("policy.horizon", policy.horizon, at_least=1, at_most=60)
    require_number("policy.holding_rate", policy.holding_rate, at_least=0, at_most=1)
    require_number("policy.paths", policy.paths, at_least=20, at_most=20000)
    require_number("policy.block", policy.block, at_least=1)
    require_number("policy.periods_per_year", policy.periods_per_year, at_least=1)
    require_number("policy.momentum_prior", policy.momentum_prior, at_least=0, at_most=0.95)
    require_number("policy.momentum_weight", policy.momentum_weight, at_least=0)
    levels = (policy.watch_probability, policy.act_probability, policy.urgent_probability)
    for level in levels:
        require_number("policy probabilities", level, at_least=0, at_most=1)
    require(
        levels[0] <= levels[1] <= levels[2],
        "policy probabilities",
        f"{levels} do not ascend",
        "Give watch ≤ act ≤ urgent",
    )


def require_problem(problem: WatchProblem) -> None:
    """Everything a watch can check before it computes; raises InvalidProblem."""
    require_policy(problem.policy)
    require(len(problem.quotes) > 0, "quotes", "are empty", "Give the quotations of at least one supplier and item")
    require_unique("quotes", (quotes.id for quotes in problem.quotes))
    require_unique("index", (index.id for index in problem.indexes))
    require_unique("contract of quotes", (contract.quotes_id for contract in problem.contracts))
    for index in problem.indexes:
        require_index(index)
        require(
            index.last_period <= problem.as_of,
            f"index {index.id}, period {index.last_period}",
            f"lies after the present period {problem.as_of}",
            "Leave the future out",
        )
    indexes = {index.id: index for index in problem.indexes}
    for quotes in problem.quotes:
        require_quotes(quotes, as_of=problem.as_of)
        _require_its_index(quotes, indexes)
    known = {quotes.id: quotes for quotes in problem.quotes}
    _require_announcements(problem, known)
    _require_contracts(problem, known)


def _require_its_index(quotes: SupplierQuotes, indexes: Mapping[str, IndexSeries]) -> None:
    if not quotes.index_id:
        return
    name = f"quotes {quotes.id}"
    require(quotes.index_id in indexes, name, f"index {quotes.index_id} is unknown", "Give the index or leave it empty")
    currency = indexes[quotes.index_id].currency
    require(
        quotes.currency == currency,
        name,
        f"is in {quotes.currency or 'no currency'}, its index in {currency or 'none'}",
        "Convert the index into the currency of the quotations",
    )


def _require_announcements(problem: WatchProblem, known: Mapping[str, SupplierQuotes]) -> None:
    seen: set[tuple[str, int]] = set()
    for notice in problem.announcements:
        name = f"announcement for {notice.quotes_id}"
        require(notice.quotes_id in known, name, "speaks of unknown quotes", "Give the quotations it speaks of")
        require_number(f"{name}, new price", notice.new_price, above=0)
        require(
            notice.effective_period > problem.as_of,
            name,
            f"is effective in {notice.effective_period}, not after {problem.as_of}",
            "Enter prices that hold already as quotations",
        )
        key = (notice.quotes_id, notice.effective_period)
        require(key not in seen, name, f"comes twice for period {key[1]}", "Keep the one that is valid")
        seen.add(key)


def _require_contracts(problem: WatchProblem, known: Mapping[str, SupplierQuotes]) -> None:
    year = problem.policy.periods_per_year
    for contract in problem.contracts:
        name = f"contract of quotes {contract.quotes_id}"
        require(contract.quotes_id in known, name, "speaks of unknown quotes", "Give the quotations it speaks of")
        require(bool(known[contract.quotes_id].index_id), name, "has no index", "Name the index of the quotations")
        require_number(f"{name}, index share", contract.index_share, at_least=0, at_most=2)
        require_number(f"{name}, lag", contract.lag, at_least=0, at_most=60)
        require_number(f"{name}, window", contract.window, at_least=1, at_most=60)
        require(bool(contract.resets), name, "has no reset", "Give the places in the year at which the price resets")
        for reset in contract.resets:
            require_number(f"{name}, reset", reset, at_least=0, at_most=year - 1)
