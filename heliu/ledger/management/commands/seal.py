"""heliu seal: chain all posted entries by hash now instead of waiting for the background sealer."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from heliu.access.models import Company
from heliu.core.scope import system_scope
from heliu.ledger.services import seal_entries


class Command(BaseCommand):
    help = "Seal posted entries: chain them by hash, so that a later change by any hand is found by `heliu verify`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--company", help="code of one company; default: all")
        parser.add_argument("--json", action="store_true", help="print one JSON line")

    def handle(self, *args: Any, **options: Any) -> None:
        companies = Company.objects.order_by("code")
        if options["company"]:
            companies = companies.filter(code=options["company"])
        sealed = {
            company.code: seal_entries(
                system_scope(company.id, source="command"), limit=2**31, settling=dt.timedelta(0)
            )
            for company in companies
        }
        if options["json"]:
            self.stdout.write(json.dumps({"sealed": sealed, "ok": True}))
            return
        for code, count in sealed.items():
            self.stdout.write(f"{code}: {count} entries sealed")
