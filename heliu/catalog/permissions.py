"""Rights over the catalog."""

from heliu.core.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = (
    Permission("catalog.item.read", "查看商品", "See items"),
    Permission("catalog.item.create", "新增商品", "Create items"),
    Permission("catalog.item.update", "修改商品", "Change items"),
    Permission("catalog.item.archive", "停用与启用商品", "Archive and restore items"),
    Permission("catalog.item.import", "导入商品", "Import items"),
    Permission("catalog.item.export", "导出商品", "Export items"),
    Permission("catalog.category.manage", "维护商品分类", "Maintain categories"),
    Permission("catalog.unit.manage", "维护计量单位", "Maintain units"),
    Permission("catalog.tax_code.manage", "维护税码", "Maintain tax codes"),
    Permission("catalog.price_level.manage", "维护价格等级", "Maintain price levels"),
)
