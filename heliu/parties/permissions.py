"""Rights over customers and suppliers."""

from heliu.core.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = (
    Permission("parties.customer.read", "查看客户", "See customers"),
    Permission("parties.customer.create", "新增客户", "Create customers"),
    Permission("parties.customer.update", "修改客户", "Change customers"),
    Permission("parties.customer.archive", "停用与启用客户", "Archive and restore customers"),
    Permission("parties.customer.import", "导入客户", "Import customers"),
    Permission("parties.customer.export", "导出客户", "Export customers"),
    Permission("parties.supplier.read", "查看供应商", "See suppliers"),
    Permission("parties.supplier.create", "新增供应商", "Create suppliers"),
    Permission("parties.supplier.update", "修改供应商", "Change suppliers"),
    Permission("parties.supplier.archive", "停用与启用供应商", "Archive and restore suppliers"),
    Permission("parties.supplier.import", "导入供应商", "Import suppliers"),
    Permission("parties.supplier.export", "导出供应商", "Export suppliers"),
    Permission("parties.group.read", "查看客户与供应商分组", "See groups"),
    Permission("parties.group.manage", "维护客户与供应商分组", "Maintain groups"),
)
