"""Documents of every kind by number: the whole one, how it begins, or its digits without the letters before them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, QuerySet

from heliu.core.scope import Scope
from heliu.finance import kinds as finance
from heliu.finance.kinds import DocumentKind
from heliu.purchasing import rules as purchasing
from heliu.purchasing.models import PurchaseOrder
from heliu.sales import rules as sales
from heliu.sales.models import SalesOrder
from heliu.warehouse import rules as warehouse
from heliu.warehouse.models import GoodsDocument, Stocktake, Transfer

LENGTH_MIN = 3
LENGTH_MAX = 40
_LAST = "\U0010ffff"
_COLUMNS = ("id", "number", "state", "business_date")


@dataclass(frozen=True, slots=True)
class _Kind:
    """noun: as in links and permissions; warehouses: columns that must lie in the user's reach."""

    noun: str
    prefix: str
    permission: str
    model: type[Any]
    warehouses: Sequence[str] = ()
    has_party: bool = True
    narrowing: dict[str, Any] = field(default_factory=dict)


def _goods(noun: str) -> _Kind:
    return _Kind(
        noun, warehouse.PREFIX[noun], f"warehouse.{noun}.read", GoodsDocument, ("warehouse_id",),
        narrowing={"document_type": noun},
    )  # fmt: skip


def _money(kind: DocumentKind, *, has_party: bool = True) -> _Kind:
    return _Kind(kind.noun, kind.prefix, kind.permission("read"), kind.model, has_party=has_party)


_KINDS = (
    _Kind(sales.SALES_ORDER, sales.PREFIX, "sales.order.read", SalesOrder, ("warehouse_id",)),
    _Kind(purchasing.PURCHASE_ORDER, purchasing.PREFIX, "purchasing.order.read", PurchaseOrder, ("warehouse_id",)),
    *(_goods(noun) for noun in warehouse.PREFIX if noun not in (warehouse.TRANSFER, warehouse.STOCKTAKE)),
    _Kind(
        warehouse.TRANSFER, warehouse.PREFIX[warehouse.TRANSFER], "warehouse.transfer.read", Transfer,
        ("from_warehouse_id", "to_warehouse_id"), has_party=False,
    ),
    _Kind(
        warehouse.STOCKTAKE, warehouse.PREFIX[warehouse.STOCKTAKE], "warehouse.stocktake.read", Stocktake,
        ("warehouse_id",), has_party=False,
    ),
    *(_money(kind) for kind in (finance.SALES_INVOICE, finance.PURCHASE_INVOICE, finance.MONEY_RECEIPT)),
    *(_money(kind) for kind in (finance.PAYMENT, finance.SETTLEMENT_NOTE, finance.OTHER_INCOME, finance.OTHER_EXPENSE)),
    _money(finance.OPENING_BALANCE, has_party=False),
    _money(finance.MANUAL_VOUCHER, has_party=False),
)  # fmt: skip


def find_documents(scope: Scope, text: str, *, limit: int = 8) -> list[dict[str, Any]]:
    """Newest first, of the kinds, warehouses and authors the user may see; also by numbers that another system gave.
    Each table is asked by the index of its numbers, so the answer costs the same however many documents there are."""
    words = text.strip().upper()
    if not LENGTH_MIN <= len(words) <= LENGTH_MAX:
        return []
    found = [_shape(kind, row) for kind, start in _asked(scope, words) for row in _rows(scope, kind, start, limit)]
    found.sort(key=lambda hit: (hit["business_date"], hit["number"]), reverse=True)
    return found[:limit]


def _asked(scope: Scope, words: str) -> list[tuple[_Kind, str]]:
    """The kinds whose own letters the words begin with; when they are nobody's letters, every table once."""
    starts = [(kind, kind.prefix + words if words.isdigit() else words) for kind in _KINDS]
    ours = [(kind, start) for kind, start in starts if start.startswith(kind.prefix[: len(start)])]
    permitted = [(kind, start) for kind, start in ours or starts if scope.can(kind.permission)]
    return permitted if ours else list(_by_table(permitted).values())


def _by_table(asked: list[tuple[_Kind, str]]) -> dict[type[Any], tuple[_Kind, str]]:
    """One question for the kinds of goods documents, which share a table."""
    tables: dict[type[Any], tuple[_Kind, str]] = {}
    goods = [kind.noun for kind, _ in asked if kind.model is GoodsDocument]
    for kind, start in asked:
        narrowing = {"document_type__in": goods} if kind.model is GoodsDocument else kind.narrowing
        tables.setdefault(kind.model, (replace(kind, narrowing=narrowing), start))
    return tables


def _rows(scope: Scope, kind: _Kind, start: str, limit: int) -> QuerySet[Any, dict[str, Any]]:
    rows: QuerySet[Any] = kind.model.objects.filter(
        company_id=scope.company_id, number__gte=start, number__lt=start + _LAST, **kind.narrowing
    )
    if scope.warehouses is not None and kind.warehouses:
        reach = Q()
        for name in kind.warehouses:
            reach |= Q(**{f"{name}__in": scope.warehouses})
        rows = rows.filter(reach)
    if scope.own_documents:
        rows = rows.filter(created_by_id=scope.user_id)
    columns = [*_COLUMNS, *(["party__name"] if kind.has_party else []), *(["document_type"] if kind.narrowing else [])]
    return rows.order_by("-number").values(*columns)[:limit]


def _shape(kind: _Kind, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": row.get("document_type", kind.noun),
        "id": str(row["id"]),
        "number": row["number"],
        "state": row["state"],
        "business_date": row["business_date"],
        "party": row.get("party__name") or "",
    }
