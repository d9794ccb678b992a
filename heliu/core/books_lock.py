"""One lock per company: postings hold it side by side; who changes what they stand on holds it alone.

An account gets sub-accounts only while nothing is posted to it, a warehouse is retired only when it is empty: whoever
asks must not overlook a posting that is under way. SQLite has one writer at a time anyway.
"""

from typing import Any

from heliu.core import gateway
from heliu.core.transactions import alone_with

_BESIDE_OTHERS = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"


def post_beside_others(cur: Any, company_id: int) -> None:
    """For a posting, before it reads anything; until commit."""
    if gateway.is_postgresql():
        cur.execute(_BESIDE_OTHERS, (_name(company_id),))


def change_books_alone(company_id: int) -> None:
    """Waits for the postings under way and keeps others waiting, until commit."""
    alone_with(_name(company_id))


def _name(company_id: int) -> str:
    return f"books:{company_id}"
