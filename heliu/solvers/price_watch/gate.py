"""The gate: buying ahead on a forecast is switched off where its own past decisions lost money.

A shadow of the policy runs all the time, also while the gate is closed, so that it can open again. What it is judged by
is the realised saving of each period: what the goods used in it would have cost at that period's price, minus what was
paid for them with holding.
"""

import math
from dataclasses import dataclass

import numpy as np

from heliu.solvers.answers import Measure, Reason
from heliu.solvers.price_watch.problem import Floats
from heliu.solvers.problems import require


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePolicy:
    """`fewest_periods` of record before the gate may open. `memory`: periods after which a result counts half.
    `required_t`: the gate closes where the remembered saving lies below this many standard
    errors: −1.5 closes on evidence of a loss, not on the absence of a proof of gain. `stop_loss`: share of a year's
    spend that may be lost over the last `stop_window` periods before it closes whatever the longer record says."""

    fewest_periods: int = 48
    memory: float = 120.0
    required_t: float = -1.5
    stop_loss: float = 0.05
    stop_window: int = 36
    periods_per_year: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class GateVerdict:
    """`mean_saving`: remembered saving as a share of spend; `t`: in standard errors; `recent`: saving over the stop
    window as a share of a year's spend."""

    open: bool
    mean_saving: float
    t: float
    recent: float
    reason: Reason


def timing_gate(savings: Floats, spends: Floats, *, policy: GatePolicy | None = None, subject: str = "") -> GateVerdict:
    """`savings[i]`, `spends[i]`: realised saving and spend at current prices of past period i, oldest first. Raises
    InvalidProblem for series of different length or spends that are not positive."""
    rule = policy or GatePolicy()
    require(len(savings) == len(spends), "savings", f"have {len(savings)} periods, spends {len(spends)}", "Align them")
    require(bool(np.isfinite(savings).all()), "savings", "are not all finite", "Leave unknown periods out")
    require(bool((spends > 0).all()), "spends", "are not all positive", "Leave periods without purchases out")
    mean, t = _remembered(savings / spends, rule.memory) if len(savings) else (0.0, 0.0)
    window = slice(max(len(savings) - rule.stop_window, 0), None)
    year = float(spends[window].mean()) * rule.periods_per_year if len(spends) else 0.0
    recent = float(savings[window].sum()) / year if year else 0.0
    code = "gate_open"
    if len(savings) < rule.fewest_periods:
        code = "gate_closed_short_record"
    elif t < rule.required_t:
        code = "gate_closed_losing"
    elif recent < -rule.stop_loss:
        code = "gate_closed_recent_loss"
    measures = (
        Measure("mean_saving", 100 * mean, "%"),
        Measure("t", t, "standard errors"),
        Measure("recent_saving", 100 * recent, "% of a year's spend"),
        Measure("record", len(savings), "periods"),
    )
    reason = Reason(code=code, subject=subject, measures=measures)
    return GateVerdict(open=code == "gate_open", mean_saving=mean, t=t, recent=recent, reason=reason)


def exposure_share(regrets: Floats, year_spend: float, *, cap: float, level: float = 0.1) -> float:
    """Share, 0 … 1, of a purchase ahead at which the mean of its worst `level` of scenarios loses `cap` of a year's
    spend. `regrets[s]`: what the whole purchase costs more in scenario s than buying as needed. Wild markets are
    entered in smaller steps than calm ones. Raises InvalidProblem for a spend or level that is not positive."""
    require(year_spend > 0, "year spend", f"{year_spend} is not positive", "Give a year's spend at current prices")
    require(0 < level <= 1, "level", f"{level} is not a share", "Give a number above 0 and up to 1")
    worst = np.sort(regrets)[::-1][: max(math.ceil(level * len(regrets)), 1)]
    loss = float(worst.mean()) / year_spend
    return min(1.0, cap / loss) if loss > 0 else 1.0


def _remembered(shares: Floats, memory: float) -> tuple[float, float]:
    """Weighted mean and its standard error in units of itself; neighbours overlap by the months of cover, so the error
    takes the first five autocovariances in (Bartlett weights, Newey and West 1987)."""
    weights = 0.5 ** (np.arange(len(shares))[::-1] / memory)
    weights = weights / weights.sum()
    mean = float(weights @ shares)
    terms = weights * (shares - mean)
    variance = float(terms @ terms)
    for lag in range(1, min(6, len(shares))):
        variance += 2 * (1 - lag / 6) * float(terms[lag:] @ terms[:-lag])
    return mean, mean / math.sqrt(variance) if variance > 0 else 0.0
