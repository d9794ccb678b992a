"""Install a ledger: chart, accounts, periods. Set-based; a second call for the same chart reuses its accounts."""

import calendar
import datetime as dt

from django.db.models import Max, Min

from heliu.core import audit
from heliu.core.books_lock import change_books_alone
from heliu.core.errors import DuplicateCode, InvalidInput, NotFound, said
from heliu.core.ids import next_ids
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.ledger.charts import ChartTemplate, chart_for
from heliu.ledger.errors import LedgerInUse, YearNotAdjacent
from heliu.ledger.models import Account, Chart, Entry, Framework, Ledger, Period, PeriodState, ReversalStyle
from heliu.ledger.services.periods import alone_with_months

_RED_STYLE = frozenset({Framework.CAS, Framework.CAS_SMALL, Framework.MANAGEMENT})


@business_transaction
def install_ledger(
    scope: Scope,
    *,
    code: str,
    name: str,
    framework: str,
    currency: str,
    first_year: int,
    is_primary: bool,
    years: int = 1,
) -> int:
    """Ledger with chart and `years` × 12 open periods; returns its id. Raises DuplicateCode, InvalidInput."""
    scope.require("ledger.ledger.manage")
    if framework not in Framework.values:
        raise InvalidInput(field="framework", reason=said("{value} is not known.", value=framework))
    if Ledger.objects.filter(company_id=scope.company_id, code=code).exists():
        raise DuplicateCode(noun="Ledger", value=code)
    ledger = Ledger.objects.create(
        company_id=scope.company_id,
        code=code,
        name=name,
        framework=framework,
        chart_id=_chart(scope, chart_for(framework)),
        currency=currency,
        reversal_style=ReversalStyle.RED_NEGATIVE if framework in _RED_STYLE else ReversalStyle.SWAP,
        is_primary=is_primary,
    )
    for year in range(first_year, first_year + years):
        _create_periods(scope, ledger.id, year)
    audit.record(scope, "install", noun="ledger", object_id=ledger.id, label=code, after={"framework": framework})
    return int(ledger.id)


@business_transaction
def open_year(scope: Scope, ledger_id: int, year: int) -> int:
    """Twelve open periods of the year after the last or before the first one; returns how many were made.

    A year that exists is left alone. Before the first year only while nothing is closed. Raises YearNotAdjacent.
    """
    scope.require("ledger.period.open")
    ledger = _ledger(scope, ledger_id)
    alone_with_months(ledger_id)
    periods = Period.objects.filter(company_id=scope.company_id, ledger_id=ledger_id)
    span = periods.aggregate(first=Min("code"), last=Max("code"))
    first, last = span["first"] // 100, span["last"] // 100
    if first <= year <= last:
        return 0
    closed = periods.exclude(state=PeriodState.OPEN).exists()
    if year != last + 1 and (year != first - 1 or closed):
        raise YearNotAdjacent(year=year, ledger=ledger.code, first=first, last=last)
    _create_periods(scope, ledger_id, year)
    audit.record(scope, "open_year", noun="ledger", object_id=ledger_id, label=ledger.code, after={"year": year})
    return 12


@business_transaction
def choose_first_year(scope: Scope, ledger_id: int, *, first_year: int, years: int = 1) -> None:
    """Replace the periods of a ledger in which nothing was posted yet: its books begin in another year.

    Of two choices at once the later one holds; a posting under way is waited for. Raises NotFound, LedgerInUse.
    """
    scope.require("ledger.ledger.manage")
    ledger = _ledger(scope, ledger_id)
    alone_with_months(ledger_id)
    change_books_alone(scope.company_id)
    if Entry.objects.filter(company_id=scope.company_id, ledger_id=ledger_id).exists():
        raise LedgerInUse(ledger=ledger.code)
    Period.objects.filter(company_id=scope.company_id, ledger_id=ledger_id).delete()
    for year in range(first_year, first_year + years):
        _create_periods(scope, ledger_id, year)
    audit.record(
        scope, "choose_first_year", noun="ledger", object_id=ledger_id, label=ledger.code, after={"year": first_year}
    )


def _ledger(scope: Scope, ledger_id: int) -> Ledger:
    ledger = Ledger.objects.filter(company_id=scope.company_id, id=ledger_id).first()
    if ledger is None:
        raise NotFound(noun="Ledger", id=str(ledger_id))
    return ledger


def _create_periods(scope: Scope, ledger_id: int, year: int) -> None:
    Period.objects.bulk_create(
        Period(
            company_id=scope.company_id,
            ledger_id=ledger_id,
            code=year * 100 + month,
            starts_on=dt.date(year, month, 1),
            ends_on=dt.date(year, month, calendar.monthrange(year, month)[1]),
        )
        for month in range(1, 13)
    )


def _chart(scope: Scope, template: ChartTemplate) -> int:
    existing = Chart.objects.filter(company_id=scope.company_id, code=template.code).first()
    if existing is not None:
        return int(existing.id)
    chart = Chart.objects.create(
        company_id=scope.company_id,
        code=template.code,
        name=template.name,
        framework=template.frameworks[0],
        version=template.version,
    )
    _create_accounts(scope, int(chart.id), template)
    return int(chart.id)


def _create_accounts(scope: Scope, chart_id: int, template: ChartTemplate) -> None:
    ids = dict(zip((a.code for a in template.accounts), next_ids(len(template.accounts)), strict=True))
    Account.objects.bulk_create(
        Account(
            id=ids[account.code],
            company_id=scope.company_id,
            chart_id=chart_id,
            parent_id=ids.get(account.parent),
            code=account.code,
            name=account.name,
            name_en=account.name_en,
            account_class=account.account_class,
            normal_side=account.normal_side,
            is_leaf=account.is_leaf,
            is_cash="cash" in account.flags,
            is_monetary="monetary" in account.flags,
            party_required="party" in account.flags,
            item_required="item" in account.flags,
            is_control="control" in account.flags,
            statement_lines=account.lines,
        )
        for account in template.accounts
    )
