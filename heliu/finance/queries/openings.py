"""Lists and pages of opening balances, and what all of them together make of the books."""

from typing import Any

from heliu.access.queries import user_names
from heliu.core import gateway
from heliu.core.document_lists import keyset_page
from heliu.core.document_schemas import amount_text, plain
from heliu.core.errors import NotFound
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE
from heliu.core.scope import Scope
from heliu.finance.kinds import OPENING_BALANCE as KIND
from heliu.finance.models import OpeningBalance, OpeningBalanceLine
from heliu.finance.queries import shapes
from heliu.finance.queries.shapes import DocumentFilter, Shape
from heliu.finance.rules.vouchers import CREDIT_KINDS, by_side
from heliu.ledger.models import Account
from heliu.ledger.queries.accounts import ledger_of
from heliu.posting.facts import AccountKey
from heliu.posting.models import AccountRule

_BASE = tuple(name for name in shapes.HEADER if not name.startswith("party"))
_HEADER = (*_BASE, "rate", "topic", "debit", "credit")
_LINE = (
    "id", "line_no", "kind", "account_id", "account__code", "account__name", "party_id", "party__code", "party__name",
    "item_number", "due_date", "amount", "memo",
)  # fmt: skip


def list_openings(
    scope: Scope, by: DocumentFilter, *, topic: str = "", cursor: str | None = None, limit: int = 50
) -> Shape:
    """Newest first."""
    rows = shapes.narrowed(scope, OpeningBalance.objects.all(), by, text=("memo",), has_party=False)
    if topic:
        rows = rows.filter(topic=topic)
    page = keyset_page(rows, columns=_HEADER, shape=lambda row: row, cursor=cursor, limit=limit)
    users = user_names(row["created_by_id"] for row in page["items"])
    page["items"] = [_header(row, users) for row in page["items"]]
    return page


def opening(scope: Scope, document_id: int) -> Shape:
    """Header, lines, chain and verbs. Raises NotFound."""
    rows = shapes.narrowed(scope, OpeningBalance.objects.filter(id=document_id), DocumentFilter(), has_party=False)
    row: Shape | None = rows.values(*_HEADER).first()
    if row is None:
        raise NotFound(noun=KIND.noun, id=str(document_id))
    lines = OpeningBalanceLine.objects.filter(company_id=scope.company_id, document_id=document_id)
    red = row["reverses_id"] is not None
    return {
        **_header(row, user_names([row["created_by_id"]])),
        "lines": [_line(line, red=red) for line in lines.order_by("line_no").values(*_LINE)],
        "verbs": shapes.verbs(scope, KIND, row),
        "related": [*shapes.twins(scope, KIND, row, "debit"), *shapes.vouchers(scope, document_id)],
    }


def _header(row: Shape, users: dict[int, str]) -> Shape:
    return {
        **shapes.header({**row, "party_id": None}, KIND, users),
        "topic": row["topic"],
        "debit": plain(row["debit"]),
        "credit": plain(row["credit"]),
        "totals": shapes.money_totals(None),
        "progress": shapes.no_progress(),
    }


def _line(row: Shape, *, red: bool) -> Shape:
    account = party = None
    if row["account_id"] is not None:
        account = {"id": str(row["account_id"]), "code": row["account__code"], "name": row["account__name"]}
    if row["party_id"] is not None:
        party = {"id": str(row["party_id"]), "code": row["party__code"], "name": row["party__name"]}
    debit, credit = by_side(to_scaled(row["amount"], AMOUNT_SCALE), red=red)
    return {
        "id": str(row["id"]),
        "line_no": row["line_no"],
        "kind": row["kind"],
        "account": account,
        "party": party,
        "item_number": row["item_number"],
        "due_date": row["due_date"],
        "amount": plain(-row["amount"] if row["kind"] in CREDIT_KINDS else row["amount"]),
        "debit": amount_text(debit),
        "credit": amount_text(credit),
        "memo": row["memo"],
    }


_BROUGHT = """
SELECT l.account_id, SUM(l.debit - l.credit) FROM ledger_entryline l
WHERE l.company_id = %s AND l.entry_id IN (
    SELECT o.entry_id FROM ledger_entryline o WHERE o.company_id = %s AND o.ledger_id = %s AND {accounts})
GROUP BY l.account_id
"""
_SOURCES = """
SELECT e.origin_kind, COUNT(DISTINCT e.id), SUM(o.debit - o.credit)
FROM ledger_entryline o JOIN ledger_entry e ON e.id = o.entry_id
WHERE o.company_id = %s AND o.ledger_id = %s AND {accounts}
GROUP BY e.origin_kind ORDER BY e.origin_kind
"""


def opening_check(scope: Scope, *, ledger_id: int | None = None) -> Shape:
    """The opening trial balance: every account of every entry that touches OPENING, goods brought in included.

    Complete (`ok`) when nothing is left on OPENING; until then `sources` say what put it there.
    """
    ledger = ledger_of(scope, ledger_id)
    rules = AccountRule.objects.filter(company_id=scope.company_id, ledger_id=ledger.id, key=AccountKey.OPENING.value)
    opening_accounts = sorted(set(rules.values_list("account_id", flat=True)))
    ids = gateway.list_param(opening_accounts)
    with gateway.cursor() as cur:
        sql = _BROUGHT.format(accounts=gateway.in_list("o.account_id"))
        sums = {
            int(row[0]): int(row[1])
            for row in gateway.fetch(cur, sql, (scope.company_id, scope.company_id, ledger.id, ids))
        }
        sql = _SOURCES.format(accounts=gateway.in_list("o.account_id"))
        sources = gateway.fetch(cur, sql, (scope.company_id, ledger.id, ids))
    left = sum(sums.get(account, 0) for account in opening_accounts)
    items = _check_items(scope, sums, frozenset(opening_accounts))
    return {
        "ledger_id": str(ledger.id),
        "currency": ledger.currency,
        "items": items,
        "debit": amount_text(sum(value for value in sums.values() if value > 0)),
        "credit": amount_text(-sum(value for value in sums.values() if value < 0)),
        "balanced": sum(sums.values()) == 0,
        "left": amount_text(left),
        "ok": left == 0,
        "sources": [
            {"kind": str(kind), "vouchers": int(count), "amount": amount_text(int(amount))}
            for kind, count, amount in sources
        ],
    }


def _check_items(scope: Scope, sums: dict[int, int], opening_accounts: frozenset[int]) -> list[Shape]:
    accounts: Any = Account.objects.filter(company_id=scope.company_id, id__in=list(sums)).order_by("code")
    return [
        {
            "account": {"id": str(account_id), "code": code, "name": name},
            "name_en": name_en,
            "debit": amount_text(max(sums[account_id], 0)),
            "credit": amount_text(max(-sums[account_id], 0)),
            "is_opening": account_id in opening_accounts,
        }
        for account_id, code, name, name_en in accounts.values_list("id", "code", "name", "name_en")
        if sums[account_id] or account_id in opening_accounts
    ]
