"""A company with installed books, and vouchers written straight into the money book for tests of what reads it."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from heliu.access.models import Company
from heliu.core import clock, gateway
from heliu.core.ids import next_id
from heliu.core.scales import AMOUNT_SCALE, RATE_SCALE
from heliu.core.scope import Scope, system_scope
from heliu.ledger.models import Account, AccountBalance, Entry, EntryLine, Ledger, Period, SubledgerBalance
from heliu.parties.models import Party
from heliu.posting.install import install_books

ENTRY_COLUMNS = (
    "id", "company_id", "ledger_id", "period_id", "business_date", "word", "number", "kind", "memo",
    "origin_kind", "origin_id", "fact_id", "reverses_id", "posted_by_id", "posted_at",
)  # fmt: skip
LINE_COLUMNS = (
    "id", "company_id", "entry_id", "ledger_id", "account_id", "business_date", "line_no", "debit", "credit",
    "currency", "amount_txn", "rate", "party_id", "item_id", "quantity", "tax_code_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One line: account code and signed amount in ledger currency, debit positive; `red` keeps a minus on its side."""

    account: str
    amount: str
    party_id: int | None = None
    red: bool = False


@dataclass(slots=True)
class MoneyBook:
    scope: Scope
    ledger_id: int
    accounts: dict[str, int]
    periods: dict[int, int]
    numbers: dict[tuple[int, str], int] = field(default_factory=dict)

    def enter(
        self,
        day: str,
        *sides: Side,
        word: str = "记",
        memo: str = "",
        reverses_id: int | None = None,
        kind: str = "auto",
        origin_kind: str = "sales_invoice",
        number: int | None = None,
    ) -> int:
        """Writes a voucher as posting does: entry, lines in one statement, derived balances. Returns its id."""
        date = dt.date.fromisoformat(day)
        code = date.year * 100 + date.month
        if number is None:
            number = self.numbers.get((code, word), 0) + 1
        self.numbers[(code, word)] = number
        entry_id = next_id()
        entry = (
            entry_id, self.scope.company_id, self.ledger_id, self.periods[code], date, word, number, kind, memo,
            origin_kind, next_id(), next_id(), reverses_id, self.scope.user_id, clock.now(),
        )  # fmt: skip
        lines = [self._line(entry_id, date, i, side) for i, side in enumerate(sides, start=1)]
        with gateway.cursor() as cur:
            gateway.insert(cur, Entry, ENTRY_COLUMNS, [entry])
            gateway.insert(cur, EntryLine, LINE_COLUMNS, lines)
            self._fold(cur, code, lines)
        return entry_id

    def _line(self, entry_id: int, date: dt.date, number: int, side: Side) -> tuple[object, ...]:
        amount = scaled(side.amount)
        on_debit = (amount >= 0) != side.red
        debit, credit = (amount, 0) if on_debit else (0, -amount)
        return (
            next_id(), self.scope.company_id, entry_id, self.ledger_id, self.accounts[side.account], date, number,
            debit, credit, "CNY", amount, RATE_SCALE, side.party_id, None, 0, None,
        )  # fmt: skip

    def _fold(self, cur: object, code: int, lines: list[tuple[object, ...]]) -> None:
        turnover: dict[int, list[int]] = {}
        parties: dict[tuple[int, int], int] = {}
        for line in lines:
            account, debit, credit, party = line[4], line[7], line[8], line[12]
            sums = turnover.setdefault(account, [0, 0])  # type: ignore[arg-type]
            sums[0] += debit  # type: ignore[operator]
            sums[1] += credit  # type: ignore[operator]
            if party:
                key = (account, party)
                parties[key] = parties.get(key, 0) + debit - credit  # type: ignore[index, operator]
        company = self.scope.company_id
        gateway.add(
            cur, AccountBalance,
            keys=("company_id", "ledger_id", "account_id", "period_code", "currency"),
            adds=("debit", "credit", "amount_txn"), extra=("id",),
            rows=[(company, self.ledger_id, a, code, "CNY", d, c, d - c, next_id()) for a, (d, c) in turnover.items()],
        )  # fmt: skip
        gateway.add(
            cur, SubledgerBalance,
            keys=("company_id", "ledger_id", "account_id", "party_key", "item_key", "currency"),
            adds=("amount", "amount_txn", "quantity"), extra=("id",),
            rows=[(company, self.ledger_id, a, p, 0, "CNY", v, v, 0, next_id()) for (a, p), v in parties.items()],
        )  # fmt: skip


def scaled(amount: str) -> int:
    return int(Decimal(amount) * AMOUNT_SCALE)


def new_company(code: str = "T1") -> Company:
    return Company.objects.create(code=code, name=f"Company {code}", currency="CNY", created_at=clock.now())


def new_party(book: MoneyBook, code: str) -> int:
    """A party that both buys and sells."""
    now = clock.now()
    party = Party.objects.create(
        company_id=book.scope.company_id,
        code=code,
        name=f"Party {code}",
        is_customer=True,
        is_supplier=True,
        created_at=now,
        updated_at=now,
    )
    return int(party.id)


def money_book(*, framework: str = "CAS", year: int = 2026, code: str = "T1", user_id: int = 7) -> MoneyBook:
    company = new_company(code)
    install_books(system_scope(company.id, user_id=user_id), currency="CNY", framework=framework, first_year=year)
    return book_of(company, user_id=user_id)


def book_of(company: Company, *, user_id: int = 7) -> MoneyBook:
    """The primary ledger of a company whose books are installed."""
    ledger_id = Ledger.objects.values_list("id", flat=True).get(company=company, is_primary=True)
    return MoneyBook(
        scope=system_scope(company.id, user_id=user_id),
        ledger_id=ledger_id,
        accounts=dict(Account.objects.filter(company_id=company.id).values_list("code", "id")),
        periods=dict(Period.objects.filter(ledger_id=ledger_id).values_list("code", "id")),
    )


def sell(book: MoneyBook, day: str, gross: str = "113", net: str = "100", party_id: int | None = None) -> int:
    """赊销: Dr receivable, Cr revenue and output VAT."""
    tax = Decimal(gross) - Decimal(net)
    return book.enter(
        day,
        Side("1122", gross, party_id),
        Side("6001", f"-{net}"),
        Side("2221.01.07", f"-{tax}"),
        memo="sale",
    )
