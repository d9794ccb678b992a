"""heliu doctor"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from heliu.config import doctor


class Command(BaseCommand):
    help = "Examine this installation: data directory, secrets, database, migrations, worker. Exit code 0 when sound."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON line for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = doctor.examine()
        if options["json"]:
            self.stdout.write(json.dumps(doctor.as_json(findings), ensure_ascii=False))
        else:
            for finding in findings:
                mark = "ok  " if finding.ok else "FAIL"
                self.stdout.write(
                    f"{mark} {finding.name}: {finding.seen}" + (f"  → {finding.remedy}" if finding.remedy else "")
                )
        if not all(f.ok for f in findings):
            sys.exit(1)
