"""Segregation of duties (不相容岗位): pairs of rights that one person should not hold together."""

from collections.abc import Iterable
from dataclasses import dataclass

from heliu.access.rules.patterns import granted


@dataclass(frozen=True, slots=True)
class Duty:
    code: str
    label_zh: str
    label_en: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two duties met in one pair of hands, with the permissions that make them so."""

    left: Duty
    right: Duty
    permissions: tuple[str, ...]


_DUTIES = {
    duty.code: duty
    for duty in (
        Duty("create_supplier", "建立供应商", "Create suppliers", ("parties.supplier.create",)),
        Duty("pay", "付款", "Make payments", ("finance.payment.post",)),
        Duty("order", "采购下单", "Enter purchase orders", ("purchasing.order.create",)),
        Duty("receive", "收货入库", "Receive goods", ("warehouse.goods_receipt.post",)),
        Duty(
            "approve_invoice",
            "审核采购发票",
            "Approve purchase invoices",
            ("finance.purchase_invoice.post",),
        ),
        Duty("sell", "销售下单", "Enter sales orders", ("sales.order.create",)),
        Duty("override_credit", "信用放行", "Override credit limits", ("sales.credit.override",)),
        Duty("count", "盘点", "Count stock", ("warehouse.stocktake.create",)),
        Duty(
            "approve_count",
            "盘点审核",
            "Approve stock differences",
            ("warehouse.stocktake.approve", "warehouse.difference.resolve"),
        ),
        Duty("prepare_voucher", "制单", "Prepare vouchers", ("finance.manual_voucher.create",)),
        Duty("audit_voucher", "凭证审核", "Audit vouchers", ("finance.manual_voucher.approve",)),
        Duty("post_voucher", "凭证过账", "Post vouchers", ("finance.manual_voucher.post",)),
        Duty("cash", "出纳", "Handle cash", ("finance.payment.create", "finance.money_receipt.create")),
        Duty("books", "往来账", "Keep receivables and payables", ("finance.settlement.create",)),
        Duty("administer", "用户管理", "Administer users", ("access.user.create", "access.role.update")),
        Duty(
            "trade",
            "业务单据",
            "Enter business documents",
            ("purchasing.*.create", "sales.*.create", "finance.*.create", "warehouse.*.create"),
        ),
    )
}
_CONFLICTS = (
    ("create_supplier", "pay"),
    ("order", "receive"),
    ("order", "approve_invoice"),
    ("receive", "approve_invoice"),
    ("sell", "override_credit"),
    ("count", "approve_count"),
    ("prepare_voucher", "audit_voucher"),
    ("prepare_voucher", "post_voucher"),
    ("audit_voucher", "post_voucher"),
    ("cash", "books"),
    ("administer", "trade"),
)


def conflicts(permissions: Iterable[str]) -> list[Conflict]:
    """Every pair of incompatible duties among `permissions`, in the order of the table."""
    held = frozenset(permissions)
    found = []
    for left, right in ((_DUTIES[a], _DUTIES[b]) for a, b in _CONFLICTS):
        one, other = granted(frozenset(left.patterns), held), granted(frozenset(right.patterns), held)
        if one and other:
            found.append(Conflict(left=left, right=right, permissions=tuple(sorted(one | other))))
    return found
