"""Routes of direct sales, returns, invoices over several shipments, and prices."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from heliu.core import clock
from heliu.core.document_schemas import IdIn, PostingPreview, amount_text
from heliu.core.http import Router
from heliu.posting.previews import shape_preview
from heliu.sales import services
from heliu.sales.api.schemas import (
    InvoiceShipmentsIn,
    LastPrice,
    MadeDocument,
    PriceQuery,
    ReturnIn,
    ReturnOut,
    SaleIn,
    SaleOut,
    Suggestion,
    SuggestionQuery,
)
from heliu.sales.queries import prices
from heliu.warehouse.api.schemas import Filters, GoodsDocumentOut, GoodsPage
from heliu.warehouse.queries import goods

router = Router(tags=["sales"])
_RETURN = "sales_return"


@router.get("/last-price", permission="sales.price.read", response=LastPrice, operation_id="sales_last_price")
def get_last_price(request: HttpRequest, query: Query[PriceQuery]) -> dict[str, Any]:
    """What this customer paid last, else what anybody did."""
    return prices.last_price(request.scope, query.item_id, query.party_id)


@router.get(
    "/price-suggestion", permission="sales.price.read", response=Suggestion, operation_id="sales_price_suggestion"
)
def get_suggestion(request: HttpRequest, query: Query[SuggestionQuery]) -> dict[str, Any]:
    """The customer's price level, else what they paid last, else the item's sales price."""
    return prices.suggestion(request.scope, query.item_id, party_id=query.party_id, unit_id=query.unit_id)


@router.post(
    "/direct-sales", permission="sales.direct_sale.create", response={201: SaleOut}, operation_id="sales_sell_directly"
)
def sell_directly(request: HttpRequest, payload: SaleIn) -> tuple[int, dict[str, Any]]:
    """Shipment, invoice and money receipt in one step; all or nothing."""
    sold = services.sell_directly(request.scope, payload.sale(clock.today()))
    return 201, {
        "shipment_id": str(sold.shipment_id) if sold.shipment_id else None,
        "invoice_id": str(sold.invoice_id),
        "invoice_number": sold.invoice_number,
        "gross": amount_text(sold.gross),
        "receipt_id": str(sold.receipt_id) if sold.receipt_id else None,
    }


@router.post(
    "/direct-sales/preview", permission="sales.direct_sale.create", response=PostingPreview, idempotent=False,
    operation_id="sales_preview_direct_sale",
)  # fmt: skip
def preview_direct_sale(request: HttpRequest, payload: SaleIn) -> dict[str, Any]:
    """What the sale would write to both books; writes nothing."""
    planned = services.preview_direct_sale(request.scope, payload.sale(clock.today()))
    return shape_preview(request.scope, [planned])


@router.post(
    "/invoices", permission="finance.sales_invoice.create", response={201: MadeDocument},
    operation_id="sales_invoice_shipments",
)  # fmt: skip
def invoice_shipments(request: HttpRequest, payload: InvoiceShipmentsIn) -> tuple[int, dict[str, Any]]:
    """One invoice over several shipments of one customer."""
    invoice = services.invoice_shipments(
        request.scope, payload.shipment_ids, business_date=payload.business_date,
        external_number=payload.external_number, post=payload.post,
    )  # fmt: skip
    return 201, {"kind": "sales_invoice", "id": str(invoice.id), "number": invoice.number}


@router.get("/returns", permission="sales.return.read", response=GoodsPage, operation_id="sales_return_list")
def list_returns(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
    """Sales returns, newest first."""
    by = filters.narrowing()
    return goods.list_goods_documents(request.scope, _RETURN, by, cursor=filters.cursor, limit=filters.limit)


@router.post("/returns", permission="sales.return.create", response={201: ReturnOut}, operation_id="sales_return_take")
def take_return(request: HttpRequest, payload: ReturnIn) -> tuple[int, dict[str, Any]]:
    """Goods in at their original issue cost, and a red invoice for what was invoiced of them."""
    posted = services.return_goods(request.scope, payload.draft(clock.today()))
    return 201, {
        "return_id": str(posted.return_id),
        "number": posted.number,
        "line_ids": [str(line_id) for line_id in posted.line_ids],
        "red_invoice_ids": [str(invoice_id) for invoice_id in posted.red_invoice_ids],
    }


@router.get(
    "/returns/{return_id}", permission="sales.return.read", response=GoodsDocumentOut, operation_id="sales_return_get"
)
def get_return(request: HttpRequest, return_id: IdIn) -> dict[str, Any]:
    return goods.goods_document(request.scope, _RETURN, return_id)
