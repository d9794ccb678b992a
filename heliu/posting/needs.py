"""What each kind of fact will touch, so that everything is read and locked before anything is decided. Pure."""

from collections.abc import Iterable, Mapping

from heliu.posting.facts import (
    DifferencesResolved,
    Fact,
    FactReversed,
    GoodsReceived,
    GoodsShipped,
    GoodsTransferred,
    ManualEntryPosted,
    MoneyPaid,
    MoneyReceived,
    OpeningItemsPosted,
    OpenItemsSettled,
    PurchaseInvoicePosted,
    PurchaseReturned,
    SalesInvoicePosted,
    SalesReturned,
    StockAdjusted,
)
from heliu.posting.loading import Needs
from heliu.posting.tracing import Trace

_GOODS = (GoodsReceived, GoodsShipped, SalesReturned, PurchaseReturned, StockAdjusted)
_RETURNS = (SalesReturned, PurchaseReturned)


def needs_of(facts: Iterable[Fact]) -> Needs:
    needs = Needs()
    for fact in facts:
        if fact.head.party_id:
            needs.parties.add(fact.head.party_id)
        if isinstance(fact, _GOODS):
            _goods(needs, fact)
        elif isinstance(fact, GoodsTransferred):
            _transfer(needs, fact)
        elif isinstance(fact, PurchaseInvoicePosted):
            _purchase_invoice(needs, fact)
        elif isinstance(fact, DifferencesResolved):
            needs.open_lines.update(x.difference_id for x in fact.lines)
            needs.parties.update(x.party_id for x in fact.lines if x.party_id)
        elif isinstance(fact, SalesInvoicePosted):
            needs.open_lines.update(x.shipment_line_id for x in fact.lines if x.shipment_line_id)
            needs.items.update(x.item_id for x in fact.lines if x.item_id)
        elif isinstance(fact, (MoneyReceived, MoneyPaid)):
            needs.open_documents.update(a.origin_line_id or a.origin_id for a in fact.allocations)
        elif isinstance(fact, OpenItemsSettled):
            needs.open_documents.update(a.origin_line_id or a.origin_id for a in (*fact.debits, *fact.credits))
        elif isinstance(fact, (ManualEntryPosted, OpeningItemsPosted)):
            needs.parties.update(x.party_id for x in fact.lines if x.party_id)
    return needs


def is_costed(fact: Fact) -> bool:
    """Whether the fact consumes cost or adds to it, so that its date matters to the cost of what came later."""
    return isinstance(fact, _GOODS)


def moved_items(fact: Fact, traces: Mapping[str, Trace]) -> set[int]:
    """Items whose goods the fact moves. traces: of the facts that are reversed."""
    if isinstance(fact, FactReversed):
        return {move.item_id for move in traces[fact.reversed_key].moves}
    return {line.item_id for line in fact.lines} if isinstance(fact, (*_GOODS, GoodsTransferred)) else set()


def _goods(needs: Needs, fact: GoodsReceived | GoodsShipped | SalesReturned | PurchaseReturned | StockAdjusted) -> None:
    for line in fact.lines:
        needs.balances.add((line.item_id, line.location_id, line.lot_id))
        needs.items.add(line.item_id)
        needs.locations.add(line.location_id)
    if isinstance(fact, _RETURNS):
        originals = {x.original_line_id for x in fact.lines if x.original_line_id}
        needs.originals |= originals
        needs.open_lines |= originals
    if isinstance(fact, StockAdjusted):
        needs.open_lines.update(line.transit_line_id for line in fact.lines if line.transit_line_id)
    if isinstance(fact, GoodsShipped) and fact.order_line_ids:
        needs.reservations.update(x for x in fact.order_line_ids if x)
    needs.costed_items.update(line.item_id for line in fact.lines)


def _transfer(needs: Needs, fact: GoodsTransferred) -> None:
    for line in fact.lines:
        for location in (line.from_location_id, line.to_location_id):
            needs.balances.add((line.item_id, location, line.lot_id))
            needs.locations.add(location)
        needs.items.add(line.item_id)
        needs.costed_items.add(line.item_id)
        needs.open_lines.add(line.line_id)


def _purchase_invoice(needs: Needs, fact: PurchaseInvoicePosted) -> None:
    for line in fact.lines:
        if line.item_id:
            needs.items.add(line.item_id)
        if line.receipt_line_id:
            needs.open_lines.add(line.receipt_line_id)
            needs.originals.add(line.receipt_line_id)
            needs.costed_items.add(line.item_id)
