"""The whole forecast: unconstrain, classify, race, predict, correct."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.forecast.censoring import unconstrain
from heliu.solvers.forecast.instant import COUNT_MODELS, QUANTITY_MODELS
from heliu.solvers.forecast.lead_time import LeadTimeDemand, Sums, joined, lead_time_demand, sums_of
from heliu.solvers.forecast.learned_counts import boosted_counts
from heliu.solvers.forecast.learned_quantities import boosted_quantities, can_learn
from heliu.solvers.forecast.models import Model, Prediction, View
from heliu.solvers.forecast.newcomers import by_analogy
from heliu.solvers.forecast.pooled_rates import pooled_counts
from heliu.solvers.forecast.problem import LEVELS, DemandHistory, Flags, Floats, ForecastOrder, Tier, check
from heliu.solvers.forecast.race import FEWEST_ITEMS, Champion, Window, choose, mixed, origins_of, windows_of
from heliu.solvers.forecast.result import DemandForecast, champion_reason
from heliu.solvers.forecast.scoring import pinball
from heliu.solvers.forecast.season import pooled_season
from heliu.solvers.forecast.segments import Segment, Segments, classify, obsolete_probability
from heliu.solvers.forecast.statistical import statistical_models
from heliu.solvers.problems import require

LEAST_PERIODS = 6
MOST_RACED_ITEMS = 20_000
_FITTED = ("theta", "dynamic_theta", "damped_ets", "ces")
_POOLED = ("pooled_counts", "boosted_counts", "pooled_season", "boosted_quantities")
MODEL_NAMES = frozenset((*COUNT_MODELS, *QUANTITY_MODELS, *_POOLED, *_FITTED))


def forecast(history: DemandHistory, order: ForecastOrder) -> Answer[DemandForecast]:
    """Distributions of the demand of every item for the next `order.horizon` periods.

    `objective` is the weighted quantile loss (levels 0.1 … 0.9) of the champions on windows before the end of the
    history, over the demand of those windows; NaN when the history is too short for a race. Nothing after the history
    is known to any model or choice. Raises InvalidProblem for input that cannot be understood.
    """
    watch = Stopwatch()
    check(history, order)
    _check_models(order)
    demand = history.demand
    if history.in_stock_share is not None:
        demand = unconstrain(demand, history.in_stock_share)
    segments = classify(demand)
    outcome = _Outcome.empty(demand, order)
    new = np.asarray(segments.segment == Segment.NEW)
    if new.any():
        outcome.put(np.flatnonzero(new), by_analogy(demand, new, history.categories, order.horizon))
        outcome.group[new] = str(Segment.NEW)
    for kind, rows in (("counts", segments.counts & ~new), ("quantities", ~segments.counts & ~new)):
        if rows.any():
            _race_kind(kind, np.flatnonzero(rows), demand, segments, history=history, order=order, outcome=outcome)
    result = _result(history, demand, segments, order, outcome)
    reasons = tuple(
        champion_reason("", group, champion, outcome.origins[group]) for group, champion in outcome.champions.items()
    )
    return Answer(
        status=Status.ESTIMATED,
        result=result,
        objective=outcome.lost / outcome.sold if outcome.sold > 0 else float("nan"),
        wall_s=watch.seconds,
        explain=(*reasons, *_flags(result)),
    )


@dataclass(slots=True)
class _Outcome:
    """What the races have produced so far."""

    mean: Floats
    quantiles: Floats
    group: NDArray[np.object_]
    champions: dict[str, Champion]
    origins: dict[str, tuple[int, ...]]
    lead_quantiles: Floats
    lead_dispersion: Floats
    lost: float = 0.0
    sold: float = 0.0

    @classmethod
    def empty(cls, demand: Floats, order: ForecastOrder) -> "_Outcome":
        items = len(demand)
        return cls(
            mean=np.zeros((items, order.horizon)),
            quantiles=np.zeros((items, order.horizon, len(LEVELS))),
            group=np.full(items, "", dtype=object),
            champions={},
            origins={},
            lead_quantiles=np.zeros((items, len(LEVELS))),
            lead_dispersion=np.full(items, np.nan),
        )

    def put(self, rows: NDArray[np.intp], made: Prediction) -> None:
        self.mean[rows], self.quantiles[rows] = made.mean, made.quantiles


def models_for(kind: str, tier: Tier, view: View) -> dict[str, Model]:
    """The candidates of a race by name; `kind` is counts or quantities."""
    if kind == "counts":
        models = {**COUNT_MODELS, "pooled_counts": pooled_counts}
        return {**models, "boosted_counts": boosted_counts} if tier.learns else models
    models = dict(QUANTITY_MODELS)
    if can_learn(view):
        models["pooled_season"] = pooled_season
    if tier.fits_each_item:
        models |= statistical_models(view.season_length)
    if tier.learns and can_learn(view):
        models["boosted_quantities"] = boosted_quantities
    return models


def _race_kind(
    kind: str,
    rows: NDArray[np.intp],
    demand: Floats,
    segments: Segments,
    *,
    history: DemandHistory,
    order: ForecastOrder,
    outcome: _Outcome,
) -> None:
    view = View(
        demand=demand[rows],
        horizon=order.horizon,
        season_length=history.frequency.season_length,
        seed=order.seed,
    )
    origins = origins_of(
        history.periods, order.horizon, order.origins, least=LEAST_PERIODS, season_length=view.season_length
    )
    models = models_for(kind, order.tier, view.until(min(origins), 1) if origins else view)
    tried = _allowed(models, order.models)
    names = _groups(kind, segments.segment[rows])
    groups = _merged(names, kind, _large(names))

    def group_of(seen: Floats) -> NDArray[np.object_]:
        return _merged(_groups(kind, classify(seen).segment), kind, _large(names))

    windows = windows_of(view.sample(MOST_RACED_ITEMS), tried, origins, group_of=group_of, scaled=kind == "quantities")
    champions = {}
    for group in sorted(set(groups)):
        champions[group] = _chosen(windows, group, kind, order.seed)
        outcome.origins[group] = tuple(origins)
    needed = {name for champion in champions.values() for name in champion.shares}
    final = {name: models[name](view) for name in sorted(needed)}
    for group, champion in champions.items():
        inside = np.flatnonzero(groups == group)
        outcome.group[rows[inside]] = group
        made = _corrected(mixed(final, champion.shares), inside, champion)
        outcome.put(rows[inside], made)
        _settle(group, made, rows[inside], champion, windows, order=order, outcome=outcome)
    outcome.champions |= champions


def _check_models(order: ForecastOrder) -> None:
    for name in order.models or ():
        require(name in MODEL_NAMES, f"model {name}", "does not exist", f"Choose of {', '.join(sorted(MODEL_NAMES))}")


def _allowed(models: dict[str, Model], names: tuple[str, ...] | None) -> dict[str, Model]:
    kept = {name: model for name, model in models.items() if names is None or name in names}
    return kept or models


def _chosen(windows: list[Window], group: str, kind: str, seed: int) -> Champion:
    """Quantities of different items have little in common, so that few windows are weak evidence and shares are
    steadied; counts of thousands of like items tell models apart."""
    if not windows:
        return _untested(kind)
    return choose(windows, group, seed=seed, steady=kind == "quantities")


def _untested(kind: str) -> Champion:
    name = "imapa_nb" if kind == "counts" else "recent_quantiles"
    return Champion({name: 1.0}, {name: float("nan"), "mixture": float("nan")}, 1.0)


def _groups(kind: str, segment: NDArray[np.object_]) -> NDArray[np.object_]:
    """The race of each item by its segment: silent items race with the intermittent, new items in none."""
    race = {Segment.NEW: "", Segment.SILENT: f"{kind}:{Segment.INTERMITTENT}"}
    return np.array([race.get(one, f"{kind}:{one}") for one in segment], dtype=object)


def _large(names: NDArray[np.object_]) -> set[str]:
    return {str(name) for name in set(names) if (names == name).sum() >= FEWEST_ITEMS}


def _merged(names: NDArray[np.object_], kind: str, large: set[str]) -> NDArray[np.object_]:
    """Groups with few items race together."""
    return np.array([name if not name or name in large else f"{kind}:other" for name in names], dtype=object)


def _settle(
    group: str,
    made: Prediction,
    rows: NDArray[np.intp],
    champion: Champion,
    windows: list[Window],
    *,
    order: ForecastOrder,
    outcome: _Outcome,
) -> None:
    """Counts the champion's loss in the windows, and makes the lead-time demand of a group from its errors there."""
    past: list[Sums] = []
    for window in windows:
        inside = window.rows(group)
        then = _corrected(mixed(window.predictions, champion.shares), inside, champion)
        actual = window.actual[inside]
        outcome.lost += float(pinball(then.quantiles, actual).sum())
        outcome.sold += float(np.nansum(actual))
        if order.lead_time is not None:
            past.append(sums_of(then, actual, order.lead_time))
    if order.lead_time is not None:
        counted = np.full(len(rows), group.startswith("counts"))
        lead = lead_time_demand(made, counted, order.lead_time, joined(past))
        outcome.lead_quantiles[rows], outcome.lead_dispersion[rows] = lead.quantiles, lead.dispersion


def _of_rows(made: Prediction, rows: NDArray[np.intp]) -> Prediction:
    return Prediction(made.mean[rows], made.quantiles[rows])


def _corrected(made: Prediction, rows: NDArray[np.intp], champion: Champion) -> Prediction:
    return Prediction(made.mean[rows] * champion.correction, made.quantiles[rows])


def _result(
    history: DemandHistory, demand: Floats, segments: Segments, order: ForecastOrder, outcome: _Outcome
) -> DemandForecast:
    added = np.nan_to_num(demand - history.demand)
    return DemandForecast(
        ids=history.ids,
        unit_of_time={"D": "day", "W": "week", "M": "month"}[history.frequency.value],
        mean=outcome.mean,
        quantiles=outcome.quantiles,
        segments=segments,
        group=outcome.group,
        champions=outcome.champions,
        origins=outcome.origins,
        obsolete=obsolete_probability(demand),
        censored_periods=(added > 0).sum(axis=1).astype(np.int64),
        censored_quantity=added.sum(axis=1),
        lead_time=_lead_time(order, segments, outcome),
    )


def _lead_time(order: ForecastOrder, segments: Segments, outcome: _Outcome) -> LeadTimeDemand | None:
    if order.lead_time is None:
        return None
    new = np.asarray(segments.segment == Segment.NEW)
    if new.any():
        made = _of_rows(Prediction(outcome.mean, outcome.quantiles), np.flatnonzero(new))
        lead = lead_time_demand(made, np.ones(int(new.sum()), dtype=np.bool_), order.lead_time, joined([]))
        outcome.lead_quantiles[new], outcome.lead_dispersion[new] = lead.quantiles, lead.dispersion
    mean = outcome.mean[:, : order.lead_time].sum(axis=1)
    return LeadTimeDemand(
        periods=order.lead_time, mean=mean, quantiles=outcome.lead_quantiles, dispersion=outcome.lead_dispersion
    )


def _flags(result: DemandForecast) -> tuple[Reason, ...]:
    """How many items are unusual in which way; the items themselves are explained on demand."""
    flags: tuple[tuple[str, Flags], ...] = (
        ("forecast.new_items", np.asarray(result.segments.segment == Segment.NEW)),
        ("forecast.censored_items", np.asarray(result.censored_periods > 0)),
        ("forecast.obsolete_items", result.flagged_obsolete),
    )
    return tuple(Reason(code=code, measures=(Measure("items", int(f.sum()), "items"),)) for code, f in flags if f.any())
