"""A small chain with slow stock and known truth, run forward under a policy or under none.

Every item has its own demand in every store, an elasticity, sometimes a shelf life or season end, a supplier that
takes some back, a partner that pulls it; demand may end for good. Stock was spread over the stores without regard to
what each of them sells. All policies meet the same luck: demand of a week in a store is the quantile of one draw at the
mean that its price gives.

Slow stock is stock at cost beyond 13 weeks (or what is left of its life) of true demand at full price. Lost value is
what left the books for less than cost: scrap and expiry less salvage, returns less credit plus fee, sales under cost,
and the freight of transfers. Slow stock reduced by losing its value is therefore no reduction.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.markdown.demand import quantile

Floats = NDArray[np.float64]

HISTORY = 26
WEEKS = 26
RUNGS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
COVER_WEEKS = 13.0
NEVER = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Arrays per item, or item × store. `life` is the week in which shelf life or season ends, `death` that in which
    demand ends, both counted from the first decision; `taken_back` the share of the first stock a supplier accepts."""

    price: Floats
    cost: Floats
    salvage: Floats
    elasticity: Floats
    size: Floats
    rate: Floats
    stock: Floats
    life: NDArray[np.int64]
    death: NDArray[np.int64]
    credit: Floats
    taken_back: Floats
    partner_rate: Floats
    confidence: Floats
    freight: Floats
    luck: Floats
    partner_luck: Floats

    @property
    def shape(self) -> tuple[int, int]:
        return self.rate.shape[0], self.rate.shape[1]


def draw_chain(seed: int, *, ending: float = 0.005, items: int = 15, stores: int = 5) -> Chain:
    """Covers of 8 to 60 weeks, elasticities −1.2 to −4, half the items with an end within 40 weeks, four in ten with a
    return right, four in ten with a partner. `ending` is the chance that an item's demand ends in a week, from 26 weeks
    before the first decision on."""
    generator = np.random.default_rng([77, seed])
    price = np.exp(generator.normal(4.0, 0.4, items))
    cost = price * generator.uniform(0.4, 0.65, items)
    level = np.exp(generator.normal(0.0, 0.6, items))
    rate = level[:, None] * np.exp(generator.normal(-0.4, 0.9, (items, stores)))
    cover = np.exp(generator.uniform(np.log(8), np.log(60), items))
    shares = generator.dirichlet(np.full(stores, 2.0), items)
    life = np.where(generator.random(items) < 0.5, generator.integers(6, 40, items), NEVER)
    death = np.minimum(generator.geometric(ending, items) - HISTORY, NEVER)
    return Chain(
        price=price,
        cost=cost,
        salvage=cost * generator.uniform(0.0, 0.2, items),
        elasticity=generator.uniform(-4.0, -1.2, items),
        size=generator.uniform(0.8, 5.0, items),
        rate=rate,
        stock=np.ceil(rate.sum(axis=1)[:, None] * cover[:, None] * shares),
        life=life,
        death=death,
        credit=np.where(generator.random(items) < 0.4, cost * generator.uniform(0.5, 0.8, items), 0.0),
        taken_back=np.full(items, 0.2),
        partner_rate=np.where(generator.random(items) < 0.4, generator.uniform(3.0, 15.0, items), 0.0),
        confidence=generator.uniform(0.02, 0.1, items),
        freight=0.03 * cost,
        luck=generator.random((HISTORY + WEEKS, items, stores)),
        partner_luck=generator.random((HISTORY, items)),
    )


@dataclass(slots=True)
class State:
    """What a policy may look at: stock, price rung, bundles and past weeks; `arriving` is on the road."""

    units: Floats
    rung: NDArray[np.int64]
    bundled: NDArray[np.bool_]
    sold: list[Floats]
    exposure: list[Floats]
    prices: list[Floats]
    partner_sold: Floats
    left_to_return: Floats
    week: int = 0
    arriving: list[tuple[int, int, int, float]] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """Money of one run. `slow` is the slow stock at the end, `lost` the value that left below cost, `cash` what came in
    less what was paid, `sound` the stock at the end at cost that is not slow, `rest` the slow one at salvage,
    `sold_out` by item and store whether stock with an end was gone before it."""

    slow: float = 0.0
    slow_at_start: float = 0.0
    lost: float = 0.0
    cash: float = 0.0
    sound: float = 0.0
    rest: float = 0.0
    sold_out: dict[tuple[int, int], bool] = field(default_factory=dict)

    @property
    def worth(self) -> float:
        return self.cash + self.sound + self.rest


Policy = Callable[[Chain, State, "Till"], None]


class Till:
    """Carries out what a policy decides and keeps the account of it."""

    def __init__(self, chain: Chain, state: State, outcome: Outcome) -> None:
        self.chain, self.state, self.outcome = chain, state, outcome

    def _take(self, item: int, store: int, units: float) -> None:
        assert 0 < units <= self.state.units[item, store]
        self.state.units[item, store] -= units

    def cut(self, item: int, store: int, rung: int) -> None:
        assert rung >= self.state.rung[item, store], "prices never rise"
        self.state.rung[item, store] = rung

    def bundle(self, item: int, store: int, *, on: bool) -> None:
        assert not on or self.chain.partner_rate[item] > 0
        self.state.bundled[item, store] = on

    def transfer(self, item: int, store: int, to: int, units: float) -> None:
        self._take(item, store, units)
        self.state.arriving.append((self.state.week + 1, item, to, units))
        self.outcome.cash -= self.chain.freight[item] * units
        self.outcome.lost += self.chain.freight[item] * units

    def send_back(self, item: int, store: int, units: float) -> None:
        self._take(item, store, units)
        assert units <= self.state.left_to_return[item]
        self.state.left_to_return[item] -= units
        credit = return_credit(self.chain, item)
        self.outcome.cash += credit * units
        self.outcome.lost += (self.chain.cost[item] - credit) * units

    def scrap(self, item: int, store: int, units: float) -> None:
        self._take(item, store, units)
        self.outcome.cash += self.chain.salvage[item] * units
        self.outcome.lost += (self.chain.cost[item] - self.chain.salvage[item]) * units


BUNDLE_DISCOUNT = 0.25
RETURN_FEE = 0.05


def return_credit(chain: Chain, item: int) -> float:
    """After the fee."""
    return float(chain.credit[item] - RETURN_FEE * chain.cost[item])


def _mean(chain: Chain, state: State, week: int) -> tuple[Floats, Floats]:
    """Mean demand and the price it brings on average, item × store."""
    relative = np.array(RUNGS)[state.rung]
    factor = relative ** chain.elasticity[:, None]
    bundle_factor = (1.0 - BUNDLE_DISCOUNT) ** chain.elasticity[:, None]
    ordinary = chain.rate * factor
    among = np.minimum((chain.partner_rate * chain.confidence)[:, None] * factor, ordinary)
    taken = np.where(state.bundled, np.minimum(among * bundle_factor, chain.partner_rate[:, None]), among)
    mean = ordinary - among + taken
    cut = np.where(state.bundled, BUNDLE_DISCOUNT * taken / np.maximum(mean, 1e-12), 0.0)
    lives = (week < chain.death)[:, None]
    return mean * lives, chain.price[:, None] * relative * (1.0 - cut)


def start(chain: Chain) -> State:
    """26 weeks at full price with plenty of stock, then the stock of the decision."""
    items, stores = chain.shape
    state = State(
        units=chain.stock.copy(),
        rung=np.zeros((items, stores), dtype=np.int64),
        bundled=np.zeros((items, stores), dtype=bool),
        sold=[],
        exposure=[],
        prices=[],
        partner_sold=quantile(chain.partner_luck, np.maximum(chain.partner_rate, 1e-9)[None, :], None),
        left_to_return=np.floor(chain.taken_back * chain.stock.sum(axis=1)) * (chain.credit > 0),
    )
    for week in range(HISTORY):
        mean, _ = _mean(chain, state, week - HISTORY)
        state.sold.append(_demand(chain, mean, week))
        state.exposure.append(np.ones((items, stores)))
        state.prices.append(np.repeat(chain.price[:, None], stores, axis=1))
    return state


def _demand(chain: Chain, mean: Floats, week: int) -> Floats:
    rows = [quantile(chain.luck[week, i], np.maximum(mean[i], 1e-9), float(chain.size[i])) for i in range(len(mean))]
    return np.where(mean > 0, np.array(rows), 0.0)


def slow_value(chain: Chain, units: Floats, week: int) -> tuple[float, float]:
    """Slow stock at cost, and the same units at salvage."""
    ahead = np.clip(np.minimum(chain.life, chain.death) - week, 0, COVER_WEEKS)
    excess = np.maximum(units - chain.rate * ahead[:, None], 0.0)
    return float((excess * chain.cost[:, None]).sum()), float((excess * chain.salvage[:, None]).sum())


def run_chain(chain: Chain, policy: Policy | None, *, every: int = 4) -> Outcome:
    """`policy` decides in week 0 and every few weeks; None does nothing."""
    state, outcome = start(chain), Outcome()
    till = Till(chain, state, outcome)
    outcome.slow_at_start, _ = slow_value(chain, state.units, 0)
    for week in range(WEEKS):
        state.week = week
        _arrive(state)
        _expire(chain, state, till)
        if policy and week % every == 0:
            policy(chain, state, till)
        _trade(chain, state, outcome)
    state.week = WEEKS
    _arrive(state)
    _expire(chain, state, till)
    outcome.slow, outcome.rest = slow_value(chain, state.units, WEEKS)
    outcome.sound = float((state.units * chain.cost[:, None]).sum()) - outcome.slow
    return outcome


def _arrive(state: State) -> None:
    for _, item, store, units in (one for one in state.arriving if one[0] <= state.week):
        state.units[item, store] += units
    state.arriving = [one for one in state.arriving if one[0] > state.week]


def _expire(chain: Chain, state: State, till: Till) -> None:
    for item in np.flatnonzero(chain.life <= state.week):
        for store in range(chain.shape[1]):
            till.outcome.sold_out.setdefault((int(item), store), bool(state.units[item, store] == 0))
        for store in np.flatnonzero(state.units[item] > 0):
            till.scrap(int(item), int(store), float(state.units[item, store]))


def _trade(chain: Chain, state: State, outcome: Outcome) -> None:
    mean, price = _mean(chain, state, state.week)
    demand = _demand(chain, mean, HISTORY + state.week)
    sold = np.minimum(demand, state.units)
    outcome.cash += float((sold * price).sum())
    outcome.lost += float((sold * np.maximum(chain.cost[:, None] - price, 0.0)).sum())
    state.exposure.append(np.where(state.units > sold, 1.0, np.where(state.units > 0, 0.5, 0.0)))
    state.prices.append(chain.price[:, None] * np.array(RUNGS)[state.rung])
    state.units = state.units - sold
    state.sold.append(sold)
