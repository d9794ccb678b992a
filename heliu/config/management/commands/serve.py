"""heliu serve"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heliu.config import supervisor


class Command(BaseCommand):
    help = "Bring the database up to date and serve: web, worker and scheduler, until Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000, help="port, 0 for any free one (default: 8000)")
        parser.add_argument("--workers", type=int, default=None, help="web processes on PostgreSQL (default: cores)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            address = supervisor.free_address(options["host"], options["port"])
        except supervisor.PortTaken as error:
            raise CommandError(str(error)) from error
        supervisor.migrate()
        greeting = "\n".join(supervisor.greeting(address))

        def say() -> None:
            self.stdout.write(greeting)
            self.stdout.flush()

        supervisor.run(address, workers=options["workers"], when_ready=say)
