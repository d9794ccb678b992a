"""Goods document → the fact that posting understands. Pure: nothing is looked up here."""

from dataclasses import replace

from heliu.core.scope import Scope
from heliu.posting.facts import (
    AccountKey,
    AdjustmentLine,
    Fact,
    FactHead,
    FactReversed,
    GoodsLine,
    GoodsReceived,
    GoodsShipped,
    PurchaseReturned,
    ReturnLine,
    SalesReturned,
    StockAdjusted,
)
from heliu.warehouse import rules
from heliu.warehouse.drafts import PreparedDocument, PreparedLine


def post_key(document_type: str, document_id: int) -> str:
    return f"{document_type}:{document_id}:post"


def goods_fact(scope: Scope, document: PreparedDocument) -> Fact:
    """The one fact that posting this document tells."""
    head = _head(scope, document)
    kind = document.terms.document_type
    if kind == rules.GOODS_RECEIPT:
        return GoodsReceived(head, tuple(_goods(line, line.entry.net) for line in document.lines))
    if kind == rules.SHIPMENT:
        return GoodsShipped(
            head,
            tuple(_goods(line, 0) for line in document.lines),
            invoiced=document.terms.invoiced,
            order_line_ids=tuple(line.order_line_id for line in document.lines),
        )
    if kind == rules.SALES_RETURN:
        return SalesReturned(head, tuple(_return(line, 0) for line in document.lines))
    if kind == rules.PURCHASE_RETURN:
        return PurchaseReturned(head, tuple(_return(line, line.entry.net) for line in document.lines))
    reason = AccountKey(document.terms.reason)
    inbound = kind == rules.OTHER_RECEIPT
    return StockAdjusted(head, tuple(_adjustment(line, reason, inbound=inbound) for line in document.lines))


def reversal_fact(scope: Scope, *, blue: PreparedDocument, red: PreparedDocument) -> FactReversed:
    """Mirror of what posting `blue` told; the red document is its origin."""
    kind = blue.terms.document_type
    head = replace(_head(scope, red), key=f"{kind}:{red.document_id}:reverse")
    return FactReversed(head, reversed_key=post_key(kind, blue.document_id))


def _head(scope: Scope, document: PreparedDocument) -> FactHead:
    terms = document.terms
    return FactHead(
        company_id=scope.company_id,
        key=post_key(terms.document_type, document.document_id),
        business_date=terms.business_date,
        origin_kind=terms.document_type,
        origin_id=document.document_id,
        number=document.number,
        actor_id=scope.user_id,
        currency=terms.currency,
        party_id=terms.party_id,
        rate=terms.rate,
        memo=terms.memo,
    )


def _goods(line: PreparedLine, amount: int) -> GoodsLine:
    return GoodsLine(line.line_id, line.entry.item_id, line.entry.quantity, line.location_id, line.lot_id, amount)


def _return(line: PreparedLine, amount: int) -> ReturnLine:
    return ReturnLine(
        line.line_id, line.entry.item_id, line.entry.quantity, line.location_id, line.lot_id, amount,
        line.original_line_id,
    )  # fmt: skip


def _adjustment(line: PreparedLine, reason: AccountKey, *, inbound: bool) -> AdjustmentLine:
    return AdjustmentLine(
        line_id=line.line_id,
        item_id=line.entry.item_id,
        quantity=line.entry.quantity,
        location_id=line.location_id,
        inbound=inbound,
        reason_key=reason,
        lot_id=line.lot_id,
        amount=line.entry.net if inbound else 0,
        use_current_cost=inbound and line.entry.net == 0,
    )
