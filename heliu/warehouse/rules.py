"""Pure decisions of the warehouse: lives of its documents, prefixes, what may be returned, what a count means."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from heliu.core.errors import Sentence, said
from heliu.core.lifecycle import DocumentState as S
from heliu.core.lifecycle import Invoicing, Lifecycle, Progress, progress_of
from heliu.core.order_progress import LineState, invoicing_of, red_due

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
        (S.IN_PROGRESS, S.IN_PROGRESS): ("receive", "send_back", "reverse_step"),
        (S.IN_PROGRESS, S.CLOSED): "close",
        (S.CLOSED, S.IN_PROGRESS): "reverse_step",
        (S.IN_PROGRESS, S.REVERSED): "reverse",
        (S.COMPLETED, S.REVERSED): "reverse",
    },
)
ON_THE_ROAD: Final = frozenset({"receive", "send_back", "close", "loss"})
"""What is posted about goods that left and did not arrive yet: names of the steps in the keys of their facts."""
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
        (S.POSTED, S.CLOSED): "resolve",
        (S.CLOSED, S.POSTED): "reverse_resolution",
        (S.POSTED, S.REVERSED): "reverse",
    },
)

WASTAGE: Final = "wastage"
LIABLE: Final = "liable"
ABNORMAL: Final = "abnormal"
_OF_LOSSES: Final = {WASTAGE: "STOCK_LOSS", LIABLE: "OTHER_RECEIVABLE", ABNORMAL: "ABNORMAL_LOSS"}
_OF_GAINS: Final = {WASTAGE: "STOCK_GAIN"}
MEMO_MAX: Final = 250


def outcomes_of(*, is_gain: bool) -> Mapping[str, str]:
    """What may become of a difference → the account key it goes to."""
    return _OF_GAINS if is_gain else _OF_LOSSES


def outcome_of(key: str) -> str:
    """The outcome that goes to the account key. Raises StopIteration for another key."""
    return next(name for name, of in (*_OF_LOSSES.items(), *_OF_GAINS.items()) if of == key)


@dataclass(frozen=True, slots=True)
class SentQuantities:
    """Base quantities (1e-6) of a line of a transfer via transit: what was sent and what became of it."""

    sent: int
    received: int
    sent_back: int
    lost: int

    @property
    def on_the_road(self) -> int:
        return self.sent - self.received - self.sent_back - self.lost


def step_of(key: str) -> tuple[str, str] | None:
    """(verb, number) of a step on the road by the key of one of its facts: transfer:<id>:<what>[:<number>].

    What a closing wrote off once arrived first and was lost then: both facts are one step.
    """
    what, _, number = key.split(":", 2)[2].partition(":")
    if what not in ON_THE_ROAD:
        return None
    return ("close" if what == "loss" else what), number


def stands_in_the_way(verb: str, *, day: dt.date, number: int) -> Sentence:
    """Why a transfer of which something arrived, came back or was lost is not reversed as a whole."""
    if verb == "receive":
        return said("goods were received on {day} (step {n}); reverse that step first", day=day, n=number)
    if verb == "send_back":
        return said("goods were sent back on {day} (step {n}); reverse that step first", day=day, n=number)
    return said("the rest was written off on {day} (step {n}); reverse that step first", day=day, n=number)


def state_on_the_road(lines: Iterable[SentQuantities]) -> S:
    """A transfer that was sent is closed once nothing of it is on the road."""
    return S.IN_PROGRESS if any(line.on_the_road for line in lines) else S.CLOSED


def delivery_of(lines: Iterable[SentQuantities]) -> Progress:
    """How much of what was sent has arrived where it should."""
    found = list(lines)
    return progress_of(sum(line.received for line in found), sum(line.sent for line in found))


@dataclass(frozen=True, slots=True)
class GoodsQuantities:
    """Base quantities (1e-6) of a posted line that was received or shipped; invoiced: blue less red invoices."""

    quantity: int
    returned: int
    invoiced: int


@dataclass(frozen=True, slots=True)
class ReturnQuantities:
    """Base quantities (1e-6) of a posted return line; credited: by red invoices."""

    line_id: int
    quantity: int
    credited: int


def invoicing_of_goods(lines: Iterable[GoodsQuantities]) -> Invoicing:
    """State of a receipt or shipment: what came back need not be invoiced."""
    return invoicing_of([_as_order_line(line) for line in lines])


def invoicing_of_return(lines: Iterable[ReturnQuantities], due: Mapping[int, int]) -> Invoicing:
    """RED_DUE while a red invoice is awaited, FULL when there was one, NONE when none is needed."""
    found = list(lines)
    if any(due[line.line_id] for line in found):
        return Invoicing.RED_DUE
    return Invoicing.FULL if any(line.credited for line in found) else Invoicing.NONE


def credit_due(original: GoodsQuantities | None, returns: Iterable[ReturnQuantities]) -> dict[int, int]:
    """Return line → base quantity that a red invoice has to credit. returns: all of one original, oldest first.

    What was not invoiced went back first, so the latest returns are due. Without a known original all of it is due.
    """
    left = None if original is None else red_due(_as_order_line(original))
    found = {}
    for line in reversed(list(returns)):
        due = max(line.quantity - line.credited, 0)
        if left is not None:
            due = min(due, left)
            left -= due
        found[line.line_id] = due
    return found


def _as_order_line(line: GoodsQuantities) -> LineState:
    return LineState(line.quantity, line.quantity, line.returned, line.invoiced, is_goods=True)


def by_expiry(quantity: int, lots: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """(lot, part of the quantity); lots: (lot, available), first to expire first. Base quantities, 1e-6.

    One lot alone where one holds it all, else as many as it takes in their order; nothing when all hold less.
    """
    for lot_id, available in lots:
        if available >= quantity:
            return [(lot_id, quantity)]
    parts = []
    for lot_id, available in lots:
        parts.append((lot_id, min(available, quantity)))
        quantity -= parts[-1][1]
        if not quantity:
            return parts
    return []


def left_to_return(*, moved: int, returned: int) -> int:
    """What of an original line may still come back."""
    return max(moved - returned, 0)


def variance(*, counted: int, book: int) -> int:
    """盘盈 positive, 盘亏 negative: counted against the book at the time of counting."""
    return counted - book
