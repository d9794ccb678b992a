"""Balance sheet and income statement from account balances: pure arithmetic on scaled, debit-positive amounts.

An account names its lines: {"debit": …, "credit": …} the balance-sheet line for a debit and for a credit balance, with
"by": "party" to look at every party by itself (往来重分类) and "net_at": code to net sub-accounts first (应交增值税);
{"income": [line, details …]} the lines of the income statement.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class LineFormat:
    """kind: heading, line, detail (of the line above, in no total) or total. side: on which it counts positive."""

    key: str
    kind: str
    side: str
    name: str
    name_en: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    lines: tuple[LineFormat, ...]
    retained_earnings: str


@dataclass(frozen=True, slots=True)
class AccountAmount:
    """A leaf account's balance, debit positive; `parties` its part by party (0 = none) when lines are by party."""

    code: str
    amount: int
    lines: Mapping[str, Any]
    parties: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """amount counts positive on the line's own side; codes: the accounts in it."""

    format: LineFormat
    amount: int
    codes: tuple[str, ...]


def balance_sheet(form: Format, accounts: Iterable[AccountAmount]) -> list[StatementLine]:
    """Untransferred profit and loss (accounts of the income statement) counts as retained earnings."""
    sums: dict[str, int] = {}
    codes: dict[str, set[str]] = {}

    def put(key: str, amount: int, members: Iterable[str]) -> None:
        if amount:
            sums[key] = sums.get(key, 0) + amount
            codes.setdefault(key, set()).update(members)

    netted: dict[str, list[AccountAmount]] = {}
    for account in accounts:
        if "income" in account.lines:
            put(form.retained_earnings, account.amount, (account.code,))
        elif account.lines.get("by") == "party":
            for part in _by_party(account):
                put(_line_of(account.lines, part), part, (account.code,))
        else:
            netted.setdefault(account.lines.get("net_at", account.code), []).append(account)
    for group in netted.values():
        amount = sum(account.amount for account in group)
        put(_line_of(group[0].lines, amount), amount, (account.code for account in group))
    return _filled(form.lines, sums, codes)


def income_statement(form: Format, accounts: Iterable[AccountAmount]) -> list[StatementLine]:
    """`amount` of an account here is its turnover of the time asked for, without the transfer to 本年利润."""
    sums: dict[str, int] = {}
    codes: dict[str, set[str]] = {}
    for account in accounts:
        for key in account.lines.get("income", ()):
            sums[key] = sums.get(key, 0) + account.amount
            codes.setdefault(key, set()).add(account.code)
    return _filled(form.lines, sums, codes)


def _by_party(account: AccountAmount) -> list[int]:
    """Each party's balance, and what no party explains."""
    rest = account.amount - sum(account.parties.values())
    return [*account.parties.values(), rest]


def _line_of(lines: Mapping[str, Any], amount: int) -> str:
    return str(lines["debit"] if amount >= 0 else lines["credit"])


def _filled(form: Sequence[LineFormat], sums: Mapping[str, int], codes: Mapping[str, set[str]]) -> list[StatementLine]:
    """Every line of the format in order; a total adds what stands on its side and takes off what does not."""
    unknown = sorted(set(sums) - {line.key for line in form})
    if unknown:
        raise ValueError(f"the format has no line {', '.join(unknown)}")
    done: dict[str, StatementLine] = {}
    for line in form:
        if line.kind == "total":
            parts = [done[key] for key in line.of]
            amount = sum(part.amount if part.format.side == line.side else -part.amount for part in parts)
            done[line.key] = StatementLine(line, amount, ())
        else:
            amount = sums.get(line.key, 0)
            shown = amount if line.side == "D" else -amount
            done[line.key] = StatementLine(line, shown, tuple(sorted(codes.get(line.key, ()))))
    return list(done.values())
