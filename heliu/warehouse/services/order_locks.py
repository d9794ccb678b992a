"""Orders are locked before the documents and books that make their progress, the same way for both desks."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from django.db import models

from heliu.core.order_headers import lock_orders
from heliu.core.scope import Scope
from heliu.warehouse import lookups
from heliu.warehouse.events import GoodsAnnounced


class InvoicesAnnounced(Protocol):
    """What finance announces: invoices that name these orders and lines, of orders and of goods documents."""

    @property
    def scope(self) -> Scope: ...
    @property
    def order_ids(self) -> AbstractSet[int]: ...
    @property
    def order_line_ids(self) -> AbstractSet[int]: ...
    @property
    def source_line_ids(self) -> AbstractSet[int]: ...


@dataclass(frozen=True, slots=True)
class OrderLocks:
    """Handlers of a desk that keeps orders of this noun."""

    order: type[models.Model]
    line: type[models.Model]
    noun: str

    def on_goods(self, event: GoodsAnnounced) -> None:
        """The orders whose goods are about to move."""
        own = [order_id for noun, order_id in event.orders if noun == self.noun]
        if own:
            lock_orders(event.scope, self.order, self.line, ids=own, line_ids=())

    def on_invoices(self, event: InvoicesAnnounced) -> None:
        """The orders that are about to be billed, then the receipts or shipments that are."""
        goods = lookups.original_lines(event.scope, event.source_line_ids, lock=False).values()
        ids = event.order_ids | {line.order_id for line in goods if line.order_kind == self.noun}
        lock_orders(event.scope, self.order, self.line, ids=ids, line_ids=event.order_line_ids)
        lookups.lock_documents_of(event.scope, event.source_line_ids)
