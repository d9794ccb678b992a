"""What can be done with goods documents; one module per family."""

from heliu.warehouse.services.differences import (
    Outcome,
    preview_resolution,
    resolve_differences,
    reverse_resolution,
)
from heliu.warehouse.services.goods import (
    allot_goods_document,
    cancel_goods_document,
    create_goods_document,
    create_goods_documents,
    post_goods_document,
    post_goods_documents,
    preview_goods_document,
    update_goods_document,
)
from heliu.warehouse.services.invoicing import known_lines, record_invoiced
from heliu.warehouse.services.reversals import reverse_goods_document
from heliu.warehouse.services.stocktakes import (
    NewStocktake,
    approve_stocktake,
    cancel_stocktake,
    count_stocktake,
    create_stocktake,
    post_stocktake,
    preview_stocktake,
    recount_stocktake,
    reverse_stocktake,
    start_stocktake,
    submit_stocktake,
)
from heliu.warehouse.services.telling import announce_goods
from heliu.warehouse.services.transfer_drafts import (
    NewTransfer,
    NewTransferLine,
    create_transfer,
    update_transfer,
)
from heliu.warehouse.services.transfers import (
    cancel_transfer,
    close_transfer,
    post_transfer,
    preview_transfer,
    receive_transfer,
    reverse_transfer,
    reverse_transfer_step,
    send_back_transfer,
)

__all__ = [
    "NewStocktake",
    "NewTransfer",
    "NewTransferLine",
    "Outcome",
    "allot_goods_document",
    "announce_goods",
    "approve_stocktake",
    "cancel_goods_document",
    "cancel_stocktake",
    "cancel_transfer",
    "close_transfer",
    "count_stocktake",
    "create_goods_document",
    "create_goods_documents",
    "create_stocktake",
    "create_transfer",
    "known_lines",
    "post_goods_document",
    "post_goods_documents",
    "post_stocktake",
    "post_transfer",
    "preview_goods_document",
    "preview_resolution",
    "preview_stocktake",
    "preview_transfer",
    "receive_transfer",
    "record_invoiced",
    "recount_stocktake",
    "resolve_differences",
    "reverse_goods_document",
    "reverse_resolution",
    "reverse_stocktake",
    "reverse_transfer",
    "reverse_transfer_step",
    "send_back_transfer",
    "start_stocktake",
    "submit_stocktake",
    "update_goods_document",
    "update_transfer",
]
