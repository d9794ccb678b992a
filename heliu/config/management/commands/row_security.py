"""heliu row-security"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from heliu.core import fence


class Command(BaseCommand):
    help = "Switch PostgreSQL's row-level security between companies on or off; run `on` again after each upgrade."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=("on", "off"))

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has row-level security.")
        with transaction.atomic():
            tables = fence.raise_fence() if options["state"] == "on" else fence.lower_fence()
        self.stdout.write(f"{len(tables)} tables: {options['state']}")
        if options["state"] == "on":
            self.stdout.write("Set HELIU_ROW_SECURITY=1 for `heliu serve`, with a database user that is no superuser.")
