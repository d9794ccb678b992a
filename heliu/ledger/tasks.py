"""Standing jobs of the money book, over all companies."""

from typing import Any

from heliu.access.models import Company
from heliu.core import clock
from heliu.core.jobs import JobRun, job
from heliu.core.scope import system_scope
from heliu.ledger.models import Period
from heliu.ledger.services import open_year, seal_entries

_ENTRIES_PER_RUN = 50_000


@job("ledger.seal_entries", cron="* * * * *")
def seal_all(run: JobRun) -> dict[str, Any]:
    """Chain what was posted since the last run; what is left over waits for the next minute."""
    companies = list(Company.objects.filter(is_active=True).values_list("id", flat=True))
    sealed = 0
    for done, company_id in enumerate(companies, start=1):
        sealed += seal_entries(system_scope(company_id, source="job"), limit=_ENTRIES_PER_RUN)
        run.progress(done, len(companies))
    return {"sealed": sealed}


@job("ledger.open_coming_year", cron="10 1 * 12 *")
def open_coming_year(run: JobRun) -> dict[str, Any]:
    """In December every ledger whose periods end with this year gets the next one."""
    opened = 0
    for company_id, zone in Company.objects.filter(is_active=True).values_list("id", "time_zone"):
        year = clock.today(zone).year
        months = Period.objects.filter(company_id=company_id)
        ending = set(months.filter(code=year * 100 + 12).values_list("ledger_id", flat=True))
        going_on = set(months.filter(code=(year + 1) * 100 + 1).values_list("ledger_id", flat=True))
        for ledger_id in ending - going_on:
            open_year(system_scope(company_id, source="job"), ledger_id, year + 1)
            opened += 1
    run.progress(1, 1)
    return {"ledgers": opened}
