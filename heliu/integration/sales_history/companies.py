"""The company that a history is imported into: found or made, with open periods for all its days."""

import datetime as dt

from heliu.access.models import Company, MembershipRole
from heliu.access.services.companies import NewCompany, create_company
from heliu.core import clock
from heliu.core.scope import Scope, system_scope
from heliu.core.transactions import business_transaction
from heliu.integration.errors import CompanyUnclear, CurrencyOfBooks
from heliu.integration.models import ImportRun
from heliu.ledger import services as ledger
from heliu.ledger.models import Ledger, Period
from heliu.posting.errors import PeriodClosed
from heliu.posting.install import choose_first_year
from heliu.posting.models import PostedFact

SOURCE = "import"


def find_company(*, code: str, currency: str, dataset: str) -> Company | None:
    """The named company; without a name the one that has such imports, else the only one. None: there is no company.

    Raises CompanyUnclear, CurrencyOfBooks.
    """
    companies = list(Company.objects.filter(is_active=True).order_by("code"))
    if code:
        named = [company for company in companies if company.code == code]
        if not named:
            raise CompanyUnclear(wanted=code, known=", ".join(company.code for company in companies) or "none")
        return _in_currency(named[0], currency)
    if not companies:
        return None
    runs = ImportRun.objects.filter(company__in=companies, dataset=dataset)
    earlier = set(runs.values_list("company_id", flat=True))
    found = [company for company in companies if company.pk in earlier]
    found = found or [company for company in companies if company.currency == currency]
    if len(found) != 1 and len(companies) != 1:
        raise CompanyUnclear(wanted="", known=", ".join(company.code for company in companies))
    return _in_currency((found or companies)[0], currency)


def _in_currency(company: Company, currency: str) -> Company:
    if company.currency != currency:
        raise CurrencyOfBooks(company=company.code, books=company.currency, file=currency)
    return company


def make_company(new: NewCompany) -> Company:
    """A company with its books; it goes to the first owner there is, or waits for the first administrator."""
    first = MembershipRole.objects.filter(role__code="owner", role__is_preset=True).order_by("membership__user_id")
    owner = first.values_list("membership__user_id", "membership__user__username").first()
    if owner is None:
        return create_company(None, new, owner_id=None)
    return create_company(None, new, owner_id=owner[0], owner_name=owner[1])


def scope_of(company: Company) -> Scope:
    return system_scope(company.pk, source=SOURCE)


@business_transaction
def open_periods(scope: Scope, *, first_day: dt.date, last_day: dt.date) -> None:
    """Periods from the history's first day to the current year. Raises PeriodClosed, YearNotAdjacent."""
    last_year = max(last_day.year, clock.today("UTC").year)
    if not PostedFact.objects.filter(company_id=scope.company_id).exists():
        years = _years(scope)
        if years and years[0] <= first_day.year and years[1] >= last_year:
            return
        choose_first_year(scope, first_year=first_day.year, years=last_year - first_day.year + 1)
        return
    for ledger_id in Ledger.objects.filter(company_id=scope.company_id).values_list("id", flat=True):
        first, last = _years(scope, ledger_id) or (first_day.year, first_day.year - 1)
        for year in (*range(first - 1, first_day.year - 1, -1), *range(last + 1, last_year + 1)):
            ledger.open_year(scope, ledger_id, year)
    _refuse_closed(scope, first_day, last_day)


def _years(scope: Scope, ledger_id: int | None = None) -> tuple[int, int] | None:
    periods = Period.objects.filter(company_id=scope.company_id)
    if ledger_id is not None:
        periods = periods.filter(ledger_id=ledger_id)
    codes = list(periods.order_by("code").values_list("code", flat=True))
    return (codes[0] // 100, codes[-1] // 100) if codes else None


def _refuse_closed(scope: Scope, first_day: dt.date, last_day: dt.date) -> None:
    closed = Period.objects.filter(
        company_id=scope.company_id, state="closed", ends_on__gte=first_day, starts_on__lte=last_day
    )
    row = closed.order_by("code").values_list("code", "ledger__code").first()
    if row is not None:
        raise PeriodClosed(
            date=first_day.isoformat(), period=str(row[0]), ledger=row[1], first_open="(reopen it before the import)"
        )
