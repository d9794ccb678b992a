"""Routes of the warehouse: /api/v1/warehouse/…"""

from heliu.core.http import Router
from heliu.warehouse.api import differences, goods, masters, stock, stocktakes, transfers

router = Router(tags=["warehouse"])
for path, kind in goods.PATHS.items():
    router.add_router(f"/{path}", goods.routes(kind))
router.add_router("/transfers", transfers.router)
router.add_router("/stocktakes", stocktakes.router)
router.add_router("/differences", differences.router)
router.add_router("/warehouses", masters.router)
router.add_router("", stock.router)
