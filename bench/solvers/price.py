"""Price alarms and buying ahead on 26 commodities, 1980–2017: what is saved against monthly buying, and by which lever.

Commodities: price columns (not index columns) from 1980-01 on, one per market, of goods that can be stored; perishable
food (bananas, oranges, meat, fish), timber, and prices that stood still in more than one month of ten are left out.
Parameters (cover, value of waiting, cap on the tail loss, gate, shrinkage) were chosen on 1996–2005; the test is
2006-01 … 2017-06.
"""

import csv
import dataclasses
import itertools
import time

import numpy as np

from bench.solvers.figures import SolverFigure, at_least, at_most, shown
from bench.solvers.price_levers import LEVERS, run_programme
from bench.solvers.price_market import Floats, Market, Setting, Walk, lagged_contract, walk_all
from bench.solvers.sources import source
from heliu.solvers.price_watch import Level

SOURCE = "commodity-prices/commodity_prices_monthly_1980_2017.csv"
COMMODITIES = (
    "Aluminum",
    "Barley",
    "Cocoa beans",
    "Coffee Other Mild Arabicas",
    "Coffee Robusta",
    "Copper",
    "Cotton",
    "Crude Oil - petroleum - Dated Brent light blend",
    "Fishmeal",
    "Lead",
    "Maize corn",
    "Nickel",
    "Olive Oil",
    "Palm oil",
    "Rapeseed oil",
    "Rice",
    "Rubber",
    "Soybean Meal",
    "Soybean Oil",
    "Sugar Free Market",
    "Tea",
    "Tin",
    "Wheat",
    "Wool coarse",
    "Wool fine",
    "Zinc",
)
TEST_START = 312
QUICK_ITEMS = 8
POLICY = Setting(
    start=TEST_START, end=450, shadow_from=TEST_START - 60, quotes_from=120, wait_value=True, loss_cap=0.015
)
LAGGED = POLICY
SPOT = dataclasses.replace(POLICY, shadow_from=TEST_START - 120)
BLOCK, RESAMPLES = 12, 1000
FORESIGHT = "perfect foresight with the same cover, same run"
PINK_SHEET = "Pink Sheet 2006-2026, rule known and index without lag: 1.4/2.9/4.6 % at 30/60/100 %"


def run(quick: bool) -> list[SolverFigure]:
    table = read_prices()
    figures = _lagged(table, COMMODITIES, quick=quick)
    figures += _spot(table, COMMODITIES, quick=quick)
    figures += _programme(table, COMMODITIES[: QUICK_ITEMS if quick else len(COMMODITIES)], quick=quick)
    return figures


def read_prices() -> dict[str, Floats]:
    """The chosen price columns, one value per month from 1980-01."""
    with source(SOURCE).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in COMMODITIES}


def _lagged(table: dict[str, Floats], names: tuple[str, ...], *, quick: bool) -> list[SolverFigure]:
    figures: list[SolverFigure] = []
    market = Market(table, publication_lag=1)
    for percent in (60,) if quick else (60, 30, 100):
        started = time.process_time()
        prices = {name: _contract(table[name], percent) for name in names}
        walks = walk_all(prices, market, LAGGED)
        seconds = time.process_time() - started
        figures += _suite(f"price.lagged_{percent}", walks, prices, LAGGED, seconds=seconds)
    if not quick:
        late = dataclasses.replace(LAGGED, publication_lag=2)
        walks = walk_all({name: _contract(table[name], 60) for name in names}, Market(table, publication_lag=2), late)
        figures.append(shown("price.lagged_60_published_two_months_late", _mean_saving(walks), "%"))
    return figures


def _contract(index: Floats, percent: int) -> Floats:
    return lagged_contract(index, percent / 100, base=slice(TEST_START - 12, TEST_START))


def _spot(table: dict[str, Floats], names: tuple[str, ...], *, quick: bool) -> list[SolverFigure]:
    started = time.process_time()
    market = Market(table, publication_lag=1)
    prices = {name: table[name] for name in names}
    walks = walk_all(prices, market, SPOT)
    figures = _suite("price.spot", walks, prices, SPOT, seconds=time.process_time() - started)
    if not quick:
        blind = dataclasses.replace(SPOT, quote_known=False)
        walks = walk_all(prices, market, blind)
        note = "orders placed before the month's own price is known"
        figures.append(shown("price.spot_without_quote", _mean_saving(walks), "%", anchor=note))
    return figures


def _mean_saving(walks: dict[str, Walk]) -> float:
    return 100 * float(np.mean([one.saving for one in walks.values()]))


def _suite(
    name: str, walks: dict[str, Walk], prices: dict[str, Floats], setting: Setting, *, seconds: float
) -> list[SolverFigure]:
    """Saving, interval, worst commodity, share of the oracle, and how good the alarms were."""
    mean = _mean_saving(walks)
    savings = [100 * one.saving for one in walks.values()]
    oracle = 100 * float(np.mean([one.oracle for one in walks.values()]))
    low, high = _interval(list(walks.values()))
    precision, hit_rate, lead, count = alarm_quality(walks, prices, setting)
    lagged = name == "price.lagged_60"
    spot = name == "price.spot"
    figures = []
    if lagged or spot:
        goal = 2.5 if lagged else 0.5
        anchor = PINK_SHEET if lagged else "naive momentum 0.61 % (Pink Sheet 2006-2026)"
        figures.append(at_least(f"{name}.saving", mean, "%", goal, anchor=anchor, seconds=seconds))
        figures.append(at_least(f"{name}.alarm_precision", 100 * precision, "%", 60))
    else:
        figures.append(shown(f"{name}.saving", mean, "%", anchor=PINK_SHEET, seconds=seconds))
        figures.append(shown(f"{name}.alarm_precision", 100 * precision, "%"))
    share = 100 * mean / oracle
    figures.append(
        at_least(f"{name}.share_of_oracle", share, "%", 80, anchor=FORESIGHT)
        if lagged
        else shown(f"{name}.share_of_oracle", share, "%", anchor=FORESIGHT)
    )
    worst = min(savings)
    figures.append(
        at_least(f"{name}.worst_commodity", worst, "%", -0.5) if spot else shown(f"{name}.worst_commodity", worst, "%")
    )
    figures += [
        shown(f"{name}.oracle", oracle, "%", anchor=f"perfect foresight, {setting.cover} months' cover"),
        shown(f"{name}.saving_low", low, "%", anchor="95 % block bootstrap, 12 months"),
        shown(f"{name}.saving_high", high, "%", anchor="95 % block bootstrap, 12 months"),
        shown(f"{name}.commodities_not_losing", float(np.mean([value >= 0 for value in savings])) * 100, "%"),
        shown(f"{name}.alarms", count, "alarms"),
        shown(f"{name}.alarm_hit_rate", 100 * hit_rate, "%", anchor="months before a rise beyond holding, with alarm"),
        shown(f"{name}.alarm_lead", lead, "months"),
        shown(f"{name}.gate_open", 100 * float(np.mean([one.open.mean() for one in walks.values()])), "% of months"),
    ]
    return figures


def alarm_quality(
    walks: dict[str, Walk], prices: dict[str, Floats], setting: Setting
) -> tuple[float, float, float, int]:
    """Precision: share of alarms at ACT or above after which the price at the announced month exceeds today's by more
    than holding until then. Hit rate: share of months before which (one to cover − 1 months ahead) such a rise lay that
    had an alarm. Mean lead of the alarms in months, and their number."""
    right, leads, risen, warned = [], [], 0, 0
    for name, one in walks.items():
        series = prices[name]
        for place, alarm in enumerate(one.alarms):
            month = setting.start + place
            raised = alarm.level >= Level.ACT
            if raised and month + alarm.lead < setting.end:
                hurdle = series[month] * (1 + setting.holding_rate * alarm.lead)
                right.append(bool(series[month + alarm.lead] > hurdle))
                leads.append(alarm.lead)
            ahead = range(1, min(setting.cover, setting.end - month))
            if any(series[month + step] > series[month] * (1 + setting.holding_rate * step) for step in ahead):
                risen += 1
                warned += raised
    return float(np.mean(right)), warned / risen, float(np.mean(leads)), len(right)


def _interval(walks: list[Walk]) -> tuple[float, float]:
    """95 % interval of the mean saving: blocks of twelve months, the same for all commodities."""
    saved = np.stack([one.saved for one in walks])
    spent = np.stack([one.spent for one in walks])
    months = saved.shape[1]
    rng = np.random.default_rng(0)
    means = []
    for _ in range(RESAMPLES):
        starts = rng.integers(0, months - BLOCK + 1, size=-(-months // BLOCK))
        picks = (starts[:, None] + np.arange(BLOCK)).ravel()[:months]
        means.append((saved[:, picks].sum(axis=1) / spent[:, picks].sum(axis=1)).mean())
    low, high = np.quantile(means, [0.025, 0.975])
    return 100 * float(low), 100 * float(high)


def _programme(table: dict[str, Floats], names: tuple[str, ...], *, quick: bool) -> list[SolverFigure]:
    """Each lever switched on after the one before, in whole cents."""
    started = time.process_time()
    end = TEST_START + 48 if quick else 450
    costs, service = run_programme(table, names, contract=_contract, start=TEST_START, end=end)
    steps = [before - after for before, after in itertools.pairwise(costs)]
    base = costs[0]
    note = "min/max buyer: levels 2/3.5 months of last year, one supplier, list price"
    figures = [
        shown(f"price.lever_{lever}", 100 * saved / base, "% of baseline", anchor=note)
        for lever, saved in zip(LEVERS, steps, strict=True)
    ]
    total = base - costs[-1]
    figures.append(shown("price.levers_total", 100 * total / base, "% of baseline", anchor="sum of the levers above"))
    figures.append(at_most("price.levers_unexplained", abs(total - sum(steps)), "cents", 0))
    figures.append(shown("price.levers_fill_baseline", 100 * service[0], "%"))
    seconds = time.process_time() - started
    figures.append(shown("price.levers_fill_all", 100 * service[-1], "%", seconds=seconds))
    return figures
