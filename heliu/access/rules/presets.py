"""The eight roles every new company starts with; each may be edited afterwards."""

from dataclasses import dataclass

_READ_MASTERS = ("catalog.*.read", "parties.*.read")
_READ_STOCK = ("stock.*.read",)


@dataclass(frozen=True, slots=True)
class RolePreset:
    """patterns as in heliu.access.rules.patterns; sees_cost is the default offered for a new member."""

    code: str
    name_zh: str
    name_en: str
    patterns: tuple[str, ...]
    sees_cost: bool = True


PRESETS: tuple[RolePreset, ...] = (
    RolePreset("owner", "老板", "Owner", ("*",)),
    RolePreset(
        "manager",
        "经理",
        "Manager",
        (
            "*.*.read",
            "catalog.*",
            "parties.*",
            "stock.*",
            "purchasing.*",
            "sales.*",
            "warehouse.*",
            "integration.*",
            "reporting.*",
            "flows.*",
            "finance.purchase_invoice.*",
            "finance.sales_invoice.*",
        ),
    ),  # fmt: skip
    RolePreset(
        "buyer",
        "采购员",
        "Buyer",
        (
            *_READ_MASTERS,
            *_READ_STOCK,
            "catalog.item.*",
            "parties.party.create",
            "parties.party.update",
            "purchasing.*",
            "warehouse.*.read",
            "finance.purchase_invoice.read",
            "reporting.*.read",
        ),
    ),  # fmt: skip
    RolePreset(
        "seller",
        "销售员",
        "Seller",
        (
            *_READ_MASTERS,
            *_READ_STOCK,
            "parties.party.create",
            "parties.party.update",
            "sales.*",
            "warehouse.*.read",
            "finance.sales_invoice.read",
            "reporting.*.read",
        ),
        sees_cost=False,
    ),  # fmt: skip
    RolePreset(
        "storekeeper",
        "仓管员",
        "Storekeeper",
        (*_READ_MASTERS, "stock.*", "warehouse.*", "purchasing.*.read", "sales.*.read"),
        sees_cost=False,
    ),
    RolePreset(
        "cashier",
        "出纳",
        "Cashier",
        (
            "parties.*.read",
            "finance.*.read",
            "finance.payment.*",
            "finance.money_receipt.*",
            "finance.receipt.*",
            "finance.settlement.*",
            "finance.bank_account.*",
        ),
    ),  # fmt: skip
    RolePreset(
        "accountant",
        "会计",
        "Accountant",
        (
            *_READ_MASTERS,
            *_READ_STOCK,
            "ledger.*",
            "posting.*",
            "finance.*",
            "purchasing.*.read",
            "sales.*.read",
            "warehouse.*.read",
            "reporting.*",
            "integration.*.read",
            "flows.*",
        ),
    ),  # fmt: skip
    RolePreset("auditor", "审计", "Auditor", ("*.*.read",)),
)
