"""Lists and pages of manual vouchers."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from heliu.access.queries import user_names
from heliu.core.document_lists import keyset_page
from heliu.core.document_schemas import plain
from heliu.core.errors import NotFound
from heliu.core.scope import Scope
from heliu.finance.kinds import MANUAL_VOUCHER as KIND
from heliu.finance.models import ManualVoucher, ManualVoucherLine
from heliu.finance.queries import shapes
from heliu.finance.queries.shapes import Shape

_BASE = tuple(name for name in shapes.HEADER if not name.startswith("party"))
_HEADER = (
    *_BASE, "amount", "ledger_id", "ledger__code", "ledger__name", "prepared_by_id", "approved_by_id", "approved_at",
)  # fmt: skip
_LINE = (
    "id", "line_no", "account_id", "account__code", "account__name", "party_id", "party__code", "party__name",
    "currency", "rate", "debit", "credit", "memo",
)  # fmt: skip
_RIGHT_FOR = {"submit": "create", "reject": "approve"}
"""Verbs that need the right to another one."""


@dataclass(frozen=True, slots=True)
class VoucherNarrowing:
    """What the list may be narrowed by; None, "" = not narrowed. account and party: of any line."""

    state: str = ""
    ledger_id: int | None = None
    account_id: int | None = None
    party_id: int | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    q: str = ""


def list_vouchers(scope: Scope, by: VoucherNarrowing, *, cursor: str | None, limit: int) -> Shape:
    """Newest first."""
    page = keyset_page(_narrowed(scope, by), columns=_HEADER, shape=lambda row: row, cursor=cursor, limit=limit)
    users = user_names(_people(page["items"]))
    page["items"] = [_header(row, users) for row in page["items"]]
    return page


def voucher(scope: Scope, document_id: int) -> Shape:
    """Header, lines, chain and verbs. Raises NotFound."""
    row = _narrowed(scope, VoucherNarrowing()).filter(id=document_id).values(*_HEADER).first()
    if row is None:
        raise NotFound(noun=KIND.noun, id=str(document_id))
    lines = ManualVoucherLine.objects.filter(company_id=scope.company_id, document_id=document_id)
    return {
        **_header(row, user_names(_people([row]))),
        "lines": [_line(line) for line in lines.order_by("line_no").values(*_LINE)],
        "verbs": _verbs(scope, row),
        "related": [*shapes.twins(scope, KIND, row, "amount"), *shapes.vouchers(scope, document_id)],
    }


def _narrowed(scope: Scope, by: VoucherNarrowing) -> QuerySet[ManualVoucher]:
    rows = ManualVoucher.objects.filter(company_id=scope.company_id)
    if scope.own_documents:
        rows = rows.filter(created_by_id=scope.user_id)
    exact = {
        "state": by.state or None, "ledger_id": by.ledger_id, "business_date__gte": by.date_from,
        "business_date__lte": by.date_to,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    lines = ManualVoucherLine.objects.filter(company_id=scope.company_id, document_id=OuterRef("id"))
    of_line = {"account_id": by.account_id, "party_id": by.party_id}
    wanted = {name: value for name, value in of_line.items() if value is not None}
    if wanted:
        rows = rows.filter(Exists(lines.filter(**wanted)))
    words = by.q.strip()
    if words:
        in_lines = lines.filter(Q(memo__icontains=words) | Q(party__name__icontains=words))
        rows = rows.filter(Q(number__icontains=words) | Q(memo__icontains=words) | Exists(in_lines))
    return rows


def _people(rows: list[Shape]) -> set[int]:
    names = ("created_by_id", "prepared_by_id", "approved_by_id")
    return {row[name] for row in rows for name in names if row[name] is not None}


def _header(row: Shape, users: dict[int, str]) -> Shape:
    ledger = None
    if row["ledger_id"] is not None:
        ledger = {"id": str(row["ledger_id"]), "code": row["ledger__code"], "name": row["ledger__name"]}
    return {
        **shapes.header({**row, "party_id": None}, KIND, users),
        "ledger": ledger,
        "amount": plain(row["amount"]),
        "prepared_by": _person(row["prepared_by_id"], users),
        "approved_by": _person(row["approved_by_id"], users),
        "approved_at": row["approved_at"],
        "totals": shapes.money_totals(row["amount"]),
        "progress": shapes.no_progress(),
    }


def _person(user_id: int | None, users: dict[int, str]) -> Shape | None:
    return None if user_id is None else {"id": str(user_id), "name": users.get(user_id, "")}


def _line(row: Shape) -> Shape:
    party = None
    if row["party_id"] is not None:
        party = {"id": str(row["party_id"]), "code": row["party__code"], "name": row["party__name"]}
    return {
        "id": str(row["id"]),
        "line_no": row["line_no"],
        "account": {"id": str(row["account_id"]), "code": row["account__code"], "name": row["account__name"]},
        "party": party,
        "currency": row["currency"],
        "rate": plain(row["rate"]),
        "debit": plain(row["debit"]),
        "credit": plain(row["credit"]),
        "memo": row["memo"],
    }


def _verbs(scope: Scope, row: Shape) -> list[str]:
    """What this user may do now; who prepared it is not offered to audit it."""
    if row["reverses_id"] is not None:
        return []
    found = [
        verb
        for verb in KIND.lifecycle.verbs(row["state"])
        if verb != "edit" and scope.can(KIND.permission(_RIGHT_FOR.get(verb, verb)))
    ]
    if scope.user_id in (row["prepared_by_id"], row["created_by_id"]) and "approve" in found:
        found.remove("approve")
    if row["state"] == "draft" and scope.can(KIND.permission("create")):
        found.append("update")
    return found
