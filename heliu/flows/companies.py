"""A new company gets its books and its usual units, tax codes, price levels and party groups at once."""

from heliu.access.events import CompanyCreated
from heliu.access.models import Company
from heliu.catalog import services as catalog
from heliu.core import clock
from heliu.parties import services as parties
from heliu.posting.install import install_books


def install_company(event: CompanyCreated) -> None:
    """Books of the current year in the company's currency and framework, first warehouse, master defaults."""
    zone = Company.objects.values_list("time_zone", flat=True).get(id=event.company_id)
    catalog.install_defaults(event.scope)
    parties.install_defaults(event.scope)
    install_books(event.scope, currency=event.currency, framework=event.framework, first_year=clock.today(zone).year)
