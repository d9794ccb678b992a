"""A new company gets its books and its usual units, tax codes and price levels at once."""

from heliu.access.events import CompanyCreated
from heliu.access.models import Company
from heliu.catalog.services import install_defaults
from heliu.core import clock
from heliu.posting.install import install_books


def install_company(event: CompanyCreated) -> None:
    """Books of the current year in the company's currency and framework, first warehouse, master defaults."""
    zone = Company.objects.values_list("time_zone", flat=True).get(id=event.company_id)
    install_defaults(event.scope)
    install_books(event.scope, currency=event.currency, framework=event.framework, first_year=clock.today(zone).year)
