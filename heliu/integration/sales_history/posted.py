"""What a run has put into the books so far, as far as later documents refer to it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PostedGoods:
    """A goods document or an order: its id and its lines in the order of the plan."""

    document_id: int
    line_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InvoicedLine:
    """The invoice line of a sale that a red invoice takes back."""

    invoice_id: int
    line_id: int


@dataclass(slots=True)
class PostedSoFar:
    """By number or line in the source or in the plan. `wanted`: source lines of sales that come back later."""

    wanted: frozenset[int]
    shipment_lines: dict[int, int] = field(default_factory=dict)
    """Wanted source line → shipment line."""
    invoice_lines: dict[int, InvoicedLine] = field(default_factory=dict)
    """Wanted source line → invoice line."""
    invoices: dict[str, int] = field(default_factory=dict)
    purchase_invoices: dict[str, int] = field(default_factory=dict)
    orders: dict[str, PostedGoods] = field(default_factory=dict)
    order_lines: dict[tuple[str, str], int] = field(default_factory=dict)
    """(order, item code) → order line."""
    receipts: dict[str, PostedGoods] = field(default_factory=dict)
    purchase_returns: dict[str, PostedGoods] = field(default_factory=dict)
