"""How much each number weighs: gradient-boosted trees, learned on earlier windows whose outcome is known.

Each window ends before `today`; features are taken at its start, labels are what was bought inside. Only customers who
came are learned from: the trees answer what a customer buys if he comes, whether he comes is the business of the model
of repeat purchases. The two kinds of knowledge would blur each other in one model.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.offer.features import FEATURES, NAMES, REASONS, Candidates, candidates, rows_at_once
from heliu.solvers.offer.sales import ItemSales
from heliu.solvers.offer.standing import Standing, standing
from heliu.solvers.problems import require
from heliu.solvers.segment.purchases import Flags, Floats, Ints

if TYPE_CHECKING:
    from lightgbm import Booster

_ROUNDS = 150
_TREES = {
    "objective": "binary",
    "num_leaves": 31,
    "learning_rate": 0.05,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}


@dataclass(frozen=True, slots=True)
class Ranker:
    """`windows`: first days of the windows it learned from; `examples`, `bought`: rows and how many were bought."""

    model: "Booster"
    windows: tuple[int, ...]
    examples: int
    bought: int

    def probabilities(self, chosen: Candidates) -> Floats:
        """Of a purchase of the item within the horizon by a customer who comes within it."""
        return np.asarray(self.model.predict(chosen.features, num_threads=1), dtype=np.float64)

    def contributions(self, features: NDArray[np.float32]) -> Floats:
        """Sum of the contributions to the log-odds per row and family of reasons (columns in order of REASONS)."""
        parts = np.asarray(self.model.predict(features, pred_contrib=True, num_threads=1))[:, :-1]
        columns = [[place for place, name in enumerate(NAMES) if FEATURES[name] == reason] for reason in REASONS]
        return np.stack([parts[:, chosen].sum(axis=1) for chosen in columns], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Windows of `horizon` days before the end of history, `stride` days apart, at most `windows`; customers per
    window at most `customers`, drawn with `seed`."""

    horizon: int
    windows: int
    stride: int
    customers: int
    seed: int

    def starts(self, first_day: int, today: int) -> tuple[int, ...]:
        """First days of the windows, latest first; each has at least one horizon of history before it."""
        latest = today + 1 - self.horizon
        possible = (latest - self.stride * step for step in range(self.windows))
        return tuple(start for start in possible if start - first_day >= self.horizon)


def learn(sales: ItemSales, today: int, schedule: Schedule) -> Ranker:
    """Deterministic for the same sales and schedule. Raises InvalidProblem when history holds no window to learn
    from, or nothing was bought in them."""
    import lightgbm

    past = sales.until(today)
    starts = schedule.starts(int(past.day.min()), today)
    need = 2 * schedule.horizon
    require(
        len(starts) > 0,
        "sales",
        f"reach back {today + 1 - int(past.day.min())} days, {need} are needed for a horizon of {schedule.horizon}",
        "Give a longer history or a shorter horizon, or list by buy_again_or_popular",
    )
    blocks = [_examples(past, start, schedule) for start in starts]
    features = np.concatenate([block[0] for block in blocks])
    bought = np.concatenate([block[1] for block in blocks])
    require(bool(bought.any()), "sales", "hold no purchase of a known customer in a window", "Give more history")
    leaf = min(max(len(bought) // 750, 20), 500)
    trained: Any = lightgbm.train(
        {**_TREES, "seed": schedule.seed, "min_data_in_leaf": leaf},
        lightgbm.Dataset(features, bought.astype(np.float32)),
        _ROUNDS,
    )
    return Ranker(model=trained, windows=starts, examples=len(bought), bought=int(bought.sum()))


def _examples(past: ItemSales, start: int, schedule: Schedule) -> tuple[NDArray[np.float32], Flags]:
    known = standing(past, start - 1)
    window = past.between(start, start + schedule.horizon - 1)
    came = np.bincount(window.customer, minlength=known.customers) > 0
    buyers = np.flatnonzero((known.buyers.visits > 0) & came)
    if len(buyers) > schedule.customers:
        draw = np.random.default_rng((schedule.seed, start))
        buyers = np.sort(draw.choice(buyers, schedule.customers, replace=False))
    bought = np.unique(window.customer * len(past.items) + window.item)
    parts = list(chunks(known, buyers))
    if not parts:
        return np.zeros((0, len(NAMES)), dtype=np.float32), np.zeros(0, dtype=np.bool_)
    keys = np.concatenate([chosen.customer * len(past.items) + chosen.item for chosen in parts])
    return np.concatenate([chosen.features for chosen in parts]), np.isin(keys, bought)


def chunks(known: Standing, customers: Ints, available: Flags | None = None) -> Iterator[Candidates]:
    """Candidates of all `customers`, a bounded number of customers at a time."""
    step = rows_at_once(known.items)
    for at in range(0, len(customers), step):
        yield candidates(known, customers[at : at + step], available)
