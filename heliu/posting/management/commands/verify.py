"""heliu verify: prove the books on the live data (账实相符、账账相符); exit code 0 only when nothing is violated."""

import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heliu.access.models import Company
from heliu.core.verification import Verdict
from heliu.posting.verification import CHECKS, check_replay


class Command(BaseCommand):
    help = "Check every invariant of both books on the live data; changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--company", help="code of one company; default: all")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--skip-replay", action="store_true", help="leave out I10, the longest check")

    def handle(self, *args: Any, **options: Any) -> None:
        companies = Company.objects.order_by("code")
        if options["company"]:
            companies = companies.filter(code=options["company"])
        ids = list(companies.values_list("id", flat=True))
        if not ids:
            raise CommandError("There is no such company; run `heliu demo` or set one up first.")
        checks = [c for c in CHECKS if not (options["skip_replay"] and c is check_replay)]
        rows: list[dict[str, Any]] = []
        for check in checks:
            started = time.monotonic()
            verdicts = [check(company_id) for company_id in ids]
            rows.append(_merged(verdicts))
            if not options["json"]:
                self._print(rows[-1], time.monotonic() - started)
        ok = not any(row["violations"] for row in rows)
        if options["json"]:
            self.stdout.write(json.dumps({"ok": ok, "checks": rows}, ensure_ascii=False))
        else:
            self.stdout.write("ok: goods and money agree 账实相符" if ok else "NOT OK: see the violations above")
        if not ok:
            sys.exit(1)

    def _print(self, row: dict[str, Any], seconds: float) -> None:
        mark = "ok " if not row["violations"] else "BAD"
        self.stdout.write(
            f"{mark} {row['id']:<4} {row['name']:<58} {row['rows']:>10,} rows {row['violations']:>6} violations "
            f"{seconds:6.1f} s"
        )
        for evidence in row["evidence"][:10]:
            self.stdout.write(f"      {json.dumps(evidence, ensure_ascii=False)}")


def _merged(verdicts: list[Verdict]) -> dict[str, Any]:
    return {
        "id": verdicts[0].id,
        "name": verdicts[0].name,
        "rows": sum(v.rows for v in verdicts),
        "violations": sum(v.count for v in verdicts),
        "evidence": [e for v in verdicts for e in v.violations],
    }
