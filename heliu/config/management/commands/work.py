"""heliu work"""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from heliu.core.background import Background


class Command(BaseCommand):
    help = "Run jobs, schedules and the outbox in a process of their own (PostgreSQL; `heliu serve` starts one)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Background(sole=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.end())
        worker.start()
        worker.wait()
        worker.stop()
