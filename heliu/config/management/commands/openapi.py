"""heliu openapi"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from heliu.config.api import api


class Command(BaseCommand):
    help = "Print the OpenAPI document, or write it with --out; the same text for the same code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=None, help="file to write, e.g. web/openapi.json")

    def handle(self, *args: Any, **options: Any) -> None:
        text = document()
        if options["out"] is None:
            self.stdout.write(text, ending="")
        else:
            options["out"].write_text(text, encoding="utf-8")


def document() -> str:
    """Sorted keys, so that two runs and two machines agree."""
    schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
