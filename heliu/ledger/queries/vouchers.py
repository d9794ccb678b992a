"""Vouchers 记账凭证: the list with its filters, and one voucher with the document behind it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from heliu.access.models import User
from heliu.core.document_lists import keyset_page
from heliu.core.document_numbers import ids_of, numbers_of
from heliu.core.document_schemas import plain
from heliu.core.errors import NotFound
from heliu.core.scope import Scope
from heliu.ledger.models import Account, Entry, EntryLine, EntrySeal, Ledger
from heliu.ledger.queries.accounts import descendants, ledger_of

_COLUMNS = (
    "id", "ledger_id", "period__code", "business_date", "word", "number", "kind", "memo", "origin_kind", "origin_id",
    "fact_id", "reverses_id", "posted_by_id", "posted_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VoucherFilter:
    """None or empty = any. q: voucher number (12, 记-12), number of the document behind it, or part of the memo."""

    ledger_id: int | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    period: int | None = None
    word: str = ""
    number: int | None = None
    kind: str = ""
    account_id: int | None = None
    party_id: int | None = None
    origin_kind: str = ""
    origin_id: int | None = None
    amount: Decimal | None = None
    q: str = ""


def voucher_list(scope: Scope, wanted: VoucherFilter, *, cursor: str | None = None, limit: int = 50) -> dict[str, Any]:
    """Newest first; each row with its total and the document it came from."""
    ledger = ledger_of(scope, wanted.ledger_id)
    rows = _filtered(scope, ledger, wanted)
    page = keyset_page(rows, columns=_COLUMNS, shape=lambda row: row, cursor=cursor, limit=limit)
    page["items"] = _shaped(scope, ledger, page["items"])
    return page


def _filtered(scope: Scope, ledger: Ledger, wanted: VoucherFilter) -> QuerySet[Entry]:
    rows = Entry.objects.filter(company_id=scope.company_id, ledger_id=ledger.id)
    given = {
        "business_date__gte": wanted.date_from,
        "business_date__lte": wanted.date_to,
        "period__code": wanted.period,
        "word": wanted.word,
        "number": wanted.number,
        "kind": wanted.kind,
        "origin_kind": wanted.origin_kind,
        "origin_id": wanted.origin_id,
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value not in (None, "")})
    if wanted.q:
        rows = rows.filter(_matching(scope, wanted.q))
    return _by_line(scope, rows, wanted)


def _matching(scope: Scope, q: str) -> Q:
    word, dash, number = q.strip().rpartition("-")
    found = Q(memo__icontains=q)
    if number.isascii() and number.isdigit() and len(number) <= 9:
        found |= Q(number=int(number), word=word) if dash else Q(number=int(number))
    origins = ids_of(scope.company_id, q.strip())
    return found | Q(origin_id__in=origins) if origins else found


def _by_line(scope: Scope, rows: QuerySet[Entry], wanted: VoucherFilter) -> QuerySet[Entry]:
    """Filters on one and the same line: account (with sub-accounts), party, amount on either side."""
    lines = EntryLine.objects.filter(entry_id=OuterRef("id"))
    if wanted.account_id is not None:
        account = Account.objects.filter(company_id=scope.company_id, id=wanted.account_id).first()
        if account is None:
            raise NotFound(noun="Account", id=str(wanted.account_id))
        lines = lines.filter(account_id__in=descendants(scope, account))
    if wanted.party_id is not None:
        lines = lines.filter(party_id=wanted.party_id)
    if wanted.amount is not None:
        lines = lines.filter(Q(debit=wanted.amount) | Q(credit=wanted.amount))
    if (wanted.account_id, wanted.party_id, wanted.amount) == (None, None, None):
        return rows
    return rows.filter(Exists(lines))


def _shaped(scope: Scope, ledger: Ledger, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Totals, document numbers, reversals and names of a whole page: a constant number of queries."""
    ids = [row["id"] for row in rows]
    lines = EntryLine.objects.filter(entry_id__in=ids).values("entry_id").annotate(total=Sum("debit"))
    totals = {row["entry_id"]: row["total"] for row in lines}
    numbers = numbers_of(scope.company_id, (row["origin_id"] for row in rows))
    reversals = dict(Entry.objects.filter(reverses_id__in=ids).values_list("reverses_id", "id"))
    users = {u.pk: u.shown_name for u in User.objects.filter(pk__in={row["posted_by_id"] for row in rows})}
    return [
        {
            "id": str(row["id"]),
            "ledger_id": str(row["ledger_id"]),
            "period": row["period__code"],
            "business_date": row["business_date"],
            "word": row["word"],
            "number": row["number"],
            "label": f"{row['word']}-{row['number']}",
            "kind": row["kind"],
            "memo": row["memo"],
            "currency": ledger.currency,
            "total": plain(totals.get(row["id"], Decimal(0))),
            "is_red": totals.get(row["id"], Decimal(0)) < 0,
            "origin": {
                "kind": row["origin_kind"],
                "id": str(row["origin_id"]),
                "number": numbers.get(row["origin_id"], ""),
            },
            "reverses_id": _text(row["reverses_id"]),
            "reversed_by_id": _text(reversals.get(row["id"])),
            "posted_by": {"id": str(row["posted_by_id"]), "name": users.get(row["posted_by_id"], "")},
            "posted_at": row["posted_at"],
        }
        for row in rows
    ]


def voucher(scope: Scope, entry_id: int) -> dict[str, Any]:
    """One voucher with lines, the document behind it, reversal links, seal, and its twins in other ledgers."""
    rows = list(Entry.objects.filter(company_id=scope.company_id, id=entry_id).values(*_COLUMNS))
    if not rows:
        raise NotFound(noun="Voucher", id=str(entry_id))
    row = rows[0]
    head = _shaped(scope, ledger_of(scope, row["ledger_id"]), rows)[0]
    linked = [i for i in (row["reverses_id"], head["reversed_by_id"] and int(head["reversed_by_id"])) if i]
    links = {e.id: e for e in Entry.objects.filter(company_id=scope.company_id, id__in=linked)}
    seal = EntrySeal.objects.filter(company_id=scope.company_id, entry_id=entry_id).values("sequence", "hash").first()
    lines = _lines(entry_id)
    return {
        **head,
        "lines": [_line(line) for line in lines],
        "total_debit": plain(sum((line["debit"] for line in lines), Decimal(0))),
        "total_credit": plain(sum((line["credit"] for line in lines), Decimal(0))),
        "reverses": _link(links.get(row["reverses_id"])),
        "reversed_by": _link(links.get(int(head["reversed_by_id"] or 0))),
        "seal": {"sequence": str(seal["sequence"]), "hash": seal["hash"]} if seal else None,
        "twins": _twins(scope, row),
    }


def _lines(entry_id: int) -> list[dict[str, Any]]:
    columns = (
        "id", "line_no", "account_id", "account__code", "account__name", "debit", "credit", "currency", "amount_txn",
        "rate", "party_id", "party__code", "party__name", "item_id", "item__code", "item__name", "quantity",
        "tax_code__code",
    )  # fmt: skip
    return list(EntryLine.objects.filter(entry_id=entry_id).order_by("line_no").values(*columns))


def _line(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "line_no": row["line_no"],
        "account": _ref(row, "account"),
        "debit": plain(row["debit"]),
        "credit": plain(row["credit"]),
        "currency": row["currency"],
        "amount_txn": plain(row["amount_txn"]),
        "rate": plain(row["rate"]),
        "party": _ref(row, "party"),
        "item": _ref(row, "item"),
        "quantity": plain(row["quantity"]),
        "tax_code": row["tax_code__code"],
        "is_red": row["debit"] < 0 or row["credit"] < 0,
    }


def _ref(row: dict[str, Any], name: str) -> dict[str, str] | None:
    if row[f"{name}_id"] is None:
        return None
    return {"id": str(row[f"{name}_id"]), "code": row[f"{name}__code"], "name": row[f"{name}__name"]}


def _link(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {"id": str(entry.id), "label": f"{entry.word}-{entry.number}", "business_date": entry.business_date}


def _twins(scope: Scope, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Entries of the same fact in the other ledgers."""
    twins = (
        Entry.objects.filter(company_id=scope.company_id, origin_id=row["origin_id"], fact_id=row["fact_id"])
        .exclude(id=row["id"])
        .order_by("ledger_id", "id")
        .values_list("id", "ledger__code", "word", "number")
    )
    return [{"id": str(i), "ledger": code, "label": f"{word}-{number}"} for i, code, word, number in twins]


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)
