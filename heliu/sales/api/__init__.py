"""Routes of sales: /api/v1/sales/…"""

from heliu.core.http import Router
from heliu.sales.api import orders, trade

router = Router(tags=["sales"])
router.add_router("/orders", orders.router)
router.add_router("", trade.router)
