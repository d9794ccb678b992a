"""The whole forecast on small histories: who wins, what is flagged, what is refused, whether reasons are true."""

import numpy as np
import pytest

from heliu.solvers.answers import Reason, Status
from heliu.solvers.forecast import (
    LEVELS,
    DemandForecast,
    DemandHistory,
    ForecastOrder,
    Frequency,
    Segment,
    Tier,
    classify,
    forecast,
)
from heliu.solvers.forecast.instant import COUNT_MODELS
from heliu.solvers.forecast.models import Prediction, View
from heliu.solvers.forecast.pooled_rates import pooled_counts
from heliu.solvers.forecast.problem import Floats
from heliu.solvers.forecast.race import Window, choose, origins_of, windows_of
from heliu.solvers.forecast.scoring import wql
from heliu.solvers.forecast.solve import MODEL_NAMES
from heliu.solvers.problems import InvalidProblem

nan = np.nan


def counts(items: int = 60, periods: int = 36, seed: int = 1) -> Floats:
    random = np.random.default_rng(seed)
    rate = random.gamma(1.0, 0.6, size=items)
    return random.poisson(rate[:, None], size=(items, periods)).astype(float)


def named(demand: Floats, **more: object) -> DemandHistory:
    return DemandHistory(ids=tuple(f"i{n}" for n in range(len(demand))), demand=demand, **more)  # type: ignore[arg-type]


def of(reasons: tuple[Reason, ...], code: str) -> Reason:
    return next(reason for reason in reasons if reason.code == code)


@pytest.fixture(scope="module")
def made() -> DemandForecast:
    return forecast(named(counts()), ForecastOrder(horizon=6, lead_time=3)).result


def test_every_item_gets_ordered_quantiles_and_a_lead_time_demand(made: DemandForecast) -> None:
    assert made.quantiles.shape == (60, 6, len(LEVELS))
    assert (np.diff(made.quantiles, axis=-1) >= 0).all()
    assert (made.quantiles >= 0).all()
    assert made.lead_time is not None
    assert made.lead_time.mean == pytest.approx(made.mean[:, :3].sum(axis=1))
    assert made.lead_time.pmf(0, 40).sum() == pytest.approx(1.0)


def test_the_rolling_error_in_the_reason_is_the_one_of_the_windows(made: DemandForecast) -> None:
    group = str(made.group[0])
    assert group == "counts:intermittent"
    champion = made.champions[group]
    view = View(demand=counts()[classify(counts()).counts], horizon=6, season_length=12)
    models = {name: {**COUNT_MODELS, "pooled_counts": pooled_counts}[name] for name in champion.shares}
    lost = sold = 0.0
    for origin in made.origins[group]:
        seen = view.until(origin, 6)
        quantiles = sum(models[name](seen).quantiles * share for name, share in champion.shares.items())
        judged = np.isin(classify(seen.demand).segment, [Segment.INTERMITTENT, Segment.SILENT])
        actual = view.demand[judged, origin : origin + 6]
        lost += wql(np.asarray(quantiles)[judged], actual) * actual.sum()
        sold += actual.sum()
    reason = of(made.explain("i0"), "forecast.champion")
    assert reason.measure("wql") == pytest.approx(lost / sold)
    naive = float(reason.measure("wql_seasonal_naive"))
    assert reason.measure("better_than_seasonal_naive") == pytest.approx(100 * (1 - lost / sold / naive))
    assert reason.alternative is not None
    assert reason.alternative.objective_difference is not None
    assert reason.alternative.objective_difference >= 0


def test_the_segment_in_the_reason_is_counted_from_the_history(made: DemandForecast) -> None:
    row = counts()[7]
    reason = of(made.explain("i7"), "forecast.segment")
    sizes = row[row > 0]
    assert reason.measure("adi") == pytest.approx(36 / len(sizes))
    assert reason.measure("cv2") == pytest.approx(float(sizes.var() / sizes.mean() ** 2))
    assert reason.measure("known_periods") == 36


def test_the_answer_says_what_kind_of_answer_it_is() -> None:
    answer = forecast(named(counts()), ForecastOrder(horizon=6))
    assert answer.status is Status.ESTIMATED
    assert answer.bound is None
    assert 0 < answer.objective < 2
    assert answer.result.lead_time is None


def test_the_window_being_forecast_cannot_change_the_forecast() -> None:
    known = counts()[:, :30]
    first = forecast(named(known), ForecastOrder(horizon=6)).result
    later = forecast(named(counts()[:, :30].copy()), ForecastOrder(horizon=6)).result
    assert first.quantiles.tolist() == later.quantiles.tolist()


def test_models_at_an_origin_do_not_see_past_it() -> None:
    demand = counts(items=20)
    changed = demand.copy()
    changed[:, 24:] = 99
    seen = [View(demand=rows, horizon=6, season_length=12) for rows in (demand, changed)]
    models = {**COUNT_MODELS, "pooled_counts": pooled_counts}
    grouped = [
        windows_of(view, models, [24], group_of=lambda rows: np.full(len(rows), "g", dtype=object), scaled=False)[0]
        for view in seen
    ]
    for name in models:
        assert grouped[0].predictions[name].quantiles.tolist() == grouped[1].predictions[name].quantiles.tolist()


def _always(value: float) -> Prediction:
    return Prediction(np.full((30, 4), value), np.full((30, 4, len(LEVELS)), value))


def test_the_race_finds_the_mixture_that_beats_both_of_its_parts() -> None:
    actual = np.full((30, 4), 5.0)
    groups = np.full(30, "g", dtype=object)
    window = Window(8, actual, {"low": _always(4.0), "high": _always(6.0), "wild": _always(20.0)}, np.ones(30), groups)
    champion = choose([window], "g")
    assert champion.shares == {"high": 0.5, "low": 0.5}
    assert champion.loss == 0.0
    assert champion.losses["low"] == pytest.approx(0.2)
    assert champion.runner_up() == ("high", pytest.approx(0.2))


def test_steadied_shares_give_close_models_half_of_the_weight_and_far_ones_none() -> None:
    groups = np.full(30, "g", dtype=object)
    models = {"best": _always(4.0), "close": _always(3.95), "far": _always(2.0)}
    window = Window(8, np.full((30, 4), 5.0), models, np.ones(30), groups)
    champion = choose([window], "g", steady=True)
    assert champion.shares == {"best": 0.75, "close": 0.25}
    assert champion.loss == pytest.approx(0.75 * 0.2 + 0.25 * 0.21)


def test_a_race_whose_winner_forecasts_too_much_is_corrected_half_way() -> None:
    groups = np.full(30, "g", dtype=object)
    window = Window(8, np.full((30, 4), 5.0), {"only": _always(6.0)}, np.ones(30), groups)
    assert choose([window], "g").correction == pytest.approx(np.sqrt(5 / 6))


def test_windows_end_with_the_history_and_go_back_by_half_a_horizon() -> None:
    assert origins_of(39, 12, 3, least=6, season_length=12) == [27, 21, 15]
    assert origins_of(14, 12, 3, least=6, season_length=12) == [6]
    assert origins_of(5, 12, 3, least=6, season_length=12) == []


def test_one_window_is_the_same_part_of_last_year() -> None:
    assert origins_of(112, 12, 2, least=6, season_length=52) == [100, 94, 60]
    assert origins_of(100, 12, 2, least=6, season_length=52) == [88, 82]


def test_new_items_are_forecast_by_analogy_and_say_so() -> None:
    demand = counts()
    demand[3, :-2] = nan
    demand[4, :] = nan
    answer = forecast(named(demand), ForecastOrder(horizon=6, lead_time=2))
    reason = of(answer.result.explain("i3"), "forecast.by_analogy")
    assert reason.measure("known_periods") == 2
    assert reason.measure("expected") == answer.result.mean[3, 0]
    assert answer.result.mean[4, 0] > 0
    assert of(answer.explain, "forecast.new_items").measure("items") == 2


def test_stock_outs_raise_the_forecast_and_say_by_how_much() -> None:
    demand = np.tile([4.0, 4.0, 0.0, 0.0], (20, 9))
    share = np.tile([1.0, 1.0, 0.0, 0.0], (20, 9))
    plain = forecast(named(demand), ForecastOrder(horizon=4)).result
    filled = forecast(named(demand, in_stock_share=share), ForecastOrder(horizon=4)).result
    assert filled.mean.mean() == pytest.approx(4.0)
    assert plain.mean.mean() < 3.0
    reason = of(filled.explain("i0"), "forecast.censored")
    assert (reason.measure("periods"), reason.measure("added")) == (18, pytest.approx(72.0))


def test_an_item_that_fell_silent_is_flagged() -> None:
    demand = counts() + 1
    demand[5, 20:] = 0
    found = forecast(named(demand), ForecastOrder(horizon=6)).result
    assert float(of(found.explain("i5"), "forecast.obsolete").measure("probability")) > 0.9
    assert not found.flagged_obsolete[6]


def test_a_shared_season_is_forecast_for_every_item() -> None:
    random = np.random.default_rng(2)
    season = np.where(np.arange(156) % 52 >= 48, 4.0, 1.0)
    level = random.uniform(50, 150, size=40)
    demand = np.rint(level[:, None] * season * random.lognormal(0, 0.15, size=(40, 156)))
    history = named(demand[:, :148], frequency=Frequency.WEEK)
    found = forecast(history, ForecastOrder(horizon=8, tier=Tier.INSTANT)).result
    assert wql(found.quantiles, demand[:, 148:]) < 0.15
    peak, before = found.mean[:, 4:].mean(axis=1), found.mean[:, :4].mean(axis=1)
    assert np.median(peak / before) == pytest.approx(4.0, rel=0.2)


@pytest.mark.slow
def test_learned_and_statistical_tiers_keep_the_form_of_the_instant_one() -> None:
    random = np.random.default_rng(4)
    counted = counts(items=25, periods=30)
    fast = np.rint(random.lognormal(4, 0.3, size=(20, 30)))
    history = named(np.vstack([counted, fast]))
    order = ForecastOrder(horizon=3, tier=Tier.LEARNED, origins=1, lead_time=2, seed=5)
    first, second = forecast(history, order).result, forecast(history, order).result
    assert first.quantiles.tolist() == second.quantiles.tolist()
    assert (np.diff(first.quantiles, axis=-1) >= 0).all()
    names = {name for champion in first.champions.values() for name in champion.losses}
    assert {"boosted_counts", "theta", "damped_ets", "ces", "dynamic_theta", "boosted_quantities"} <= names
    assert names <= MODEL_NAMES | {"mixture"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"demand": np.array([[1.0, -2.0]])}, r"demand\[i0, 1\]: is negative"),
        ({"demand": np.array([[1.0, np.inf]])}, r"demand\[i0, 1\]: is infinite"),
        ({"demand": np.array([[nan, nan]])}, "knows no period"),
        ({"demand": np.zeros((2, 3)), "ids": ("a", "a")}, "item a: comes twice"),
        ({"demand": np.zeros((2, 3)), "ids": ("a",)}, "has 2 rows for 1 ids"),
        ({"demand": np.zeros((0, 3)), "ids": ()}, "ids: is empty"),
        ({"demand": np.ones((1, 2)), "categories": ("x", "y")}, "has 2 entries for 1 items"),
        ({"demand": np.ones((1, 2)), "in_stock_share": np.ones((1, 3))}, "differs in shape"),
        ({"demand": np.ones((1, 2)), "in_stock_share": np.array([[1.0, 1.5]])}, r"in_stock_share\[i0, 1\]: is above 1"),
        ({"demand": np.ones((1, 2)), "in_stock_share": np.array([[0.0, 1.0]])}, "is 0 where demand was met"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(change: dict[str, object], message: str) -> None:
    history = DemandHistory(**{"ids": ("i0",), **change})  # type: ignore[arg-type]
    with pytest.raises(InvalidProblem, match=message):
        forecast(history, ForecastOrder(horizon=2))


@pytest.mark.parametrize("order", [ForecastOrder(horizon=0), ForecastOrder(horizon=2, lead_time=3)])
def test_a_horizon_that_cannot_be_is_refused(order: ForecastOrder) -> None:
    with pytest.raises(InvalidProblem, match=r"horizon|lead_time"):
        forecast(named(counts(items=3)), order)


def test_only_the_named_models_race_and_an_unknown_name_is_refused() -> None:
    found = forecast(named(counts()), ForecastOrder(horizon=6, models=("imapa_nb", "tsb_nb"))).result
    assert set(found.champions["counts:intermittent"].losses) == {"imapa_nb", "tsb_nb", "mixture"}
    with pytest.raises(InvalidProblem, match="model oracle"):
        forecast(named(counts()), ForecastOrder(horizon=6, models=("oracle",)))


def test_an_unknown_item_or_level_is_refused(made: DemandForecast) -> None:
    with pytest.raises(InvalidProblem, match="item nobody"):
        made.explain("nobody")
    with pytest.raises(InvalidProblem, match=r"level 0\.33"):
        made.quantile(0.33)
