"""Rights over sales orders, direct sales and returns."""

from heliu.core.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = (
    Permission("sales.order.read", "查看销售订单", "See sales orders"),
    Permission("sales.order.create", "制单销售订单", "Write sales orders"),
    Permission("sales.order.submit", "提交销售订单", "Submit sales orders"),
    Permission("sales.order.approve", "审核销售订单", "Approve sales orders"),
    Permission("sales.order.approve_own", "审核本人制单的销售订单", "Approve own sales orders"),
    Permission("sales.credit.override", "超信用额度放行", "Let sales pass the credit limit"),
    Permission("sales.order.sell_below_minimum", "低于最低售价销售", "Sell below the minimum price"),
    Permission("sales.order.amend", "变更已审核销售订单", "Amend approved sales orders"),
    Permission("sales.order.close", "关闭销售订单", "Close sales orders"),
    Permission("sales.order.cancel", "作废销售订单", "Void sales orders"),
    Permission("sales.price.read", "查看历史售价与建议售价", "See last and suggested sales prices"),
    Permission("sales.direct_sale.create", "直接销售", "Sell directly"),
    Permission("sales.return.read", "查看销售退货", "See sales returns"),
    Permission("sales.return.create", "办理销售退货", "Take sales returns"),
)
