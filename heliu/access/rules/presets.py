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
        "finance.purchase_invoice.* finance.sales_invoice.*",
    ),
    RolePreset(
        "buyer",
        "采购员",
        "Buyer",
        "catalog.*.read catalog.item.* parties.*.read parties.supplier.create parties.supplier.update stock.*.read "
        "purchasing.* warehouse.*.read finance.purchase_invoice.read reporting.*.read",
    ),
    RolePreset(
        "seller",
        "销售员",
        "Seller",
        "catalog.*.read parties.*.read parties.customer.create parties.customer.update stock.*.read sales.*.read "
        "sales.order.create sales.order.submit sales.order.amend sales.order.close sales.order.cancel "
        "sales.direct_sale.create sales.return.create warehouse.*.read finance.sales_invoice.read",
        sees_cost=False,
    ),
    RolePreset(
        "storekeeper",
        "仓管员",
        "Storekeeper",
        "catalog.*.read parties.*.read stock.*.read warehouse.* purchasing.*.read sales.*.read",
        sees_cost=False,
    ),
    RolePreset(
        "cashier",
        "出纳",
        "Cashier",
        "parties.*.read finance.*.read finance.payment.* finance.money_receipt.*",
        sees_cost=False,
    ),
    RolePreset(
        "accountant",
        "会计",
        "Accountant",
        "catalog.*.read parties.*.read stock.*.read ledger.* posting.* finance.* purchasing.*.read sales.*.read "
        "warehouse.*.read reporting.* integration.*.read flows.*",
    ),
    RolePreset("auditor", "审计", "Auditor", "*.*.read"),
)
