"""Purchase orders of the simulation: approved when they are written, as their receipts follow."""

from collections.abc import Sequence

from heliu.catalog.pricing import LineAmounts
from heliu.core.scales import QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.integration.replenishment.purchases import PlannedOrder
from heliu.integration.sales_history.drafts import Drafting
from heliu.integration.sales_history.posted import PostedGoods
from heliu.purchasing.drafts import NewOrder, NewOrderLine
from heliu.purchasing.services import create_orders


def post_orders(scope: Scope, drafting: Drafting, orders: Sequence[PlannedOrder]) -> list[PostedGoods]:
    """One order each, lines in the order of the plan."""
    if not orders:
        return []
    created = create_orders(scope, [_order(drafting, order) for order in orders])
    return [PostedGoods(one.order_id, one.line_ids) for one in created]


def _order(drafting: Drafting, order: PlannedOrder) -> NewOrder:
    masters = drafting.masters
    return NewOrder(
        party_id=masters.parties[order.supplier_code],
        warehouse_id=masters.warehouse_id,
        business_date=order.ordered_on,
        lines=tuple(
            NewOrderLine(
                item_id=masters.items[line.code],
                quantity=line.quantity * QUANTITY_SCALE,
                price=line.cost,
                tax_code_id=0,
                amounts=LineAmounts(net=line.amount, tax=0, gross=line.amount),
            )
            for line in order.lines
        ),
        currency=drafting.currency,
        expected_date=order.expected_on,
        approved=True,
        simulated=True,
        archived_too=True,
        number=drafting.number(order.number),
    )
