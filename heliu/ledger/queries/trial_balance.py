"""科目余额表 trial balance, from the stored turnovers alone: its cost does not grow with the number of vouchers."""

from dataclasses import dataclass, field
from typing import Any

from heliu.core import gateway
from heliu.core.document_schemas import amount_text
from heliu.core.errors import InvalidInput
from heliu.core.scope import Scope
from heliu.ledger.models import Account
from heliu.ledger.queries.accounts import ledger_of

_TURNOVERS = """
SELECT account_id,
    SUM(CASE WHEN period_code < %s THEN debit - credit ELSE 0 END),
    SUM(CASE WHEN period_code >= %s THEN debit ELSE 0 END),
    SUM(CASE WHEN period_code >= %s THEN credit ELSE 0 END),
    SUM(CASE WHEN period_code >= %s THEN debit ELSE 0 END),
    SUM(CASE WHEN period_code >= %s THEN credit ELSE 0 END)
FROM ledger_accountbalance
WHERE company_id = %s AND ledger_id = %s AND period_code <= %s
GROUP BY account_id
"""


@dataclass(slots=True)
class Turnover:
    """Scaled amounts of one account or subtree; year_* from January of the last period's year on."""

    opening: int = 0
    debit: int = 0
    credit: int = 0
    year_debit: int = 0
    year_credit: int = 0
    touched: bool = False

    @property
    def closing(self) -> int:
        return self.opening + self.debit - self.credit

    def add(self, other: "Turnover") -> None:
        self.opening += other.opening
        self.debit += other.debit
        self.credit += other.credit
        self.year_debit += other.year_debit
        self.year_credit += other.year_credit
        self.touched = self.touched or other.touched


@dataclass(slots=True)
class Node:
    row: dict[str, Any]
    sums: Turnover = field(default_factory=Turnover)


def turnovers(scope: Scope, ledger_id: int, period_from: int, period_to: int) -> dict[int, Turnover]:
    """Own turnover (without sub-accounts) of every account that was ever posted to until `period_to`."""
    january = period_to // 100 * 100 + 1
    params = (
        period_from, period_from, period_from, january, january, scope.company_id, ledger_id, period_to,
    )  # fmt: skip
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, _TURNOVERS, params)
    return {
        int(row[0]): Turnover(int(row[1]), int(row[2]), int(row[3]), int(row[4]), int(row[5]), touched=True)
        for row in rows
    }


def trial_balance(
    scope: Scope,
    *,
    period_from: int,
    period_to: int,
    ledger_id: int | None = None,
    level: int | None = None,
    include_zero: bool = False,
) -> dict[str, Any]:
    """Opening, turnover, year to date and closing of every account, sub-accounts rolled up into their parents.

    `totals` sums the top level; `balanced` says whether debits equal credits in every pair of columns.
    """
    if period_from > period_to:
        raise InvalidInput(field="period_from", reason="lies after period_to.", loc=("period_from",))
    ledger = ledger_of(scope, ledger_id)
    tree = _rolled_up(scope, ledger.chart_id, turnovers(scope, ledger.id, period_from, period_to))
    shown = [
        node
        for node in tree
        if (include_zero or node.sums.touched) and (level is None or node.row["code"].count(".") < level)
    ]
    top = [_columns(node.sums) for node in tree if node.row["parent_id"] is None]
    totals = {name: sum(columns[name] for columns in top) for name in _NAMES}
    return {
        "ledger_id": str(ledger.id),
        "currency": ledger.currency,
        "period_from": period_from,
        "period_to": period_to,
        "items": [_shape(node) for node in shown],
        "totals": {name: amount_text(value) for name, value in totals.items()},
        "balanced": all(totals[f"{pair}debit"] == totals[f"{pair}credit"] for pair in ("opening_", "", "closing_")),
    }


def _rolled_up(scope: Scope, chart_id: int, own: dict[int, Turnover]) -> list[Node]:
    """Accounts in code order; a child's sums are added to its parent's, deepest first."""
    rows = Account.objects.filter(company_id=scope.company_id, chart_id=chart_id).order_by("code")
    columns = ("id", "parent_id", "code", "name", "name_en", "account_class", "normal_side", "is_leaf")
    nodes = {row["id"]: Node(row) for row in rows.values(*columns)}
    for account_id, sums in own.items():
        nodes[account_id].sums.add(sums)
    for node in sorted(nodes.values(), key=lambda n: -n.row["code"].count(".")):
        if node.row["parent_id"]:
            nodes[node.row["parent_id"]].sums.add(node.sums)
    return list(nodes.values())


_NAMES = (
    "opening_debit", "opening_credit", "debit", "credit", "year_debit", "year_credit", "closing_debit",
    "closing_credit",
)  # fmt: skip


def _columns(sums: Turnover) -> dict[str, int]:
    return {
        "opening_debit": max(sums.opening, 0),
        "opening_credit": max(-sums.opening, 0),
        "debit": sums.debit,
        "credit": sums.credit,
        "year_debit": sums.year_debit,
        "year_credit": sums.year_credit,
        "closing_debit": max(sums.closing, 0),
        "closing_credit": max(-sums.closing, 0),
    }


def _shape(node: Node) -> dict[str, Any]:
    row = node.row
    return {
        "account_id": str(row["id"]),
        "parent_id": str(row["parent_id"]) if row["parent_id"] else None,
        "code": row["code"],
        "name": row["name"],
        "name_en": row["name_en"],
        "account_class": row["account_class"],
        "normal_side": row["normal_side"],
        "level": row["code"].count(".") + 1,
        "is_leaf": row["is_leaf"],
        **{name: amount_text(value) for name, value in _columns(node.sums).items()},
    }
