"""明细账: the lines of one account with opening and running balance. The running balance travels in the cursor."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from heliu.core import gateway
from heliu.core.document_numbers import numbers_of
from heliu.core.document_schemas import amount_text, plain
from heliu.core.errors import InvalidInput
from heliu.core.paging import decode_cursor, encode_cursor, page_limit
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE
from heliu.core.scope import Scope
from heliu.ledger.models import EntryLine, Ledger, Period
from heliu.ledger.queries.accounts import account_of, descendants, ledger_of


@dataclass(frozen=True, slots=True)
class LedgerRange:
    """Which lines: an account with everything below it, both dates included, optionally of one party or item."""

    account_id: int
    date_from: dt.date
    date_to: dt.date
    ledger_id: int | None = None
    party_id: int | None = None
    item_id: int | None = None


_FOLDED = """
SELECT COALESCE(SUM(debit), 0), COALESCE(SUM(credit), 0) FROM ledger_accountbalance
WHERE company_id = %s AND ledger_id = %s AND {accounts} AND period_code < %s
"""
_SUMMED = """
SELECT COALESCE(SUM(debit), 0), COALESCE(SUM(credit), 0) FROM ledger_entryline
WHERE company_id = %s AND ledger_id = %s AND {accounts} AND business_date >= %s AND business_date < %s{filters}
"""
_BEGINNING = dt.date(1, 1, 1)
_LAST_DAY = dt.date.max - dt.timedelta(days=1)


def account_ledger(scope: Scope, wanted: LedgerRange, *, cursor: str | None = None, limit: int = 50) -> dict[str, Any]:
    """Opening balance, one page of lines with the balance after each, turnover and closing balance of the range.

    Balances are debit-positive strings with their side; a red line shows its minus on its own side.
    """
    if wanted.date_from > wanted.date_to:
        raise InvalidInput(field="date_from", reason="lies after date_to.", loc=("date_from",))
    ledger = ledger_of(scope, wanted.ledger_id)
    account = account_of(scope, ledger, wanted.account_id)
    reader = _Reader(scope, ledger, wanted, list(descendants(scope, account)))
    before = reader.until(wanted.date_from)
    after = reader.until(min(wanted.date_to, _LAST_DAY) + dt.timedelta(days=1))
    opening, debit, credit = before[0] - before[1], after[0] - before[0], after[1] - before[1]
    items, next_cursor = reader.page(opening, cursor, page_limit(limit))
    return {
        "account": {"id": str(account.id), "code": account.code, "name": account.name},
        "currency": ledger.currency,
        "normal_side": account.normal_side,
        "opening": amount_text(opening),
        "opening_side": side_of(opening),
        "debit": amount_text(debit),
        "credit": amount_text(credit),
        "closing": amount_text(opening + debit - credit),
        "closing_side": side_of(opening + debit - credit),
        "items": items,
        "next_cursor": next_cursor,
    }


def side_of(balance: int) -> str:
    """D debit (借), C credit (贷), Z zero (平)."""
    return "D" if balance > 0 else "C" if balance < 0 else "Z"


class _Reader:
    def __init__(self, scope: Scope, ledger: Ledger, wanted: LedgerRange, accounts: list[int]) -> None:
        self._scope = scope
        self._ledger = ledger
        self._wanted = wanted
        self._accounts = accounts

    def until(self, day: dt.date) -> tuple[int, int]:
        """Debits and credits before `day`: stored turnovers of whole months, plus the lines of the month it cuts."""
        if self._wanted.party_id is not None or self._wanted.item_id is not None:
            return self._summed(_BEGINNING, day)
        starts = Period.objects.filter(ledger_id=self._ledger.id, starts_on__lte=day).order_by("-code")
        period = starts.values_list("code", "starts_on").first()
        if period is None:
            return 0, 0
        code, starts_on = period
        sql = _FOLDED.format(accounts=gateway.in_list("account_id"))
        params = (self._scope.company_id, self._ledger.id, gateway.list_param(self._accounts), code)
        with gateway.cursor() as cur:
            debit, credit = gateway.fetch(cur, sql, params)[0]
        part_debit, part_credit = self._summed(starts_on, day)
        return int(debit) + part_debit, int(credit) + part_credit

    def _summed(self, first: dt.date, day: dt.date) -> tuple[int, int]:
        """Lines from `first` to the day before `day`."""
        if first >= day:
            return 0, 0
        company = self._scope.company_id
        filters = "".join(f" AND {column} = %s" for column, _ in self._filters())
        sql = _SUMMED.format(accounts=gateway.in_list("account_id"), filters=filters)
        params = [
            company,
            self._ledger.id,
            gateway.list_param(self._accounts),
            first,
            day,
            *(v for _, v in self._filters()),
        ]
        with gateway.cursor() as cur:
            debit, credit = gateway.fetch(cur, sql, params)[0]
        return int(debit), int(credit)

    def page(self, opening: int, cursor: str | None, limit: int) -> tuple[list[dict[str, Any]], str | None]:
        balance = opening
        rows = EntryLine.objects.filter(
            company_id=self._scope.company_id,
            ledger_id=self._ledger.id,
            account_id__in=self._accounts,
            business_date__gte=self._wanted.date_from,
            business_date__lte=self._wanted.date_to,
            **dict(self._filters()),
        )
        if cursor:
            day, last_id, balance = decode_cursor(cursor, dt.date, int, int)
            rows = rows.filter(business_date__gte=day).exclude(business_date=day, id__lte=last_id)
        found = list(rows.order_by("business_date", "id").values_list(*_COLUMNS)[: limit + 1])
        page = [_Line(*row) for row in found[:limit]]
        numbers = numbers_of(self._scope.company_id, (line.origin_id for line in page))
        items = []
        for line in page:
            balance += to_scaled(line.debit - line.credit, AMOUNT_SCALE)
            items.append(_shape(line, balance, numbers))
        more = len(found) > limit
        last = page[-1] if more else None
        return items, encode_cursor(last.business_date, last.id, balance) if last else None

    def _filters(self) -> list[tuple[str, int]]:
        pairs = (("party_id", self._wanted.party_id), ("item_id", self._wanted.item_id))
        return [(column, value) for column, value in pairs if value is not None]


_COLUMNS = (
    "id", "entry_id", "business_date", "debit", "credit", "currency", "amount_txn", "quantity", "account__code",
    "account__name", "party_id", "party__code", "party__name", "item_id", "item__code", "item__name", "entry__word",
    "entry__number", "entry__memo", "entry__origin_kind", "entry__origin_id", "entry__reverses_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """One row in the order of _COLUMNS; amounts as the ORM reads them."""

    id: int
    entry_id: int
    business_date: dt.date
    debit: Decimal
    credit: Decimal
    currency: str
    amount_txn: Decimal
    quantity: Decimal
    account_code: str
    account_name: str
    party_id: int | None
    party_code: str | None
    party_name: str | None
    item_id: int | None
    item_code: str | None
    item_name: str | None
    word: str
    number: int
    memo: str
    origin_kind: str
    origin_id: int
    reverses_id: int | None


def _shape(line: _Line, balance: int, numbers: dict[int, str]) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "entry_id": str(line.entry_id),
        "business_date": line.business_date,
        "voucher": f"{line.word}-{line.number}",
        "memo": line.memo,
        "account": {"code": line.account_code, "name": line.account_name},
        "debit": plain(line.debit),
        "credit": plain(line.credit),
        "balance": amount_text(abs(balance)),
        "side": side_of(balance),
        "currency": line.currency,
        "amount_txn": plain(line.amount_txn),
        "quantity": plain(line.quantity),
        "party": _ref(line.party_id, line.party_code, line.party_name),
        "item": _ref(line.item_id, line.item_code, line.item_name),
        "origin": {
            "kind": line.origin_kind,
            "id": str(line.origin_id),
            "number": numbers.get(line.origin_id, ""),
        },
        "is_red": line.debit < 0 or line.credit < 0,
        "is_reversal": line.reverses_id is not None,
    }


def _ref(row_id: int | None, code: str | None, name: str | None) -> dict[str, str] | None:
    return None if row_id is None else {"id": str(row_id), "code": code or "", "name": name or ""}
