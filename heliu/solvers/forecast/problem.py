"""What a demand forecast is asked for: histories of items, how far ahead, and how much work it may cost."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.problems import InvalidProblem, require, require_matrix, require_number, require_unique

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEVELS: tuple[float, ...] = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99)
SCORED = slice(1, 10)
NEW_ITEM_PERIODS = 6


class Frequency(StrEnum):
    """Length of one period."""

    DAY = "D"
    WEEK = "W"
    MONTH = "M"

    @property
    def season_length(self) -> int:
        return {"D": 7, "W": 52, "M": 12}[self.value]


class Tier(StrEnum):
    """How much work a forecast may cost; each tier races its own models against all of the tiers before it.

    INSTANT: vectorised arithmetic, thousands of items a second. STATISTICAL: adds exponential smoothing and Theta
    models fitted per item. LEARNED: adds gradient-boosted trees trained over all items.
    """

    INSTANT = "instant"
    STATISTICAL = "statistical"
    LEARNED = "learned"

    @property
    def fits_each_item(self) -> bool:
        return self is not Tier.INSTANT

    @property
    def learns(self) -> bool:
        return self is Tier.LEARNED


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandHistory:
    """`demand[i, t]` is what was asked of item i in period t, in the item's base unit, returns already netted.

    NaN is unknown (before the item existed, or not recorded), zero is known to be zero. `in_stock_share[i, t]` is the
    share of the period in which the item could be sold; what is below 1 is unconstrained before anything is learned.
    `categories` names a group of comparable items for each item, from which new items borrow.
    """

    ids: tuple[str, ...]
    demand: Floats
    frequency: Frequency = Frequency.MONTH
    categories: tuple[str, ...] | None = None
    in_stock_share: Floats | None = None

    @property
    def periods(self) -> int:
        return int(self.demand.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastOrder:
    """`horizon` periods are forecast. `lead_time` (≤ horizon) asks for the distribution of the demand of the next
    `lead_time` periods together. `origins` windows before the end of the history decide the race. `models` keeps all
    others out of it, to save time; a kind of demand of which it names none races in full."""

    horizon: int
    tier: Tier = Tier.INSTANT
    lead_time: int | None = None
    origins: int = 2
    models: tuple[str, ...] | None = None
    seed: int = 0


def check(history: DemandHistory, order: ForecastOrder) -> None:
    """Raises InvalidProblem for the first thing that cannot be forecast from."""
    require(len(history.ids) > 0, "ids", "is empty", "Give at least one item")
    require_unique("item", history.ids)
    require_matrix("demand", history.demand, history.ids, unknown_allowed=True)
    require(history.periods > 0, "demand", "has no period", "Give at least one period")
    require(bool(np.isfinite(history.demand).any()), "demand", "knows no period", "Give at least one known period")
    _check_categories(history)
    _check_stock(history)
    require_number("horizon", order.horizon, at_least=1, at_most=1000)
    require_number("origins", order.origins, at_least=1, at_most=24)
    if order.lead_time is not None:
        require_number("lead_time", order.lead_time, at_least=1, at_most=order.horizon)


def _check_categories(history: DemandHistory) -> None:
    given = history.categories
    require(
        given is None or len(given) == len(history.ids),
        "categories",
        f"has {len(given or ())} entries for {len(history.ids)} items",
        "Give one category per item",
    )


def _check_stock(history: DemandHistory) -> None:
    share = history.in_stock_share
    if share is None:
        return
    require(
        share.shape == history.demand.shape, "in_stock_share", "differs in shape from demand", "Give one share per cell"
    )
    require_matrix("in_stock_share", share, history.ids)
    for wrong, problem, remedy in (
        (share > 1, "is above 1", "Give the share of the period in stock, 0 to 1"),
        (
            (share == 0) & (np.nan_to_num(history.demand) > 0),
            "is 0 where demand was met",
            "Correct the stock-out hours",
        ),
    ):
        if wrong.any():
            row, column = (int(i) for i in np.argwhere(wrong)[0])
            raise InvalidProblem(f"in_stock_share[{history.ids[row]}, {column}]", problem, remedy)
