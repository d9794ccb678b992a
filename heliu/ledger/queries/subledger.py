"""Balances of an account by party, largest first, from the stored sub-ledger."""

from typing import Any

from heliu.core import gateway
from heliu.core.document_schemas import amount_text
from heliu.core.paging import decode_cursor, encode_cursor, page_limit
from heliu.core.scope import Scope
from heliu.ledger.queries.accounts import account_of, descendants, ledger_of
from heliu.parties.models import Party

_BALANCES = """
SELECT party_key, SUM(amount) FROM ledger_subledgerbalance
WHERE company_id = %s AND ledger_id = %s AND {accounts} AND party_key <> 0
GROUP BY party_key
HAVING SUM(amount) <> 0 AND (SUM(amount) * {sign} < %s OR (SUM(amount) * {sign} = %s AND party_key > %s))
ORDER BY SUM(amount) * {sign} DESC, party_key LIMIT %s
"""
_START = 2**62


def party_balances(
    scope: Scope, *, account_id: int, ledger_id: int | None = None, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """Parties with a balance on the account (or below it), on its normal side first; amounts are debit-positive."""
    ledger = ledger_of(scope, ledger_id)
    account = account_of(scope, ledger, account_id)
    limit = page_limit(limit)
    amount, party = decode_cursor(cursor, int, int) if cursor else (_START, 0)
    sign = 1 if account.normal_side == "D" else -1
    sql = _BALANCES.format(accounts=gateway.in_list("account_id"), sign=sign)
    params = (
        scope.company_id, ledger.id, gateway.list_param(descendants(scope, account)), amount, amount, party, limit + 1,
    )  # fmt: skip
    with gateway.cursor() as cur:
        rows = [(int(r[0]), int(r[1])) for r in gateway.fetch(cur, sql, params)]
    page = rows[:limit]
    names = {p.id: p for p in Party.objects.filter(company_id=scope.company_id, id__in=[r[0] for r in page])}
    last = page[-1] if len(rows) > limit else None
    return {
        "items": [
            {
                "party": {"id": str(key), "code": names[key].code, "name": names[key].name},
                "amount": amount_text(value),
                "side": "D" if value > 0 else "C",
            }
            for key, value in page
        ],
        "next_cursor": encode_cursor(last[1] * sign, last[0]) if last else None,
    }
