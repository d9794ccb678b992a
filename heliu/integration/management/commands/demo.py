"""heliu demo"""

import datetime as dt
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from heliu.access.models import Company
from heliu.access.services.companies import NewCompany
from heliu.core.errors import ErpError
from heliu.core.scope import system_scope
from heliu.integration.histories import NORTHWIND_CURRENCY, ONLINE_RETAIL_CURRENCY, Dataset, shipped_history
from heliu.integration.management.progress import bar
from heliu.integration.sales_history import companies, importing
from heliu.integration.sales_history.importing import Options
from heliu.ledger.services import seal_entries

COMPANIES = {
    Dataset.ONLINE_RETAIL: NewCompany(
        code="DEMO",
        name="合流演示 · 礼品零售 (Online Retail)",
        currency=ONLINE_RETAIL_CURRENCY,
        country="GB",
        time_zone="Europe/London",
    ),
    Dataset.NORTHWIND: NewCompany(
        code="NORTHWIND",
        name="合流演示 · 食品贸易 (Northwind)",
        currency=NORTHWIND_CURRENCY,
        country="US",
        time_zone="America/Los_Angeles",
    ),
}


_ALL = 2**31


class Command(BaseCommand):
    help = "Post half a year of a real retailer's trade through both books, check it to the penny, and serve."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        names = [dataset.value for dataset in Dataset]
        parser.add_argument("--dataset", choices=names, default=names[0], help="which shipped data set")
        parser.add_argument("--no-serve", action="store_true", help="prepare and check only")
        parser.add_argument("--json", action="store_true", help="one JSON line for machines, no progress bar")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000, help="port, 0 for any free one (default: 8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic_ns()
        dataset = Dataset(options["dataset"])
        try:
            with ThreadPoolExecutor(max_workers=1) as reader:
                reading = reader.submit(shipped_history, dataset)
                company = demo_company(dataset)
                history = reading.result()
            outcome = importing.import_history(
                company,
                history,
                Options(simulate_purchases=True, simulate_payments=True),
                started=started,
                bar=importing.silent if options["json"] else bar,
            )
        except ErpError as refused:
            raise CommandError(str(refused)) from refused
        except KeyboardInterrupt as interrupted:
            raise CommandError("Stopped; the same command continues where it ended.") from interrupted
        seal_entries(system_scope(company.id, source="demo"), limit=_ALL, settling=dt.timedelta(0))
        if options["json"]:
            self.stdout.write(orjson.dumps(outcome.as_json()).decode())
        else:
            for line in outcome.as_text(history):
                self.stdout.write(line)
        self.stdout.flush()
        if not outcome.ok:
            sys.exit(1)
        if not options["no_serve"]:
            call_command("serve", host=options["host"], port=options["port"])


def demo_company(dataset: Dataset) -> Company:
    """The company of the data set; made at the first start."""
    call_command("migrate", verbosity=0, interactive=False)
    new = COMPANIES[dataset]
    return Company.objects.filter(code=new.code).first() or companies.make_company(new)
