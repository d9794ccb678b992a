"""heliu import"""

import sys
import time
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from heliu.access.services.companies import NewCompany
from heliu.core.errors import ErpError
from heliu.integration.errors import ImportRefused
from heliu.integration.histories import ONLINE_RETAIL_CURRENCY, Dataset, TradeHistory, online_retail_history
from heliu.integration.management.progress import bar
from heliu.integration.sales_history import importing
from heliu.integration.sales_history.importing import Options

FORMATS = (Dataset.ONLINE_RETAIL.value,)


class Command(BaseCommand):
    help = "Bring records of other systems into a company. Exit code 0 only when the books agree with the file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
        history = kinds.add_parser("sales-history", help="invoice lines of past sales, posted through both books")
        history.add_argument("file", type=Path, help="CSV (also .gz) or XLSX")
        history.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="form of the file")
        history.add_argument("--company", default="", help="code of the company (default: the one that fits)")
        history.add_argument("--currency", default="", help="currency of the amounts (default: GBP)")
        history.add_argument(
            "--stock",
            choices=("simulate", "books"),
            default="simulate",
            help="simulate (default): purchases that the sales need are added and marked; books: only what is there",
        )
        history.add_argument("--dry-run", action="store_true", help="read and count, write nothing")
        history.add_argument("--json", action="store_true", help="one JSON line for machines, no progress bar")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic_ns()
        try:
            outcome, history = self._import(started, options)
        except ImportRefused as refused:
            raise CommandError("\n".join([str(refused), *(f"  {fault}" for fault in refused.faults)])) from refused
        except ErpError as refused:
            raise CommandError(str(refused)) from refused
        except KeyboardInterrupt as interrupted:
            raise CommandError("Stopped; the same command continues where it ended.") from interrupted
        if options["json"]:
            self.stdout.write(orjson.dumps(outcome.as_json()).decode())
        else:
            for line in outcome.as_text(history):
                self.stdout.write(line)
        if not outcome.ok:
            sys.exit(1)

    def _import(self, started: int, options: dict[str, Any]) -> tuple[importing.Outcome, TradeHistory]:
        currency = options["currency"].upper() or ONLINE_RETAIL_CURRENCY
        history = online_retail_history(options["file"], currency=currency)
        if options["dry_run"]:
            return importing.rehearse(history, started=started), history
        company = importing.ready_company(
            NewCompany(name="导入的销售历史", currency=currency, country="GB", time_zone="Europe/London"),
            code=options["company"],
            dataset=history.dataset.value,
        )
        how = Options(simulate_purchases=options["stock"] == "simulate")
        shown = importing.silent if options["json"] else bar
        return importing.import_history(company, history, how, started=started, bar=shown), history
