"""Segments and offers: known truth for the models of customers, a retailer's later weeks for the offers.

Rows of the retailer without customer, with a service code (not beginning with five digits), cancelled, returned or
without price are left out before anything else. The last 28 days are the test window; everything that is learned comes
from the days before it, and structure and settings were chosen on windows that end before it. Recall is
|listed ∩ bought| / |bought|, the mean over known customers who bought in the window; the capped one divides by
min(10, |bought|). The baseline takes three groups by the sum of the RFM scores as segments: on earlier windows it is
stronger with them than with the ten named segments, which are small here.
"""

import csv
import gzip
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from bench.solvers.customer_simulation import CDNOW, SPEND, WHOLESALE, auc, campaign, population, rhythm
from bench.solvers.figures import SolverFigure, at_least, at_most, shown, within
from bench.solvers.sources import source
from heliu.solvers.offer import (
    Arm,
    CampaignSettings,
    Economics,
    ItemSales,
    ListQuality,
    NextBestOffers,
    Permissions,
    Response,
    buy_again_or_popular,
    list_quality,
    measure_uplift,
    next_best_offers,
    plan_campaign,
)
from heliu.solvers.segment import (
    RepeatModel,
    alive_probability,
    expected_purchases,
    fit_gaps,
    fit_repeat,
    fit_spend,
    gaps,
    histories,
    segment_customers,
    visit_probability,
)

HORIZON = 28
_PUBLISHED = "Fader, Hardie, Lee 2005: r .243, alpha 4.414 weeks, a .793, b 2.426"


def run(quick: bool) -> list[SolverFigure]:
    return [*_segments(quick), *_offers(quick), *_uplift(quick)]


def _segments(quick: bool) -> Iterator[SolverFigure]:
    size = 100_000 if quick else 300_000
    yield from _recovery("cdnow", CDNOW, size, 546)
    yield from _recovery("wholesale", WHOLESALE, size, 546)
    yield from _spend(size)
    yield from _gaps(size // 5)
    yield from _million()
    yield from _retail()


def _retail() -> Iterator[SolverFigure]:
    """The same window as the offers: who of the known customers comes in the last weeks."""
    sales = retail_sales()
    today = int(sales.day.max()) - HORIZON
    known = histories(sales.until(today).purchases(), today=today)
    window = sales.between(today + 1, today + HORIZON)
    came = (np.bincount(window.customer, minlength=len(known.customers)) > 0)[known.bought]
    chance = visit_probability(fit_repeat(known), known, days=HORIZON)[known.bought]
    anchor = f"known customers of the retailer, last {HORIZON} days"
    yield shown("segment.retail_visit_auc", auc(chance, came), "", anchor=anchor)
    recency = -(known.age - known.recency)[known.bought].astype(np.float64)
    yield shown("segment.retail_visit_auc_recency", auc(recency, came), "", anchor="by days since the last visit only")
    yield shown("segment.retail_visitors", float(chance.sum() / came.sum()), "× who came", anchor=anchor)


def _recovery(name: str, truth: RepeatModel, customers: int, days: int) -> Iterator[SolverFigure]:
    started = time.process_time()
    people = population(truth, customers=customers, days=days, seed=11)
    model = fit_repeat(people.histories)
    errors = [abs(getattr(model, one) / getattr(truth, one) - 1) * 100 for one in ("r", "alpha", "a", "b")]
    seconds = time.process_time() - started
    anchor = f"{_PUBLISHED}; {customers:,} drawn" if truth is CDNOW else f"{customers:,} drawn"
    yield at_most(f"segment.{name}_parameter_error", max(errors), "%", 10.0, anchor=anchor, seconds=seconds)
    alive = alive_probability(model, people.histories)
    again = people.histories.frequency > 0
    yield at_least(f"segment.{name}_churn_auc", auc(alive[again], people.alive[again]), "", 0.80, anchor="buyers again")
    yield shown(f"segment.{name}_churn_auc_all", auc(alive, people.alive), "", anchor="with one-time buyers")
    off = float(alive.mean() - people.alive.mean()) * 100
    yield within(f"segment.{name}_alive_bias", off, "points", (-1.0, 1.0), anchor="mean P(alive) − share alive")
    ahead = expected_purchases(model, people.histories, days=365)
    error = abs(float(ahead.sum() / people.later.sum()) - 1) * 100
    yield at_most(f"segment.{name}_year_ahead_error", error, "%", 3.0, anchor="purchases of all customers, 365 days")


def _spend(customers: int) -> Iterator[SolverFigure]:
    people = population(CDNOW, customers=customers, days=546, seed=12)
    model = fit_spend(people.histories)
    errors = [abs(got / true - 1) * 100 for got, true in zip((model.p, model.q, model.v), SPEND, strict=True)]
    yield at_most("segment.spend_parameter_error", max(errors), "%", 10.0, anchor="p 6.25, q 3.74, v 15.44")


def _gaps(customers: int) -> Iterator[SolverFigure]:
    people = rhythm(customers=customers, regularity=2.5, r=3.0, alpha=50.0, seed=13)
    limits = gaps(fit_gaps(people.histories), people.histories).limit_days
    late = float((people.next_gap > limits).mean()) * 100
    yield within("segment.gap_alarm_rate", late, "%", (4.0, 6.0), anchor="next gaps above q95; 5 by definition")
    one_for_all = float(np.quantile(people.histories.recency / people.histories.frequency, 0.95))
    fast = people.histories.recency / people.histories.frequency < 15
    anchor = "customers who buy every two weeks or faster"
    ours, theirs = float(np.median(limits[fast])), one_for_all
    yield shown("segment.gap_limit_fast_buyers", ours, "day", anchor=f"{anchor}; one limit for all: {theirs:.0f}")


def _million() -> Iterator[SolverFigure]:
    people = population(CDNOW, customers=1_000_000, days=546, seed=14).histories
    started = time.process_time()
    segment_customers(people)
    seconds = time.process_time() - started
    anchor = "1,000,000 customers: three fits, RFM, P(alive), purchases, value, gaps"
    yield at_most("segment.million_customers", seconds, "CPU s", 60.0, anchor=anchor, seconds=seconds)


def retail_sales() -> ItemSales:
    """All files of the retailer that are there, cleaned as the head of this file says; day 0 is the first day."""
    rows: list[tuple[str, str, int, int, int]] = []
    for path in sorted(source("uci-online-retail").glob("*.csv.gz")):
        rows += _retail_rows(path)
    customers, customer = np.unique([row[0] for row in rows], return_inverse=True)
    items, item = np.unique([row[1] for row in rows], return_inverse=True)
    numbers = np.array([row[2:] for row in rows], dtype=np.int64)
    _, family = np.unique([code[:5] for code in items], return_inverse=True)
    return ItemSales(
        customers=tuple(customers.tolist()),
        items=tuple(items.tolist()),
        customer=customer.astype(np.int64),
        item=item.astype(np.int64),
        day=numbers[:, 0] - numbers[:, 0].min(),
        quantity=numbers[:, 1],
        amount=numbers[:, 2],
        family=family.astype(np.int64),
    )


def _retail_rows(path: Path) -> Iterator[tuple[str, str, int, int, int]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            code, quantity, price = row["StockCode"].upper(), int(row["Quantity"]), float(row["UnitPrice"])
            cancelled = row["InvoiceNo"].startswith("C")
            if not row["CustomerID"] or cancelled or quantity <= 0 or price <= 0 or not code[:5].isdigit():
                continue
            day = date.fromisoformat(row["InvoiceDate"][:10]).toordinal()
            yield row["CustomerID"], code, day, quantity, round(quantity * price * 100)


def _offers(quick: bool) -> Iterator[SolverFigure]:
    sales = retail_sales()
    last = int(sales.day.max())
    started = time.process_time()
    offers, quality, simple = _window(sales, last - HORIZON)
    seconds = time.process_time() - started
    window = f"last {HORIZON} days, {quality.customers} customers"
    yield shown("offer.recall", quality.recall, "", anchor=window, seconds=seconds)
    yield shown("offer.baseline_recall", simple.recall, "", anchor="buy again, then popular in his RFM group")
    yield at_least("offer.recall_ratio", quality.recall / simple.recall, "× baseline", 1.10, anchor="planning: ≥ 1.10")
    yield shown("offer.capped_recall", quality.capped_recall, "")
    yield shown("offer.baseline_capped_recall", simple.capped_recall, "")
    ratio = quality.capped_recall / simple.capped_recall
    yield at_least("offer.capped_recall_ratio", ratio, "× baseline", 1.10, anchor="recall / min(10, bought)")
    yield shown("offer.ndcg_ratio", quality.ndcg / simple.ndcg, "× baseline")
    yield _calibration(offers, sales, last - HORIZON)
    yield from _campaign(offers)
    for back in (2, 3) if not quick else ():
        _, earlier, beside = _window(sales, last - HORIZON * back)
        yield shown(f"offer.recall_ratio_{back}_windows_ago", earlier.recall / beside.recall, "× baseline")


def _window(sales: ItemSales, today: int) -> tuple[NextBestOffers, ListQuality, ListQuality]:
    """Offers at the end of `today`, their quality in the days after, and that of the baseline."""
    past = sales.until(today)
    offers = next_best_offers(past, today=today).result
    window = sales.between(today + 1, today + HORIZON)
    known = offers.known.buyers.visits > 0
    simple = buy_again_or_popular(past, offers.known.buyers.tier, today=today)
    return offers, list_quality(offers.lists, window, listed=known), list_quality(simple, window, listed=known)


def _calibration(offers: NextBestOffers, sales: ItemSales, today: int) -> SolverFigure:
    window = sales.between(today + 1, today + HORIZON)
    bought = np.unique(window.customer * len(sales.items) + window.item)
    keys = np.where(offers.lists >= 0, np.arange(len(offers.lists))[:, None] * len(sales.items) + offers.lists, -1)
    hits = int(np.isin(keys, bought).sum())
    expected = float(offers.probability[:, : offers.lists.shape[1]].sum())
    return shown("offer.expected_hits", expected / hits, "× hits", anchor=f"{hits} listed items were bought")


def _campaign(offers: NextBestOffers) -> Iterator[SolverFigure]:
    """Prices from history, margins of 40 %, a fifth of the customers without consent, a fifth at the cap."""
    sales = offers.sales
    lines = np.maximum(np.bincount(sales.item, minlength=len(sales.items)), 1)
    price = (np.bincount(sales.item, weights=sales.amount, minlength=len(sales.items)) / lines).astype(np.int64)
    number = np.arange(len(sales.customers))
    permissions = Permissions(consent=number % 5 != 0, contacts=np.where(number % 5 == 1, 2, 0), cap=2)
    response, economics = Response(reminder=0.2, per_percent=0.04), Economics(price=price, margin=price * 2 // 5)
    settings = CampaignSettings(budget=50_000, control_share=0.1)
    answer = plan_campaign(offers, economics, permissions, response, settings)
    result = answer.result
    touched = np.union1d(result.customer, np.flatnonzero(result.control))
    wrong = int((~permissions.allowed[touched]).sum())
    yield at_most("offer.offers_without_permission", wrong, "customers", 0, anchor="no consent, or at the contact cap")
    yield at_most("offer.budget_gap", (answer.gap or 0.0) * 100, "%", 1.0, anchor="to the Lagrangian bound")
    yield at_most("offer.budget_used", result.planned_cost / settings.budget * 100, "%", 100.0)
    flat = plan_campaign(
        offers, economics, permissions, response, CampaignSettings(budget=10**12, ladder=(10,), per_customer=1)
    )
    rate = flat.result.gain.sum() / flat.result.cost.sum()
    ours = result.gain.sum() / result.cost.sum()
    yield shown(
        "offer.gain_per_discount", float(ours), "×", anchor=f"reminders included; 10 % on all first items: {rate:.2f}"
    )
    share = result.control.sum() / (result.control.sum() + result.treated.sum()) * 100
    yield within("offer.control_share", float(share), "%", (5.0, 15.0), anchor="10 asked for, drawn by hash")


def _uplift(quick: bool) -> Iterator[SolverFigure]:
    rounds = 1_000 if quick else 4_000
    started = time.process_time()
    plain, adjusted, widths = 0, 0, []
    for seed in range(rounds):
        drawn = campaign(customers=5_000, control_share=0.1, seed=seed)
        one = measure_uplift(Arm(margin=drawn.treated), Arm(margin=drawn.control)).result
        two = measure_uplift(
            Arm(margin=drawn.treated, before=drawn.treated_before),
            Arm(margin=drawn.control, before=drawn.control_before),
        ).result
        plain += one.low <= drawn.truth <= one.high
        adjusted += two.low <= drawn.truth <= two.high
        widths.append((two.high - two.low) / (one.high - one.low))
    seconds = time.process_time() - started
    anchor = f"95 by definition; {rounds:,} campaigns of 5,000 customers"
    yield within("offer.uplift_coverage", plain / rounds * 100, "%", (93.0, 97.0), anchor=anchor, seconds=seconds)
    yield within("offer.uplift_coverage_with_before", adjusted / rounds * 100, "%", (93.0, 97.0), anchor=anchor)
    yield shown("offer.uplift_width_with_before", float(np.mean(widths)), "× plain")
