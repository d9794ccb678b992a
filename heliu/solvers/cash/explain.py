"""Reasons of a forecast, each recomputable from the input."""

import numpy as np

from heliu.solvers.answers import Alternative, Measure, Reason
from heliu.solvers.cash.backtest import Calibration
from heliu.solvers.cash.ledger import NEVER, Books
from heliu.solvers.cash.problem import CashProblem
from heliu.solvers.cash.result import CashForecast
from heliu.solvers.cash.survival import DelayCurve, kaplan_meier

_PARTIES = 10
_DOCUMENTS = 5


def reasons(problem: CashProblem, books: Books, forecast: CashForecast, calibration: Calibration) -> tuple[Reason, ...]:
    """Lowest point and the documents of its week, how the largest parties pay, how the band was set."""
    low = int(forecast.p10.argmin())
    found = [
        Reason(
            code="cash_lowest",
            measures=(
                Measure("day", forecast.first_day + low, "day"),
                Measure("p10", int(forecast.p10[low]), problem.currency),
                Measure("expected", int(forecast.expected[low]), problem.currency),
                Measure("below_floor", float(forecast.p_below_floor[low]), "probability"),
            ),
        )
    ]
    for driver, part in forecast.drivers.of_week(low // 7, largest=_DOCUMENTS):
        found.append(
            Reason(
                code="cash_lowest_week_document",
                subject=driver.document,
                measures=(
                    Measure("part", part, problem.currency),
                    Measure("amount", driver.amount, problem.currency),
                    Measure("expected_day", driver.expected_day, "day"),
                ),
            )
        )
    found += _party_reasons(problem, books)
    found.append(_band_reason(calibration))
    return tuple(found)


def _party_reasons(problem: CashProblem, books: Books) -> list[Reason]:
    """Parties with most open, by amount: the median delay of their invoices, those still open counted as censored."""
    open_per_unit = np.bincount(books.unit, weights=books.open_now, minlength=books.units.count)
    order = np.argsort(-open_per_unit, kind="stable")[:_PARTIES]
    names = {unit: key for key, unit in books.units.index.items()}
    found = []
    for unit in order[open_per_unit[order] > 0]:
        side, party = names[int(unit)]
        curve = unit_curve(books, int(unit))
        median = curve.quantile(0.5)
        code = "party_unknown"
        measures = [Measure("open", int(open_per_unit[unit]), problem.currency)]
        if median is not None:
            code = "party_pays_late" if median > 0 else "party_pays_on_time"
            measures.append(Measure("median_delay", median, "day"))
        measures += [Measure("invoices", curve.invoices, "pcs"), Measure("still_open", curve.censored, "pcs")]
        measures.append(Measure("side", side.value))
        found.append(Reason(code=code, subject=party, measures=tuple(measures)))
    return found


def unit_curve(books: Books, unit: int) -> DelayCurve:
    chosen = np.flatnonzero(books.unit == unit)
    chosen = chosen[books.issue[chosen] < books.first_day]
    first = np.full(len(books.unit), NEVER, dtype=np.int64)
    np.minimum.at(first, books.paid_invoice, books.paid_day)
    paid = first[chosen] < NEVER
    until = np.minimum(np.minimum(first[chosen], books.written_off[chosen]), books.first_day)
    delays = until - books.due[chosen]
    return kaplan_meier([int(delay) for delay in delays], [bool(one) for one in ~paid])


def _band_reason(calibration: Calibration) -> Reason:
    measures = [
        Measure("back_tests", calibration.origins, "pcs"),
        Measure("flow_factor", float(calibration.flow), "ratio"),
        Measure("balance_factor", float(calibration.balance.mean()), "ratio"),
    ]
    if not calibration.origins:
        return Reason(code="band_not_calibrated", measures=tuple(measures))
    measures.append(Measure("error", 100 * calibration.error, "%"))
    rivals = [("due_date", calibration.error_due_date), ("mean_of_13_weeks", calibration.error_mean)]
    name, error = min(rivals, key=lambda rival: rival[1])
    return Reason(
        code="band_calibrated",
        measures=tuple(measures),
        alternative=Alternative(choice=name, objective_difference=None, measures=(Measure("error", 100 * error, "%"),)),
    )
