"""All of it for every customer: segment, chance to be alive, purchases to come, value, and who is late."""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import InvalidProblem, require_number
from heliu.solvers.segment.gap import GapModel, Gaps, fit_gaps, gaps
from heliu.solvers.segment.purchases import Flags, Floats, Histories, require_horizon
from heliu.solvers.segment.repeat import RepeatModel, alive_probability, expected_purchases, fit_repeat
from heliu.solvers.segment.rfm import SEGMENTS, Cuts, RfmScores, rfm_scores
from heliu.solvers.segment.spend import SpendModel, expected_spend, fit_spend
from heliu.solvers.segment.value import lifetime_value


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentSettings:
    """horizon_days: of expected purchases and value; margin: share of revenue; annual_discount: rate per 365 days;
    gap_limit: a gap longer than this share of gaps is late; alive_limit: below it a customer is called gone;
    cuts: of an earlier run, so that names stay stable; explained: how many late customers get a reason, those who
    bought for most first."""

    horizon_days: int = 365
    margin: float = 0.3
    annual_discount: float = 0.1
    gap_limit: float = 0.95
    alive_limit: float = 0.5
    cuts: Cuts | None = None
    explained: int = 100

    def __post_init__(self) -> None:
        require_horizon("horizon_days", self.horizon_days)
        require_number("margin", self.margin, at_least=0, at_most=1)
        require_number("annual_discount", self.annual_discount, at_least=0)
        require_number("gap_limit", self.gap_limit, above=0, at_most=0.999999)
        require_number("alive_limit", self.alive_limit, at_least=0, at_most=1)
        require_number("explained", self.explained, at_least=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSegments:
    """Arrays with one row per customer, in the order of the histories. `alarm`: a customer with at least one repeat
    purchase whose open gap is longer than his limit, or whose chance to be alive is below the limit."""

    histories: Histories
    settings: SegmentSettings
    scores: RfmScores
    alive: Floats
    purchases: Floats
    spend: Floats
    value: Floats
    gaps: Gaps
    alarm: Flags
    repeat_model: RepeatModel
    spend_model: SpendModel
    gap_model: GapModel

    def segment_of(self, customer: str) -> str:
        """Raises InvalidProblem for an unknown customer."""
        return SEGMENTS[int(self.scores.segment[self.row_of(customer)])].value

    def row_of(self, customer: str) -> int:
        """Raises InvalidProblem for an unknown customer."""
        try:
            return self.histories.customers.index(customer)
        except ValueError:
            raise InvalidProblem(f"customer {customer}", "is not in the histories", "Give one of their ids") from None


def segment_customers(histories: Histories, settings: SegmentSettings | None = None) -> Answer[CustomerSegments]:
    """Status ESTIMATED; objective: value of all customers in minor units. Reasons: the three fitted models, then the
    late customers who have bought most. Raises InvalidProblem when nobody ever bought again."""
    watch = Stopwatch()
    used = settings if settings is not None else SegmentSettings()
    repeat_model, spend_model, gap_model = fit_repeat(histories), fit_spend(histories), fit_gaps(histories)
    alive = alive_probability(repeat_model, histories)
    rhythm = gaps(gap_model, histories, limit=used.gap_limit)
    late = (histories.frequency > 0) & ((rhythm.open_days > rhythm.limit_days) | (alive < used.alive_limit))
    result = CustomerSegments(
        histories=histories,
        settings=used,
        scores=rfm_scores(histories, used.cuts),
        alive=alive,
        purchases=expected_purchases(repeat_model, histories, days=used.horizon_days),
        spend=expected_spend(spend_model, histories),
        value=lifetime_value(
            repeat_model,
            spend_model,
            histories,
            days=used.horizon_days,
            margin=used.margin,
            annual_discount=used.annual_discount,
        ),
        gaps=rhythm,
        alarm=late,
        repeat_model=repeat_model,
        spend_model=spend_model,
        gap_model=gap_model,
    )
    return Answer(
        status=Status.ESTIMATED,
        result=result,
        objective=float(result.value.sum()),
        wall_s=watch.seconds,
        explain=(*_model_reasons(result), *_alarm_reasons(result)),
    )


def explain_customer(result: CustomerSegments, customer: str) -> Reason:
    """`late`, `gone`, `on_time`, `one_purchase` or `never_bought`, with the numbers behind it. The alternative is what
    an order today would change: the chance to be alive right after it."""
    row = result.row_of(customer)
    histories = result.histories
    frequency = int(histories.frequency[row])
    measures = [Measure("purchases", frequency + 1), Measure("segment", result.segment_of(customer))]
    if frequency < 0:
        return Reason(code="never_bought", subject=customer, measures=tuple(measures))
    measures += [
        Measure("open_gap", float(result.gaps.open_days[row]), "day"),
        Measure("alive", float(result.alive[row]), "probability"),
        Measure("expected_purchases", float(result.purchases[row]), "purchase"),
        Measure("value", float(result.value[row]), "minor unit"),
    ]
    if frequency == 0:
        return Reason(code="one_purchase", subject=customer, measures=tuple(measures))
    measures += [
        Measure("usual_gap", float(result.gaps.usual_days[row]), "day"),
        Measure("gap_limit", float(result.gaps.limit_days[row]), "day"),
        Measure("gap_probability", float(result.gaps.probability[row]), "probability"),
    ]
    return Reason(
        code=_code(result, row),
        subject=customer,
        measures=tuple(measures),
        alternative=Alternative(
            choice="order_today",
            objective_difference=None,
            measures=(Measure("alive", _alive_after_order(result, row), "probability"),),
        ),
    )


def _code(result: CustomerSegments, row: int) -> str:
    if result.gaps.open_days[row] > result.gaps.limit_days[row]:
        return "late"
    return "gone" if result.alarm[row] else "on_time"


def _alive_after_order(result: CustomerSegments, row: int) -> float:
    """An order today makes frequency one higher and recency equal to age."""
    model, x = result.repeat_model, int(result.histories.frequency[row]) + 1
    return float(1 / (1 + model.a / (model.b + x - 1)))


def _model_reasons(result: CustomerSegments) -> tuple[Reason, ...]:
    repeat, spend, rhythm = result.repeat_model, result.spend_model, result.gap_model
    return (
        Reason(
            code="repeat_model",
            measures=(
                Measure("customers", repeat.customers),
                Measure("r", repeat.r),
                Measure("alpha", repeat.alpha, "day"),
                Measure("a", repeat.a),
                Measure("b", repeat.b),
                Measure("log_likelihood", repeat.log_likelihood),
            ),
        ),
        Reason(
            code="spend_model",
            measures=(
                Measure("p", spend.p),
                Measure("q", spend.q),
                Measure("v", spend.v, "minor unit"),
                Measure("frequency_correlation", spend.frequency_correlation),
            ),
        ),
        Reason(
            code="gap_model",
            measures=(
                Measure("regularity", rhythm.regularity),
                Measure("r", rhythm.r),
                Measure("alpha", rhythm.alpha, "day"),
            ),
        ),
    )


def _alarm_reasons(result: CustomerSegments) -> tuple[Reason, ...]:
    rows = np.flatnonzero(result.alarm)
    at_stake = result.histories.revenue[rows]
    chosen = rows[np.lexsort((rows, -at_stake))][: result.settings.explained]
    return tuple(explain_customer(result, result.histories.customers[int(row)]) for row in chosen)
