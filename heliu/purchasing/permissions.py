"""Rights over purchase orders."""

from heliu.core.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = (
    Permission("purchasing.order.read", "查看采购订单", "See purchase orders"),
    Permission("purchasing.order.create", "制单采购订单", "Write purchase orders"),
    Permission("purchasing.order.submit", "提交采购订单", "Submit purchase orders"),
    Permission("purchasing.order.approve", "审核采购订单", "Approve purchase orders"),
    Permission("purchasing.order.approve_own", "审核本人制单的采购订单", "Approve own purchase orders"),
    Permission("purchasing.order.amend", "变更已审核采购订单", "Amend approved purchase orders"),
    Permission("purchasing.order.close", "关闭采购订单", "Close purchase orders"),
    Permission("purchasing.order.cancel", "作废采购订单", "Void purchase orders"),
    Permission("purchasing.price.read", "查看采购价", "See purchase prices"),
)
