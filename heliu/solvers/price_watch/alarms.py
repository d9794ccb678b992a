"""From price paths to an early warning: level, probability and size of the rise, its period, the evidence for it."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from heliu.solvers.answers import Alternative, Measure, Reason
from heliu.solvers.price_watch.passthrough import Follows, PassThrough
from heliu.solvers.price_watch.problem import Floats, WatchPolicy
from heliu.solvers.price_watch.trend import Trend

WITNESSES_NEEDED = 2


class Level(IntEnum):
    """NONE: nothing to do. WATCH: a rise beyond holding cost is more likely than not, or the index is rising. ACT: it
    is likely and has independent evidence. URGENT: very likely, and this is the last period before it."""

    NONE = 0
    WATCH = 1
    ACT = 2
    URGENT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """`expected_rise`: relative to today's price, at `effective_period`, `lead` periods from now; `net_rise`: after the
    cost of holding that long. `p_rise`: probability that the rise exceeds that holding cost. `pending_rise`: the part
    that follows from index values already known. `evidence`: codes of what speaks for it."""

    quotes_id: str
    level: Level
    expected_rise: float
    net_rise: float
    p_rise: float
    effective_period: int
    lead: int
    pending_rise: float
    evidence: tuple[str, ...]


def raise_alarm(
    quotes_id: str,
    paths: Floats,
    pending: Floats,
    *,
    as_of: int,
    announced: frozenset[int],
    trend: Trend | None,
    policy: WatchPolicy,
) -> Alarm:
    """`paths`: price paths with today in column 0; `pending`: the price path if the index stood still from now on."""
    steps = np.arange(1, paths.shape[1])
    today = float(paths[0, 0])
    rises = paths[:, 1:].mean(axis=0) / today - 1
    nets = rises - policy.holding_rate * steps
    lead = int(np.flatnonzero(nets >= nets.max() - abs(nets.max()) / 2)[0]) + 1
    hurdle = today * (1 + policy.holding_rate * lead)
    probability = float((paths[:, lead] > hurdle).mean())
    pending_rise = float(pending[lead]) / today - 1
    net = float(nets[lead - 1])
    evidence = _evidence(lead, pending_rise, as_of=as_of, announced=announced, trend=trend, policy=policy)
    return Alarm(
        quotes_id=quotes_id,
        level=_level(net, probability, lead, evidence=evidence, policy=policy),
        expected_rise=float(rises[lead - 1]),
        net_rise=net,
        p_rise=probability,
        effective_period=as_of + lead,
        lead=lead,
        pending_rise=pending_rise,
        evidence=evidence,
    )


def _evidence(
    lead: int,
    pending_rise: float,
    *,
    as_of: int,
    announced: frozenset[int],
    trend: Trend | None,
    policy: WatchPolicy,
) -> tuple[str, ...]:
    found = []
    if any(as_of < period <= as_of + lead for period in announced):
        found.append("announcement")
    if pending_rise > policy.holding_rate * lead and not found:
        found.append("pass_through")
    if trend is not None:
        found.extend(trend.rising)
    return tuple(found)


def _level(net: float, probability: float, lead: int, *, evidence: tuple[str, ...], policy: WatchPolicy) -> Level:
    witnesses = [code for code in evidence if code in ("momentum", "drift", "breakout")]
    strong = "announcement" in evidence or "pass_through" in evidence or len(witnesses) >= WITNESSES_NEEDED
    if net > 0 and strong and probability >= policy.act_probability:
        urgent = probability >= policy.urgent_probability and lead == 1
        return Level.URGENT if urgent else Level.ACT
    if net > 0 and probability >= policy.watch_probability:
        return Level.WATCH
    return Level.WATCH if len(witnesses) >= WITNESSES_NEEDED else Level.NONE


def explain_alarm(alarm: Alarm, rule: PassThrough, paths: Floats, *, trend: Trend | None, rate: float) -> list[Reason]:
    """The alarm beside what waiting would cost, the rule behind it, and the state of the index."""
    today = float(paths[0, 0])
    later = paths[:, alarm.lead]
    reasons = [
        Reason(
            code=f"price_{alarm.level.name.lower()}",
            subject=alarm.quotes_id,
            measures=(
                Measure("price", today, "currency/unit"),
                Measure("expected_price", float(later.mean()), "currency/unit"),
                Measure("expected_rise", 100 * alarm.expected_rise, "%"),
                Measure("pending_rise", 100 * alarm.pending_rise, "%"),
                Measure("holding_cost", 100 * rate * alarm.lead, "%"),
                Measure("p_rise", alarm.p_rise, "probability"),
                Measure("price_p10", float(np.quantile(later, 0.1)), "currency/unit"),
                Measure("price_p90", float(np.quantile(later, 0.9)), "currency/unit"),
                Measure("effective_period", alarm.effective_period, "period"),
                Measure("lead", alarm.lead, "periods"),
                Measure("evidence", ", ".join(alarm.evidence) or "none"),
            ),
            alternative=Alternative(
                choice="buy at the effective period" if alarm.net_rise > 0 else "buy ahead now",
                objective_difference=abs(alarm.net_rise) * today,
                measures=(Measure("per_unit", alarm.net_rise * today, "currency/unit"),),
            ),
        ),
        _rule_reason(alarm.quotes_id, rule),
    ]
    if trend is not None:
        reasons.append(
            Reason(
                code="index_trend",
                subject=alarm.quotes_id,
                measures=(
                    Measure("momentum", 100 * trend.momentum, "%/period"),
                    Measure("persistence", trend.persistence, "share"),
                    Measure("page_hinkley", trend.drift, "standard deviations"),
                    Measure("breakout", 100 * trend.breakout, "%"),
                ),
            )
        )
    return reasons


def _rule_reason(quotes_id: str, rule: PassThrough) -> Reason:
    if rule.follows is Follows.NOT:
        return Reason(code="follows_no_index", subject=quotes_id)
    code = "rule_stated" if rule.stated else "rule_learned"
    return Reason(
        code=code,
        subject=quotes_id,
        measures=(
            Measure("follows", rule.follows.value),
            Measure("share", 100 * rule.share, "%"),
            Measure("lag", rule.lag, "periods"),
            Measure("window", rule.window, "periods"),
            Measure("resets", ", ".join(map(str, rule.resets)), "place in the year"),
            Measure("fit", 100 * rule.fit, "%"),
            Measure("observations", rule.observations, "price changes"),
        ),
    )
