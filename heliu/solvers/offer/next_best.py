"""What to offer each customer next, and why."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.offer.features import NAMES, REASONS, candidates, own_rows
from heliu.solvers.offer.ranking import Ranker, Schedule, chunks, learn
from heliu.solvers.offer.sales import ItemSales, require_past
from heliu.solvers.offer.standing import Standing, standing
from heliu.solvers.problems import InvalidProblem, require, require_number
from heliu.solvers.segment.purchases import Flags, Floats, Ints, histories
from heliu.solvers.segment.repeat import fit_repeat, visit_probability
from heliu.solvers.segment.rfm import SEGMENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSettings:
    """horizon_days: an offer counts as taken when the item is bought within it; per_customer: length of a list;
    windows: earlier windows of that length to learn from, half a horizon apart; training_customers: drawn per
    window when there are more; explained: customers whose lists get reasons, in the order of their ids."""

    horizon_days: int = 28
    per_customer: int = 10
    windows: int = 5
    training_customers: int = 20_000
    explained: int = 20
    seed: int = 1

    def __post_init__(self) -> None:
        for name in ("horizon_days", "per_customer", "windows", "training_customers"):
            require_number(name, getattr(self, name), at_least=1)
        require_number("explained", self.explained, at_least=0)

    @property
    def schedule(self) -> Schedule:
        return Schedule(
            horizon=self.horizon_days,
            windows=self.windows,
            stride=max(self.horizon_days // 2, 1),
            customers=self.training_customers,
            seed=self.seed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBestOffers:
    """item: customers × (per_customer + 1) indices, best first, −1 beyond the end of a list; the last column is the
    runner-up that explains the last place. probability: that the customer buys the item within the horizon without
    any offer; 0 where there is no item. visit: that he buys anything. `lists` are the offers proper."""

    sales: ItemSales
    settings: OfferSettings
    known: Standing
    ranker: Ranker
    item: Ints
    probability: Floats
    visit: Floats

    @property
    def lists(self) -> Ints:
        return self.item[:, : self.settings.per_customer]


def next_best_offers(
    sales: ItemSales, *, today: int, settings: OfferSettings | None = None, available: Flags | None = None
) -> Answer[NextBestOffers]:
    """Lists for the days `today` + 1 to `today` + horizon for every customer who ever bought; others get none.

    available: one flag per item, what may be offered (default: everything). Objective, maximised: expected number of
    listed items that are bought. Raises InvalidProblem for lines after today, or a history too short to learn from.
    """
    watch = Stopwatch()
    used = settings if settings is not None else OfferSettings()
    require_past(sales, today)
    if available is not None:
        require(
            available.shape == (len(sales.items),), "available", f"has shape {available.shape}", "Give one per item"
        )
    known_customers = histories(sales.purchases(), today=today)
    visit = visit_probability(fit_repeat(known_customers), known_customers, days=used.horizon_days)
    ranker = learn(sales, today, used.schedule)
    known = standing(sales, today)
    item, chance = _lists(known, ranker, used.per_customer + 1, available)
    result = NextBestOffers(
        sales=sales,
        settings=used,
        known=known,
        ranker=ranker,
        item=item,
        probability=chance * visit[:, None],
        visit=visit,
    )
    explained = [row for row in range(known.customers) if item[row, 0] >= 0][: used.explained]
    return Answer(
        status=Status.ESTIMATED,
        result=result,
        objective=float(result.probability[:, : used.per_customer].sum()),
        wall_s=watch.seconds,
        explain=(_learned(ranker), *(reason for row in explained for reason in _explain_row(result, row))),
    )


def explain_offers(result: NextBestOffers, customer: str) -> tuple[Reason, ...]:
    """One reason per listed item, best first; empty for a customer who never bought.

    The code is the family of evidence that adds most to the log-odds of this item: `buys_again`, `bought_together`,
    `popular_in_segment` or `rising`. The alternative is the runner-up of the list, and what it has less in probability.
    Raises InvalidProblem for an unknown customer.
    """
    if customer not in result.sales.customers:
        raise InvalidProblem(f"customer {customer}", "is not in the sales", "Give one of their ids")
    return _explain_row(result, result.sales.customers.index(customer))


def _lists(known: Standing, ranker: Ranker, length: int, available: Flags | None) -> tuple[Ints, Floats]:
    item = np.full((known.customers, length), -1, dtype=np.int64)
    chance = np.zeros((known.customers, length))
    for chosen in chunks(known, np.flatnonzero(known.buyers.visits > 0), available):
        score = ranker.probabilities(chosen)
        order = np.lexsort((chosen.item, -score, chosen.customer))
        customer = chosen.customer[order]
        opens = np.flatnonzero(np.diff(customer, prepend=-1))
        place = np.arange(len(customer)) - np.repeat(opens, np.diff(opens, append=len(customer)))
        kept = place < length
        item[customer[kept], place[kept]] = chosen.item[order][kept]
        chance[customer[kept], place[kept]] = score[order][kept]
    return item, chance


def _learned(ranker: Ranker) -> Reason:
    return Reason(
        code="learned_from",
        measures=(
            Measure("windows", len(ranker.windows)),
            Measure("first_window_starts", min(ranker.windows), "day"),
            Measure("examples", ranker.examples, "pair"),
            Measure("bought", ranker.bought, "pair"),
        ),
    )


def _explain_row(result: NextBestOffers, row: int) -> tuple[Reason, ...]:
    listed = result.lists[row][result.lists[row] >= 0]
    if not len(listed):
        return ()
    every = candidates(result.known, np.array([row]))
    places = np.array([int(np.flatnonzero(every.item == item)[0]) for item in listed])
    features = every.features[places]
    parts = result.ranker.contributions(features)
    return tuple(
        Reason(
            code=REASONS[int(np.argmax(parts[rank]))],
            subject=result.sales.customers[row],
            measures=_measures(result, (row, rank), features[rank], parts[rank]),
            alternative=_runner_up(result, row, rank),
        )
        for rank in range(len(listed))
    )


def _runner_up(result: NextBestOffers, row: int, rank: int) -> Alternative | None:
    """The first item that is not offered."""
    last = int(result.item[row, -1])
    if last < 0:
        return None
    less = float(result.probability[row, rank] - result.probability[row, -1])
    return Alternative(
        choice=result.sales.items[last],
        objective_difference=max(less, 0.0),
        measures=(Measure("probability", float(result.probability[row, -1]), "probability"),),
    )


def _measures(
    result: NextBestOffers, place: tuple[int, int], features: NDArray[np.float32], parts: Floats
) -> tuple[Measure, ...]:
    row, rank = place
    item = int(result.item[row, rank])
    known, named = result.known, dict(zip(NAMES, features.tolist(), strict=True))
    found = [
        Measure("item", result.sales.items[item]),
        Measure("rank", rank + 1),
        Measure("probability", float(result.probability[row, rank]), "probability"),
        Measure("visits", int(named["visits"]), "visit"),
        Measure("visits_with_item", int(named["visits_with_item"]), "visit"),
    ]
    if named["visits_with_item"] > 0:
        found.append(Measure("days_since_item", int(named["days_since_item"]), "day"))
    if named["visits_with_item"] > 1:
        found.append(Measure("usual_gap", float(named["usual_gap"]), "day"))
    found += _anchor(result, row, item)
    found += [
        Measure("segment", SEGMENTS[int(known.buyers.segment[row])].value),
        Measure("share_of_tier", float(named["tier_share"]), "share"),
        Measure("buyers_per_day_28", float(named["popular_28"]), "customer/day"),
        Measure("buyers_per_day_ever", float(named["popular_ever"]), "customer/day"),
    ]
    return (*found, *(Measure(f"weight_{reason}", float(part)) for reason, part in zip(REASONS, parts, strict=True)))


def _anchor(result: NextBestOffers, row: int, item: int) -> tuple[Measure, ...]:
    """The item of the customer that speaks most for this one: visits with it, halved every 90 days, times cosine."""
    known = result.known
    links = known.links.cosine[[item], :].tocoo()
    partners = links.col.astype(np.int64)
    at, there = own_rows(known, np.full(len(partners), row), partners)
    if not there.any():
        return ()
    strength = np.where(there, known.pairs.recent[1][at] * links.data, 0.0)
    best = int(partners[int(np.argmax(strength))])
    lift = float(np.exp(known.links.lift[best, item]))
    return (Measure("bought_with", result.sales.items[best]), Measure("lift", lift))
