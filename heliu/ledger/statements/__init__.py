"""Formats of the financial statements as data: which lines, in which order, summed into what. One file per chart."""

import functools
import json
from importlib import resources
from typing import Any

from heliu.ledger.rules.statements import Format, LineFormat


@functools.cache
def formats_of(chart_code: str) -> tuple[Format, Format]:
    """(balance sheet, income statement) of a chart. Raises FileNotFoundError for a chart without formats."""
    raw = json.loads(resources.files(__package__).joinpath(f"{chart_code}.json").read_text(encoding="utf-8"))
    return (
        Format(_lines(raw["balance_sheet"]), raw["retained_earnings"]),
        Format(_lines(raw["income_statement"]), raw["retained_earnings"]),
    )


def _lines(rows: list[dict[str, Any]]) -> tuple[LineFormat, ...]:
    return tuple(
        LineFormat(
            key=row["key"],
            kind=row["kind"],
            side=row.get("side", ""),
            name=row["name"],
            name_en=row["name_en"],
            of=tuple(row.get("of", ())),
        )
        for row in rows
    )
