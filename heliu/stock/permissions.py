"""Rights over places and valuation books."""

from heliu.core.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = (
    Permission("stock.warehouse.read", "查看仓库", "See warehouses"),
    Permission("stock.warehouse.create", "新建仓库", "Create warehouses"),
    Permission("stock.warehouse.update", "修改仓库", "Change warehouses"),
    Permission("stock.valuation_book.create", "新建计价账簿", "Create valuation books"),
)
