"""Pure decisions of the warehouse: lives of its documents, prefixes, what may be returned, what a count means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from heliu.core.lifecycle import DocumentState as S
from heliu.core.lifecycle import Lifecycle, Progress

GOODS_RECEIPT: Final = "goods_receipt"
SHIPMENT: Final = "shipment"
PURCHASE_RETURN: Final = "purchase_return"
SALES_RETURN: Final = "sales_return"
OTHER_RECEIPT: Final = "other_receipt"
OTHER_ISSUE: Final = "other_issue"
TRANSFER: Final = "transfer"
STOCKTAKE: Final = "stocktake"

PREFIX: Final[Mapping[str, str]] = {
    GOODS_RECEIPT: "CGRK",
    SHIPMENT: "XSCK",
    PURCHASE_RETURN: "CGTH",
    SALES_RETURN: "XSTH",
    OTHER_RECEIPT: "QTRK",
    OTHER_ISSUE: "QTCK",
    TRANSFER: "DB",
    STOCKTAKE: "PD",
}
NEEDS_SUPPLIER: Final = frozenset({GOODS_RECEIPT, PURCHASE_RETURN})
NEEDS_CUSTOMER: Final = frozenset({SHIPMENT, SALES_RETURN})
INBOUND: Final = frozenset({GOODS_RECEIPT, SALES_RETURN, OTHER_RECEIPT})
RETURNS: Final[Mapping[str, str]] = {PURCHASE_RETURN: GOODS_RECEIPT, SALES_RETURN: SHIPMENT}
INVOICED: Final = frozenset({GOODS_RECEIPT, SHIPMENT, PURCHASE_RETURN, SALES_RETURN})

RECEIPT_REASONS: Final = ("OTHER_RECEIPT", "STOCK_GAIN", "OPENING")
ISSUE_REASONS: Final = ("OTHER_ISSUE", "STOCK_LOSS", "SAMPLE", "SELLING_EXPENSE")
REASONS: Final[Mapping[str, tuple[str, ...]]] = {OTHER_RECEIPT: RECEIPT_REASONS, OTHER_ISSUE: ISSUE_REASONS}

_GOODS_STEPS: Final = {
    (S.DRAFT, S.POSTED): "post",
    (S.DRAFT, S.CANCELLED): "cancel",
    (S.POSTED, S.REVERSED): "reverse",
}
GOODS_LIFECYCLES: Final[Mapping[str, Lifecycle]] = {
    kind: Lifecycle(kind, _GOODS_STEPS) for kind in PREFIX if kind not in (TRANSFER, STOCKTAKE)
}
TRANSFER_LIFECYCLE: Final = Lifecycle(
    TRANSFER,
    {
        (S.DRAFT, S.COMPLETED): "post",
        (S.DRAFT, S.IN_PROGRESS): "ship",
        (S.DRAFT, S.CANCELLED): "cancel",
        (S.IN_PROGRESS, S.IN_PROGRESS): "receive",
        (S.IN_PROGRESS, S.CLOSED): "close",
        (S.COMPLETED, S.REVERSED): "reverse",
    },
)
STOCKTAKE_LIFECYCLE: Final = Lifecycle(
    STOCKTAKE,
    {
        (S.DRAFT, S.IN_PROGRESS): "start",
        (S.DRAFT, S.CANCELLED): "cancel",
        (S.IN_PROGRESS, S.IN_PROGRESS): "count",
        (S.IN_PROGRESS, S.SUBMITTED): "submit",
        (S.IN_PROGRESS, S.CANCELLED): "cancel",
        (S.SUBMITTED, S.IN_PROGRESS): "recount",
        (S.SUBMITTED, S.APPROVED): "approve",
        (S.SUBMITTED, S.CANCELLED): "cancel",
        (S.APPROVED, S.POSTED): "post",
        (S.APPROVED, S.IN_PROGRESS): "recount",
        (S.POSTED, S.REVERSED): "reverse",
    },
)


@dataclass(frozen=True, slots=True)
class LineProgress:
    """Base quantities of one line; a red line has negative ones."""

    quantity: int
    done: int


def progress_over(lines: list[LineProgress]) -> Progress:
    """none, partial or full over all lines; a line counts as full when nothing of it is left."""
    started = any(line.done for line in lines)
    if not started:
        return Progress.NONE
    return Progress.FULL if all(abs(line.done) >= abs(line.quantity) for line in lines) else Progress.PARTIAL


def left_to_return(*, moved: int, returned: int) -> int:
    """What of an original line may still come back."""
    return max(moved - returned, 0)


def variance(*, counted: int, book: int) -> int:
    """盘盈 positive, 盘亏 negative: counted against the book at the time of counting."""
    return counted - book
