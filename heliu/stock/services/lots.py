"""Lots 批次: found by item and code, made when goods of a new one arrive."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from heliu.core import audit
from heliu.core.errors import InvalidInput, said
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.stock.models import Lot


@dataclass(frozen=True, slots=True)
class NewLot:
    """A lot as printed on the goods; dates where they are known."""

    item_id: int
    code: str
    produced_on: dt.date | None = None
    expires_on: dt.date | None = None


@business_transaction
def ensure_lots(scope: Scope, wanted: Sequence[NewLot]) -> dict[tuple[int, str], int]:
    """(item, code) → lot id. A known lot keeps its dates; raises InvalidInput when the goods say another expiry."""
    items = {lot.item_id for lot in wanted}
    known = {
        (lot.item_id, lot.code): lot
        for lot in Lot.objects.filter(
            company_id=scope.company_id, item_id__in=items, code__in={lot.code for lot in wanted}
        )
    }
    for lot in wanted:
        found = known.get((lot.item_id, lot.code))
        if found is None:
            known[lot.item_id, lot.code] = _create(scope, lot)
        elif lot.expires_on and found.expires_on and lot.expires_on != found.expires_on:
            raise InvalidInput(
                field="expires_on",
                reason=said(
                    "lot {code} expires on {day}; check the label.", code=lot.code, day=found.expires_on.isoformat()
                ),
            )
    return {key: lot.id for key, lot in known.items()}


def _create(scope: Scope, lot: NewLot) -> Lot:
    row = Lot.objects.create(
        company_id=scope.company_id, item_id=lot.item_id, code=lot.code, produced_on=lot.produced_on,
        expires_on=lot.expires_on,
    )  # fmt: skip
    after = {"expires_on": lot.expires_on.isoformat() if lot.expires_on else None}
    audit.record(scope, "create", noun="lot", object_id=row.id, label=lot.code, after=after)
    return row
