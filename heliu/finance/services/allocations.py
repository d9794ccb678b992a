"""Open items named by money documents: they exist, belong to the party, and are open that much."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from heliu.core.currency import exponent
from heliu.core.document_schemas import amount_text
from heliu.core.errors import InvalidInput, said
from heliu.core.rounding import amount_step
from heliu.finance.errors import AllocationAboveOpen, AllocationNotOpen
from heliu.finance.queries.open_items import OpenItemRow, by_key
from heliu.finance.rules.drafts import AllocationDraft
from heliu.posting.facts import Allocation


class OpenItems:
    """Items that a batch of documents settles, read once and used up in order."""

    def __init__(self, company_id: int, kinds: Sequence[str], allocations: Iterable[AllocationDraft]) -> None:
        self._items = by_key(company_id, kinds, (a.key for a in allocations))
        self._used: dict[int, int] = defaultdict(int)

    def take(
        self, allocation: AllocationDraft, *, party_id: int, currency: str, on: dt.date, loc: tuple[str | int, ...]
    ) -> OpenItemRow:
        """The item, with amount and discount used up. Raises AllocationNotOpen, AllocationAboveOpen, InvalidInput.

        on: the day of the settlement; what is not owed yet cannot be settled, or the ageing of a day in between would
        not be the ledger's.
        """
        if allocation.amount < 0 or allocation.discount < 0 or allocation.amount + allocation.discount == 0:
            raise InvalidInput(loc=(*loc, "amount"), field="amount", reason="settle a positive amount.")
        step = amount_step(exponent(currency))
        if allocation.amount % step or allocation.discount % step:
            raise InvalidInput(loc=(*loc, "amount"), field="amount", reason="settle what can be paid in this currency.")
        key = allocation.key
        item = self._items.get(key)
        if item is None or item.party_id != party_id or item.currency != currency:
            raise AllocationNotOpen(
                loc=loc, origin_kind=allocation.origin_kind, origin_id=str(allocation.origin_id), currency=currency
            )
        if on < item.business_date:
            reason = said(
                "not before {date}, the day of {number}.", date=item.business_date.isoformat(), number=item.number
            )
            raise InvalidInput(loc=("business_date",), field="business_date", reason=reason)
        self._used[key] += allocation.amount + allocation.discount
        if self._used[key] > abs(item.open_txn):
            raise AllocationAboveOpen(
                loc=(*loc, "amount"),
                number=item.number,
                asked=amount_text(self._used[key]),
                open=amount_text(abs(item.open_txn)),
            )
        return item


def fact_allocations(drafts: Iterable[AllocationDraft]) -> tuple[Allocation, ...]:
    """As posting takes them: its amount is what leaves the item, discount included."""
    return tuple(
        Allocation(
            origin_id=draft.origin_id,
            amount_txn=draft.amount + draft.discount,
            origin_line_id=draft.origin_line_id,
            discount_txn=draft.discount,
        )
        for draft in drafts
    )


COLUMNS = (
    "id", "company_id", "document_id", "line_no", "origin_kind", "origin_id", "origin_line_id", "origin_number",
    "amount", "discount",
)  # fmt: skip


def row(
    line_id: int, company_id: int, document_id: int, line_no: int, draft: AllocationDraft, number: str
) -> tuple[Any, ...]:
    return (
        line_id, company_id, document_id, line_no, draft.origin_kind, draft.origin_id, draft.origin_line_id, number,
        draft.amount, draft.discount,
    )  # fmt: skip
