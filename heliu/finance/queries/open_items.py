"""Reading the open items of the primary ledger: what is open, by whom, of which document."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heliu.core import gateway
from heliu.ledger.models import Ledger


@dataclass(frozen=True, slots=True)
class OpenItemRow:
    """One open item; amounts are debit-positive and scaled, `_txn` in the item's own currency.

    key: the document line for goods-like and opening items, else the document.
    """

    kind: str
    party_id: int
    currency: str
    origin_kind: str
    origin_id: int
    key: int
    number: str
    quantity: int
    open_quantity: int
    amount_txn: int
    open_txn: int
    business_date: dt.date


@dataclass(frozen=True, slots=True)
class PrimaryLedger:
    id: int
    currency: str


_COLUMNS = (
    "kind, party_id, currency, origin_kind, origin_id, origin_key, origin_number, quantity, open_quantity, "
    "amount_txn, open_txn, business_date"
)


def primary_ledger(company_id: int) -> PrimaryLedger:
    """The ledger documents settle in. Raises Ledger.DoesNotExist while the company has no books."""
    with gateway.cursor() as cur:
        rows = gateway.fetch(
            cur, "SELECT id, currency FROM ledger_ledger WHERE company_id = %s AND is_primary", (company_id,)
        )
    if not rows:
        raise Ledger.DoesNotExist
    return PrimaryLedger(*rows[0])


def by_key(company_id: int, kinds: Sequence[str], keys: Iterable[int]) -> dict[int, OpenItemRow]:
    """Items of the named origins (documents, or lines for goods-like kinds), open or settled."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    marks = ", ".join(["%s"] * len(kinds))
    ledger = primary_ledger(company_id)
    with gateway.cursor() as cur:
        rows = gateway.fetch(
            cur,
            f"SELECT {_COLUMNS} FROM ledger_openitem WHERE company_id = %s AND ledger_id = %s "  # noqa: S608
            f"AND kind IN ({marks}) AND {gateway.in_list('origin_key')}",
            (company_id, ledger.id, *kinds, gateway.list_param(wanted)),
        )
    return {r[5]: OpenItemRow(r[0], r[1] or 0, *r[2:11], business_date=gateway.as_date(r[11])) for r in rows}
