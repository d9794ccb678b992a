"""The eight roles every new company starts with; each may be edited afterwards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RolePreset:
    """patterns as in heliu.access.rules.patterns, written as words; sees_cost is offered for a new member."""

    code: str
    name_zh: str
    name_en: str
    words: str
    sees_cost: bool = True

    @property
    def patterns(self) -> tuple[str, ...]:
        return tuple(self.words.split())


PRESETS: tuple[RolePreset, ...] = (
    RolePreset("owner", "老板", "Owner", "*"),
    RolePreset(
        "manager",
        "经理",
        "Manager",
        "*.*.read catalog.* parties.* stock.* purchasing.* sales.* warehouse.* integration.* reporting.* "
        "finance.purchase_invoice.* finance.sales_invoice.* finance.manual_voucher.approve "
        "finance.match_exception.accept",
    ),
    RolePreset(
        "buyer",
        "采购员",
        "Buyer",
        "catalog.*.read catalog.item.* parties.*.read parties.supplier.create parties.supplier.update stock.*.read "
        "purchasing.*.read purchasing.order.create purchasing.order.submit purchasing.order.amend "
        "purchasing.order.close purchasing.order.cancel "
        "warehouse.*.read finance.purchase_invoice.read finance.payable.read reporting.workbench.read",
    ),
    RolePreset(
        "seller",
        "销售员",
        "Seller",
        "catalog.*.read parties.*.read parties.customer.create parties.customer.update stock.*.read "
        "sales.*.read sales.order.create sales.order.submit sales.order.amend sales.order.close sales.order.cancel "
        "sales.direct_sale.create sales.return.create "
        "warehouse.*.read finance.sales_invoice.read finance.receivable.read reporting.workbench.read",
        sees_cost=False,
    ),
    RolePreset(
        "storekeeper",
        "仓管员",
        "Storekeeper",
        "catalog.*.read parties.*.read stock.*.read purchasing.*.read sales.*.read warehouse.*.read "
        "warehouse.goods_receipt.* warehouse.shipment.* warehouse.purchase_return.* warehouse.sales_return.* "
        "warehouse.other_receipt.* warehouse.other_issue.* warehouse.transfer.* "
        "warehouse.stocktake.create warehouse.stocktake.count warehouse.stocktake.post warehouse.stocktake.cancel "
        "reporting.workbench.read",
        sees_cost=False,
    ),
    RolePreset(
        "cashier",
        "出纳",
        "Cashier",
        "parties.*.read finance.*.read finance.payment.* finance.money_receipt.* reporting.workbench.read",
        sees_cost=False,
    ),
    RolePreset(
        "accountant",
        "会计",
        "Accountant",
        "*.*.read ledger.* posting.* finance.purchase_invoice.* finance.sales_invoice.* finance.settlement.* "
        "finance.other_income.* finance.other_expense.* finance.match_tolerance.* finance.opening_balance.* "
        "finance.manual_voucher.create finance.manual_voucher.cancel finance.profit_transfer.* "
        "warehouse.difference.resolve reporting.*",
    ),
    RolePreset("auditor", "审计", "Auditor", "*.*.read reporting.verification.run"),
)
