"""Tells the rooms above what was posted: one event per kind of document and batch."""

from collections.abc import Iterable, Mapping

from heliu.core import events as bus
from heliu.core import gateway
from heliu.core.books_lock import post_beside_others
from heliu.core.scope import Scope
from heliu.warehouse import events, lookups, rules
from heliu.warehouse.drafts import PreparedDocument
from heliu.warehouse.events import PostedGoods, PostedLine

_POSTED = {
    rules.GOODS_RECEIPT: events.GoodsReceiptPosted,
    rules.SHIPMENT: events.ShipmentPosted,
    rules.PURCHASE_RETURN: events.PurchaseReturnPosted,
    rules.SALES_RETURN: events.SalesReturnPosted,
}
_REVERSED = {
    rules.GOODS_RECEIPT: events.GoodsReceiptReversed,
    rules.SHIPMENT: events.ShipmentReversed,
    rules.PURCHASE_RETURN: events.PurchaseReturnReversed,
    rules.SALES_RETURN: events.SalesReturnReversed,
}


def announce_goods(
    scope: Scope,
    orders: Iterable[tuple[str, int]],
    *,
    original_line_ids: Iterable[int] = (),
    customers: Iterable[int] = (),
) -> None:
    """Before anything is counted or locked: orders by noun and id, and those of the lines that come back, are locked.

    Then the credit of customers whose goods leave without an order or invoice, then the documents of those lines. No
    warehouse is retired from here on. SQLite has one writer at a time anyway.
    """
    if not gateway.is_postgresql():
        return
    with gateway.cursor() as cur:
        post_beside_others(cur, scope.company_id)
    originals = lookups.original_lines(scope, original_line_ids, lock=False)
    of_originals = ((line.order_kind, line.order_id) for line in originals.values())
    named = frozenset(order for order in (*orders, *of_originals) if order[1])
    owing = frozenset(customers)
    if named or owing:
        bus.emit(events.GoodsAnnounced(scope=scope, orders=named, customers=owing))
    lookups.lock_documents_of(scope, originals)


def announce_stored_goods(scope: Scope, document_id: int) -> None:
    """The same for a stored document, before its own header is locked: orders come first everywhere."""
    if not gateway.is_postgresql():
        return
    sql = (
        "SELECT d.order_kind, COALESCE(d.order_id, 0), l.original_line_id, d.party_id, d.document_type, d.invoiced "
        "FROM warehouse_goodsdocument d "
        "LEFT JOIN warehouse_goodsline l ON l.document_id = d.id AND l.original_line_id IS NOT NULL "
        "WHERE d.company_id = %s AND d.id = %s"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, document_id))
    announce_goods(
        scope,
        {(row[0], row[1]) for row in rows},
        original_line_ids=[row[2] for row in rows if row[2]],
        customers={row[3] for row in rows if row[4] == rules.SHIPMENT and not row[1] and not row[5]},
    )


def tell_posted(scope: Scope, documents: Iterable[PreparedDocument], values: Mapping[int, int]) -> None:
    """Documents without an order or original, but for shipments to be invoiced, concern nobody above: left out."""
    _tell(scope, documents, values, _POSTED, sign=1)


def tell_reversed(scope: Scope, documents: Iterable[PreparedDocument], values: Mapping[int, int]) -> None:
    """`documents` are the red ones, still with positive quantities; the event shows them negative."""
    _tell(scope, documents, values, _REVERSED, sign=-1)


def _tell(
    scope: Scope,
    documents: Iterable[PreparedDocument],
    values: Mapping[int, int],
    table: Mapping[str, type],
    *,
    sign: int,
) -> None:
    groups: dict[str, list[PostedGoods]] = {}
    for document in documents:
        if document.terms.document_type in table and _concerns_somebody(document):
            shaped = _shape(document, values, sign)
            groups.setdefault(document.terms.document_type, []).append(shaped)
    for kind, found in groups.items():
        bus.emit(table[kind](scope=scope, documents=tuple(found)))


def _concerns_somebody(document: PreparedDocument) -> bool:
    terms = document.terms
    if terms.order_id or (terms.document_type == rules.SHIPMENT and not terms.invoiced):
        return True
    return any(line.order_line_id or line.original_line_id for line in document.lines)


def _shape(document: PreparedDocument, values: Mapping[int, int], sign: int) -> PostedGoods:
    terms = document.terms
    return PostedGoods(
        document_id=document.document_id,
        document_type=terms.document_type,
        number=document.number,
        business_date=terms.business_date,
        warehouse_id=terms.warehouse_id,
        party_id=terms.party_id,
        order_kind=terms.order_kind,
        order_id=terms.order_id,
        lines=tuple(
            PostedLine(
                line.line_id,
                line.entry.item_id,
                sign * line.entry.quantity,
                sign * line.entry.net,
                sign * values.get(line.line_id, 0),
                line.order_line_id,
                line.original_line_id,
            )
            for line in document.lines
        ),
        override_reason=terms.override_reason,
    )
