"""Charts of accounts as data: one JSON file per chart, read once, children inherit from the account above."""

import functools
import json
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

_FILES = ("cas.json", "cas_small.json")
_BALANCE_KEYS = ("debit", "credit", "by", "net_at")


@dataclass(frozen=True, slots=True)
class AccountTemplate:
    """One account; `lines` names its statement lines (heliu.ledger.rules.statements says how they are read)."""

    code: str
    name: str
    name_en: str
    account_class: str
    normal_side: str
    parent: str
    is_leaf: bool
    flags: frozenset[str]
    lines: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChartTemplate:
    code: str
    version: str
    frameworks: tuple[str, ...]
    name: str
    name_en: str
    accounts: tuple[AccountTemplate, ...]


@functools.cache
def all_charts() -> tuple[ChartTemplate, ...]:
    return tuple(_read(name) for name in _FILES)


def chart_for(framework: str) -> ChartTemplate:
    """The chart that a ledger of `framework` is installed with. Raises KeyError."""
    for chart in all_charts():
        if framework in chart.frameworks:
            return chart
    raise KeyError(framework)


def _read(name: str) -> ChartTemplate:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    raw = json.loads(text)
    parents = {_parent_code(row["code"]) for row in raw["accounts"]}
    known: dict[str, AccountTemplate] = {}
    for row in raw["accounts"]:
        known[row["code"]] = _account(row, known.get(_parent_code(row["code"])), is_leaf=row["code"] not in parents)
    return ChartTemplate(
        code=raw["code"],
        version=raw["version"],
        frameworks=tuple(raw["frameworks"]),
        name=raw["name"],
        name_en=raw["name_en"],
        accounts=tuple(known.values()),
    )


def _parent_code(code: str) -> str:
    return code.rpartition(".")[0]


def _account(row: dict[str, Any], above: AccountTemplate | None, *, is_leaf: bool) -> AccountTemplate:
    return AccountTemplate(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        account_class=row.get("class") or (above.account_class if above else ""),
        normal_side=row.get("side") or (above.normal_side if above else ""),
        parent=above.code if above else "",
        is_leaf=is_leaf,
        flags=frozenset(row["flags"]) if "flags" in row else (above.flags if above else frozenset()),
        lines=_lines(row, dict(above.lines) if above else {}),
    )


def _lines(row: dict[str, Any], inherited: dict[str, Any]) -> dict[str, Any]:
    """Own lines replace the inherited mapping of the same statement; `net` makes the children one balance."""
    own = row.get("lines", {})
    if "debit" in own:
        inherited = {k: v for k, v in inherited.items() if k not in _BALANCE_KEYS}
    lines = {**inherited, **own}
    if row.get("net"):
        lines["net_at"] = row["code"]
    return lines
