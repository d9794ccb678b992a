"""heliu setup-link"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heliu.config import supervisor


class Command(BaseCommand):
    help = "Print a new one-time link for the first administrator; earlier links end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        supervisor.migrate()
        link = supervisor.setup_link(supervisor.Address(host=options["host"], port=options["port"]))
        if link is None:
            raise CommandError("An administrator exists already; other owners can reset a password under Users.")
        self.stdout.write(link)
