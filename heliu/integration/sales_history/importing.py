"""A history into a company, from the first to the last step: what the commands `import` and `demo` have in common."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.core.management import call_command

from heliu.access.models import Company
from heliu.access.services.companies import NewCompany
from heliu.integration.histories import TradeHistory
from heliu.integration.models import RunState
from heliu.integration.sales_history import checks, companies, runs
from heliu.integration.sales_history.outcome import Outcome
from heliu.integration.sales_history.runs import Options

Bar = Callable[[int], AbstractContextManager[Callable[[int], None]]]


def silent(total: int) -> AbstractContextManager[Callable[[int], None]]:
    return nullcontext(lambda done: None)


def ready_company(new: NewCompany, *, code: str, dataset: str) -> Company:
    """The company to import into, in a database that is up to date; made as `new` says when there is none.

    Raises CompanyUnclear, CurrencyOfBooks.
    """
    call_command("migrate", verbosity=0, interactive=False)
    return companies.find_company(code=code, currency=new.currency, dataset=dataset) or companies.make_company(new)


def import_history(
    company: Company,
    history: TradeHistory,
    options: Options,
    *,
    started: int,
    bar: Bar = silent,
) -> Outcome:
    """Post what is not in the books yet and check the whole; `started`: monotonic nanoseconds when the command began.

    Raises AlreadyImported, PeriodClosed, and what a document is refused with; days posted before stay, and the next
    call continues behind them.
    """
    scope = companies.scope_of(company)
    first_day, last_day = runs.first_and_last_day(history)
    companies.open_periods(scope, first_day=first_day, last_day=last_day)
    run = runs.start_run(scope, history, options)
    simulation = runs.simulation_of(history, run)
    if run.state != RunState.DONE:
        with bar(history.classified.lines_posted) as progress:
            runs.post_run(scope, run, history, simulation, progress=progress)
    found = checks.check_run(scope, run, history, simulation)
    return _outcome(history, found, started)


def rehearse(history: TradeHistory, *, started: int) -> Outcome:
    """What an import would read, post and report; needs no database and writes nothing."""
    return _outcome(history, checks.line_checks(history) + checks.amount_checks(history), started)


def _outcome(history: TradeHistory, found: list[checks.Check], started: int) -> Outcome:
    return Outcome(
        dataset=history.dataset.value,
        lines_read=history.classified.history.lines_read,
        lines_posted=history.classified.lines_posted,
        lines_reported=history.classified.lines_reported,
        nanoseconds=time.monotonic_ns() - started,
        checks=tuple(found),
    )
