"""Rows of money documents in the shape of heliu.core.document_schemas."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from heliu.core.document_schemas import amount_text, plain
from heliu.core.lifecycle import DocumentState, Progress, progress_of
from heliu.core.scope import Scope
from heliu.finance.kinds import DocumentKind
from heliu.finance.queries.open_items import OpenItemRow
from heliu.ledger.models import Entry, OpenItem

Shape = dict[str, Any]

HEADER = (
    "id", "number", "state", "business_date", "memo", "version", "simulated", "created_by_id", "created_at",
    "posted_at", "reverses_id", "reversed_by_id", "party_id", "party__code", "party__name", "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list may be narrowed by; None, "" or False = not narrowed."""

    state: str = ""
    party_id: int | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    q: str = ""
    simulated: bool | None = None
    open_only: bool = False


def narrowed(
    scope: Scope,
    rows: QuerySet[Any],
    by: DocumentFilter,
    *,
    items: Sequence[str] = (),
    text: Sequence[str] = (),
    has_party: bool = True,
) -> QuerySet[Any]:
    """Documents of the company (and of the user, where so limited) narrowed by every set field.

    items: kinds of open items that say whether a document is still open. has_party: the header names one.
    """
    rows = rows.filter(company_id=scope.company_id)
    if scope.own_documents:
        rows = rows.filter(created_by_id=scope.user_id)
    exact = {
        "state": by.state or None, "party_id": by.party_id, "business_date__gte": by.date_from,
        "business_date__lte": by.date_to, "simulated": by.simulated,
    }  # fmt: skip
    rows = rows.filter(**{key: value for key, value in exact.items() if value is not None})
    words = by.q.strip()
    if words:
        found = Q(number__icontains=words)
        if has_party:
            found |= Q(party__name__icontains=words)
        for name in text:
            found |= Q(**{f"{name}__icontains": words})
        rows = rows.filter(found)
    if by.open_only and items:
        own = OpenItem.objects.filter(company_id=scope.company_id, kind__in=items, origin_key=OuterRef("id"))
        rows = rows.filter(Exists(own.exclude(open_txn=0)))
    return rows


def header(row: Shape, kind: DocumentKind, users: dict[int, str]) -> Shape:
    """What all money documents have in common; callers add totals and progress."""
    party = None
    if row["party_id"] is not None:
        party = {"id": str(row["party_id"]), "code": row["party__code"], "name": row["party__name"]}
    return {
        "id": str(row["id"]),
        "kind": kind.noun,
        "number": row["number"],
        "state": row["state"],
        "business_date": row["business_date"],
        "party": party,
        "warehouse": None,
        "currency": row["currency"],
        "rate": plain(row["rate"]) if "rate" in row else "1",
        "memo": row["memo"],
        "reference": row.get("reference", ""),
        "version": row["version"],
        "simulated": row["simulated"],
        "created_by": {"id": str(row["created_by_id"]), "name": users.get(row["created_by_id"], "")},
        "created_at": row["created_at"],
        "posted_at": row["posted_at"],
        "reverses_id": text_id(row["reverses_id"]),
        "reversed_by_id": text_id(row["reversed_by_id"]),
    }


def text_id(value: int | None) -> str | None:
    return None if value is None else str(value)


def money_totals(amount: Any) -> Shape:
    return {"quantity": None, "net": None, "tax": None, "gross": plain(amount)}


def settlement(state: str, item: OpenItemRow | None) -> tuple[Progress | None, str | None]:
    """How far a posted document is settled, and what is open (debit-positive, its own currency)."""
    if state != DocumentState.POSTED:
        return None, None
    if item is None or item.amount_txn == 0:
        return Progress.FULL, "0"
    done = abs(item.amount_txn) - abs(item.open_txn)
    return progress_of(done, abs(item.amount_txn)), amount_text(item.open_txn)


def no_progress(settled: Progress | None = None) -> Shape:
    return {"delivery": None, "invoicing": None, "settlement": settled}


def verbs(scope: Scope, kind: DocumentKind, row: Shape) -> list[str]:
    """What this user may do with the document now; a mirror is not reversed again."""
    if row["reverses_id"] is not None:
        return []
    found = [
        verb
        for verb in kind.lifecycle.verbs(row["state"])
        if verb != "edit" and scope.can(kind.permission(verb)) and not (verb == "red" and row.get("is_red"))
    ]
    if row["state"] == DocumentState.DRAFT and scope.can(kind.permission("create")):
        found.append("update")
    return found


def related(kind: str, row: Shape, amount: Any = None) -> Shape:
    return {
        "kind": kind,
        "id": str(row["id"]),
        "number": row["number"],
        "state": row["state"],
        "date": row["business_date"],
        "amount": plain(amount),
    }


def twins(scope: Scope, kind: DocumentKind, row: Shape, amount: str) -> list[Shape]:
    """The reversed original or the reversing mirror."""
    ids = [i for i in (row["reverses_id"], row["reversed_by_id"]) if i is not None]
    rows = kind.model.objects.filter(company_id=scope.company_id, id__in=ids).order_by("id")
    found = rows.values("id", "number", "state", "business_date", amount)
    return [related(kind.noun, other, other[amount]) for other in found]


def vouchers(scope: Scope, document_id: int) -> list[Shape]:
    """Vouchers of the primary ledger that this document caused."""
    if not scope.can("ledger.voucher.read"):
        return []
    rows = Entry.objects.filter(company_id=scope.company_id, origin_id=document_id, ledger__is_primary=True)
    return [
        {
            "kind": "voucher",
            "id": str(row["id"]),
            "number": f"{row['word']}-{row['number']}",
            "state": "posted",
            "date": row["business_date"],
            "amount": None,
        }
        for row in rows.order_by("id").values("id", "word", "number", "business_date")
    ]
