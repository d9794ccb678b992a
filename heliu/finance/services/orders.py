"""What a desk knows of an invoice line and its writer did not say: which line of which order it bills."""

from collections.abc import Mapping

from heliu.core import gateway
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.kinds import InvoiceKind


@business_transaction
def name_orders(scope: Scope, kind: InvoiceKind, orders: Mapping[int, tuple[int, int]]) -> None:
    """invoice line id → (order id, order line id); lines of other companies stay as they are."""
    rows = [
        (order_id, order_line_id, line_id, scope.company_id) for line_id, (order_id, order_line_id) in orders.items()
    ]
    if rows:
        with gateway.cursor() as cur:
            gateway.update(cur, kind.lines, keys=("id", "company_id"), sets=("order_id", "order_line_id"), rows=rows)
