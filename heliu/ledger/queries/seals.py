"""How far the hash chain has come."""

from typing import Any

from heliu.core import gateway
from heliu.core.scope import Scope

_STATE = (
    "SELECT (SELECT COUNT(*) FROM ledger_entryseal WHERE company_id = %s), "
    "(SELECT COUNT(*) FROM ledger_entry WHERE company_id = %s)"
)
_LAST = "SELECT hash FROM ledger_entryseal WHERE company_id = %s ORDER BY sequence DESC LIMIT 1"


def seal_state(scope: Scope) -> dict[str, Any]:
    with gateway.cursor() as cur:
        sealed, posted = gateway.fetch(cur, _STATE, (scope.company_id, scope.company_id))[0]
        last = gateway.fetch(cur, _LAST, (scope.company_id,))
    return {"sealed": int(sealed), "waiting": int(posted) - int(sealed), "last_hash": str(last[0][0]) if last else ""}
