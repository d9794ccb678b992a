"""What the planner must know about a company's ledgers: accounts by key, styles, books, periods."""

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from heliu.core import gateway
from heliu.core.currency import exponent
from heliu.posting.errors import AccountNotDetermined, NoPeriod, PeriodClosed

RuleKey = tuple[str, int, int, int, int]


@dataclass(slots=True)
class LedgerConfig:
    """One full ledger. `rules` maps (key, item category, warehouse, party group, tax code), 0 = any, to an account."""

    id: int
    code: str
    currency: str
    exponent: int
    book_id: int
    fifo: bool
    red: bool
    is_primary: bool
    rules: dict[RuleKey, int]
    by_code: dict[str, int]
    codes: dict[int, str]
    control: frozenset[int]
    party_required: frozenset[int]
    uses_category: bool = False
    uses_warehouse: bool = False
    _cache: dict[RuleKey, int] = field(default_factory=dict)

    def account(self, wanted: RuleKey) -> int:
        """Account of a key; the most specific rule wins, in the order of the parts. Raises AccountNotDetermined."""
        found = self._cache.get(wanted)
        if found is None:
            found = self._cache[wanted] = self._resolve(wanted)
        return found

    def _resolve(self, wanted: RuleKey) -> int:
        best, best_score = 0, -1
        for rule, account in self.rules.items():
            if rule[0] != wanted[0] or any(r and r != w for r, w in zip(rule[1:], wanted[1:], strict=True)):
                continue
            score = sum(8 >> i for i, r in enumerate(rule[1:]) if r)
            if score > best_score:
                best, best_score = account, score
        if not best:
            raise AccountNotDetermined(ledger=self.code, key=wanted[0])
        return best

    def counterpart(self, primary: "LedgerConfig", account_id: int) -> int:
        """The account of this chart that has the same code as an account of the primary chart."""
        if self is primary:
            return account_id
        found = self.by_code.get(primary.codes.get(account_id, ""))
        if found is None:
            raise AccountNotDetermined(ledger=self.code, key=primary.codes.get(account_id, str(account_id)))
        return found


@dataclass
class PostingConfig:
    company_id: int
    ledgers: tuple[LedgerConfig, ...]
    counterparts: dict[str, int]

    @functools.cached_property
    def primary(self) -> LedgerConfig:
        return next(ledger for ledger in self.ledgers if ledger.is_primary)

    @functools.cached_property
    def by_book(self) -> dict[int, LedgerConfig]:
        """One ledger of every valuation book."""
        return {ledger.book_id: ledger for ledger in self.ledgers}

    @functools.cached_property
    def books(self) -> tuple[LedgerConfig, ...]:
        return tuple(self.by_book.values())

    @functools.cached_property
    def by_id(self) -> dict[int, LedgerConfig]:
        return {ledger.id: ledger for ledger in self.ledgers}


_LEDGERS = (
    "SELECT l.id, l.code, l.currency, l.reversal_style, l.is_primary, l.chart_id, v.book_id, b.cost_formula "
    "FROM ledger_ledger l JOIN posting_ledgervaluation v ON v.ledger_id = l.id "
    "JOIN stock_valuationbook b ON b.id = v.book_id WHERE l.company_id = %s ORDER BY l.is_primary DESC, l.id"
)
_RULES = (
    "SELECT key, item_category_id, warehouse_id, party_group_id, tax_code_id, account_id "
    "FROM posting_accountrule WHERE company_id = %s AND ledger_id = %s"
)
_ACCOUNTS = "SELECT id, code, is_control, party_required FROM ledger_account WHERE company_id = %s AND chart_id = %s"
_COUNTERPARTS = "SELECT kind, id FROM stock_location WHERE company_id = %s AND kind <> 'storage' ORDER BY id DESC"


def read_config(cur: Any, company_id: int) -> PostingConfig:
    ledgers = tuple(_read_ledger(cur, company_id, row) for row in gateway.fetch(cur, _LEDGERS, (company_id,)))
    counterparts = {str(kind): int(id_) for kind, id_ in gateway.fetch(cur, _COUNTERPARTS, (company_id,))}
    return PostingConfig(company_id, ledgers, counterparts)


def _read_ledger(cur: Any, company_id: int, row: tuple[Any, ...]) -> LedgerConfig:
    ledger_id, code, currency, style, is_primary, chart_id, book_id, formula = row
    rules: dict[RuleKey, int] = {
        (r[0], r[1] or 0, r[2] or 0, r[3] or 0, r[4] or 0): r[5]
        for r in gateway.fetch(cur, _RULES, (company_id, ledger_id))
    }
    accounts = gateway.fetch(cur, _ACCOUNTS, (company_id, chart_id))
    return LedgerConfig(
        id=ledger_id,
        code=code,
        currency=currency,
        exponent=exponent(currency),
        book_id=book_id,
        fifo=formula == "fifo",
        red=style == "red",
        is_primary=bool(is_primary),
        rules=rules,
        by_code={a[1]: a[0] for a in accounts},
        codes={a[0]: a[1] for a in accounts},
        control=frozenset(a[0] for a in accounts if a[2]),
        party_required=frozenset(a[0] for a in accounts if a[3]),
        uses_category=any(k[1] for k in rules),
        uses_warehouse=any(k[2] for k in rules),
    )


@dataclass(frozen=True, slots=True)
class PeriodRow:
    id: int
    ledger_id: int
    code: int
    starts_on: dt.date
    ends_on: dt.date
    state: str


class Periods:
    """Periods of a company's ledgers; refuses dates outside or in a closed one."""

    def __init__(self, rows: list[PeriodRow]) -> None:
        self._rows = sorted(rows, key=lambda r: r.code)
        self._found: dict[tuple[int, dt.date], PeriodRow] = {}

    def of(self, ledger: LedgerConfig, date: dt.date) -> PeriodRow:
        """Raises NoPeriod, PeriodClosed."""
        found = self._found.get((ledger.id, date))
        if found is None:
            found = self._found[(ledger.id, date)] = self._find(ledger, date)
        return found

    def _of_ledger(self, ledger: LedgerConfig) -> Iterator[PeriodRow]:
        return (row for row in self._rows if row.ledger_id == ledger.id)

    def _find(self, ledger: LedgerConfig, date: dt.date) -> PeriodRow:
        period = next((row for row in self._of_ledger(ledger) if row.starts_on <= date <= row.ends_on), None)
        if period is None:
            raise NoPeriod(date=date.isoformat(), ledger=ledger.code)
        if period.state == "closed":
            later = (r.starts_on for r in self._of_ledger(ledger) if r.state != "closed" and r.starts_on > date)
            first = min(later, default=None)
            raise PeriodClosed(
                date=date.isoformat(),
                period=str(period.code),
                ledger=ledger.code,
                first_open=first.isoformat() if first else "(none)",
            )
        return period


_PERIODS = "SELECT id, ledger_id, code, starts_on, ends_on, state FROM ledger_period WHERE company_id = %s"


def load_periods(cur: Any, company_id: int, *, all_open: bool = False) -> Periods:
    """All periods of the company's ledgers, twelve a year; `all_open` ignores closing (replay)."""
    return Periods(
        [
            PeriodRow(id_, ledger, code, gateway.as_date(first), gateway.as_date(last), "open" if all_open else state)
            for id_, ledger, code, first, last, state in gateway.fetch(cur, _PERIODS, (company_id,))
        ]
    )
