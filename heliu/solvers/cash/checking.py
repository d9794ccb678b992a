"""Refuses problems that cannot be understood, naming the document and the remedy."""

from collections.abc import Iterable

from heliu.solvers.cash.problem import CashProblem, Invoice, Order
from heliu.solvers.problems import InvalidProblem, require, require_number, require_unique

_EXACT = 1 << 53
_HORIZON_MAX = 730
_WHOLE_NUMBERS = "Give whole minor units and day indices"


def check(problem: CashProblem) -> None:
    """Raises InvalidProblem."""
    _require_whole("horizon", problem.horizon, problem.first_day, problem.floor)
    require_number("horizon", problem.horizon, at_least=1, at_most=_HORIZON_MAX)
    problem.calendar.check()
    _check_currencies(problem)
    for name, rows in (("invoice", problem.invoices), ("order", problem.orders), ("flow", problem.scheduled)):
        require_unique(name, (one.id for one in rows))
    require_unique("account", (one.account for one in problem.balances))
    for invoice in problem.invoices:
        _check_invoice(invoice, problem.first_day)
    for order in problem.orders:
        _check_order(order, problem.first_day)
    for flow in problem.scheduled:
        _require_whole(f"flow {flow.id}", flow.amount, *flow.days)
    for balance in problem.balances:
        _require_whole(f"account {balance.account}", balance.amount)
    _check_trade(problem)
    total = sum(one.amount for one in problem.invoices)
    require(total < _EXACT, "invoices", "add up to more than 2^53 minor units", "Report in a larger unit")


def _require_whole(offender: str, *values: int | None) -> None:
    for value in values:
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise InvalidProblem(offender, f"{value!r} is not a whole number", _WHOLE_NUMBERS)


def _check_currencies(problem: CashProblem) -> None:
    require_unique("rate", (rate.currency for rate in problem.rates))
    for rate in problem.rates:
        _require_whole(f"rate {rate.currency}", rate.numerator, rate.denominator)
        positive = rate.numerator > 0 and rate.denominator > 0
        require(positive, f"rate {rate.currency}", "is not positive", "Give a positive numerator and denominator")
        one = rate.currency != problem.currency or rate.numerator == rate.denominator
        require(one, f"rate {rate.currency}", "is the reporting currency's and not 1", "Leave it out")
    known = {problem.currency, *(rate.currency for rate in problem.rates)}
    for name, currency in _currencies(problem):
        require(currency in known, name, f"has no rate for {currency or 'an unnamed currency'}", "Give a rate for it")


def _currencies(problem: CashProblem) -> Iterable[tuple[str, str]]:
    yield from ((f"invoice {one.id}", one.currency) for one in problem.invoices)
    yield from ((f"order {one.id}", one.currency) for one in problem.orders)
    yield from ((f"flow {one.id}", one.currency) for one in problem.scheduled)
    yield from ((f"account {one.account}", one.currency) for one in problem.balances)
    yield from ((f"trade {one.id}", one.currency) for one in problem.expected_trade or ())


def _check_invoice(invoice: Invoice, first_day: int) -> None:
    name = f"invoice {invoice.id}"
    days = (invoice.issue_day, invoice.due_day, invoice.written_off_day, invoice.expected_day)
    _require_whole(name, invoice.amount, *days)
    require(
        invoice.amount > 0, name, f"has the amount {invoice.amount}", "Give a positive amount; the side is its sign"
    )
    late = invoice.due_day >= invoice.issue_day
    require(late, name, "is due before it is issued", "Give a due day on or after the day of issue")
    paid = 0
    for payment in invoice.payments:
        _require_whole(name, payment.day, payment.amount)
        require(payment.amount > 0, name, f"has a payment of {payment.amount}", "Net refunds with the payment first")
        require(payment.day < first_day, name, f"has a payment on day {payment.day}, which is not past", "Leave it out")
        paid += payment.amount
    require(paid <= invoice.amount, name, f"is paid {paid} of {invoice.amount}", "Book the excess as a prepayment")
    if invoice.written_off_day is not None:
        past = invoice.written_off_day < first_day
        require(past, name, "is written off in the future", "Leave future write-offs out")


def _check_order(order: Order, first_day: int) -> None:
    name = f"order {order.id}"
    _require_whole(name, order.amount, order.promised_day, order.terms_days)
    _require_whole(name, order.invoiced_day, order.cancelled_day, order.entered_day)
    require(order.amount > 0, name, f"has the amount {order.amount}", "Give a positive amount; the side is its sign")
    require(order.terms_days >= 0, name, f"has terms of {order.terms_days} days", "Give 0 for payment on invoice")
    if order.invoiced_day is not None:
        require(order.invoiced_day < first_day, name, "is invoiced in the future", "Leave the day out: it is open")
        require(order.cancelled_day is None, name, "is invoiced and cancelled", "Give one of both")
    if order.cancelled_day is not None:
        require(order.cancelled_day < first_day, name, "is cancelled in the future", "Leave the day out: it is open")
    if order.entered_day is not None:
        known = order.entered_day < first_day
        require(known, name, "is entered in the future", "Leave it out: it is expected trade")


def _check_trade(problem: CashProblem) -> None:
    rows = problem.expected_trade or ()
    require_unique("trade", (one.id for one in rows))
    for one in rows:
        name = f"trade {one.id}"
        _require_whole(name, one.first_day, one.last_day, one.terms_days, one.invoices)
        require(one.first_day <= one.last_day, name, "ends before it begins", "Swap the days")
        require(one.first_day >= problem.first_day, name, "begins in the past", "Give invoices instead")
        require_number(f"{name} mean", one.mean, at_least=0)
        require_number(f"{name} deviation", one.deviation, at_least=0)
        require_number(f"{name} shared_deviation", one.shared_deviation, at_least=0)
        require_number(f"{name} invoices", one.invoices, at_least=1)
        require_number(f"{name} terms_days", one.terms_days, at_least=0)
