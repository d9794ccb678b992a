"""After an interruption: ids that later documents refer to, read back from the books by the trace of the run."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from heliu.core import gateway
from heliu.core.scope import Scope
from heliu.integration.models import ImportedDocument, ImportRun
from heliu.integration.online_retail.classes import DocumentKind
from heliu.integration.replenishment.purchases import PlannedOrder
from heliu.integration.sales_history.days import TradingDay
from heliu.integration.sales_history.drafts import goods_lines
from heliu.integration.sales_history.posted import InvoicedLine, PostedGoods, PostedSoFar
from heliu.purchasing.rules import PURCHASE_ORDER
from heliu.warehouse import rules as goods

_INVOICE = "sales_invoice"
_LINE_TABLES = {
    "warehouse_goodsline": "document_id",
    "finance_salesinvoiceline": "document_id",
    "purchasing_purchaseorderline": "order_id",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line of a sale stood: its document, its position among all lines and among those that move goods."""

    number: str
    position: int
    goods_position: int


@dataclass(slots=True)
class PastDays:
    """What is remembered of days that were posted before, while they go by."""

    wanted: frozenset[int]
    places: dict[int, _Place] = field(default_factory=dict)
    orders: list[PlannedOrder] = field(default_factory=list)

    def add(self, day: TradingDay) -> None:
        self.orders += day.orders
        for invoice in day.invoices:
            if invoice.kind != DocumentKind.SALE or all(line.line not in self.wanted for line in invoice.lines):
                continue
            moving = {line.line: position for position, line in enumerate(goods_lines(invoice))}
            for position, line in enumerate(invoice.lines):
                if line.line in self.wanted:
                    self.places[line.line] = _Place(invoice.number, position, moving[line.line])


def read_back(scope: Scope, run: ImportRun, past: PastDays, posted: PostedSoFar) -> None:
    """Fill `posted` with what the run has put into the books before."""
    ids: dict[str, dict[str, int]] = defaultdict(dict)
    rows = ImportedDocument.objects.filter(company_id=scope.company_id, run=run)
    for origin_kind, number, origin_id in rows.values_list("origin_kind", "source_number", "origin_id"):
        ids[origin_kind][number] = origin_id
    posted.invoices.update(ids[_INVOICE])
    posted.purchase_invoices.update(ids["purchase_invoice"])
    _goods_of_suppliers(scope, ids, posted)
    _orders(scope, ids[PURCHASE_ORDER], past, posted)
    _sold_lines(scope, ids, past, posted)


def _goods_of_suppliers(scope: Scope, ids: dict[str, dict[str, int]], posted: PostedSoFar) -> None:
    for kind, found in ((goods.GOODS_RECEIPT, posted.receipts), (goods.PURCHASE_RETURN, posted.purchase_returns)):
        lines = _lines_of(scope, "warehouse_goodsline", ids[kind].values())
        found.update({number: PostedGoods(id_, tuple(lines[id_])) for number, id_ in ids[kind].items()})


def _orders(scope: Scope, ids: dict[str, int], past: PastDays, posted: PostedSoFar) -> None:
    lines = _lines_of(scope, "purchasing_purchaseorderline", ids.values())
    for order in past.orders:
        order_id = ids[order.number]
        posted.orders[order.number] = PostedGoods(order_id, tuple(lines[order_id]))
        for line, line_id in zip(order.lines, lines[order_id], strict=True):
            posted.order_lines[order.number, line.code] = line_id


def _sold_lines(scope: Scope, ids: dict[str, dict[str, int]], past: PastDays, posted: PostedSoFar) -> None:
    numbers = {place.number for place in past.places.values()}
    shipments = _lines_of(scope, "warehouse_goodsline", (ids[goods.SHIPMENT][number] for number in numbers))
    invoices = _lines_of(scope, "finance_salesinvoiceline", (ids[_INVOICE][number] for number in numbers))
    for line, place in past.places.items():
        posted.shipment_lines[line] = shipments[ids[goods.SHIPMENT][place.number]][place.goods_position]
        invoice_id = ids[_INVOICE][place.number]
        posted.invoice_lines[line] = InvoicedLine(invoice_id, invoices[invoice_id][place.position])


def _lines_of(scope: Scope, table: str, document_ids: Iterable[int]) -> dict[int, list[int]]:
    """Document → its line ids in order."""
    header = _LINE_TABLES[table]
    sql = (
        f"SELECT {header}, id FROM {table} WHERE company_id = %s AND {gateway.in_list(header)} "  # noqa: S608
        f"ORDER BY {header}, line_no"
    )
    found: dict[int, list[int]] = defaultdict(list)
    with gateway.cursor() as cur:
        for document_id, line_id in gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(document_ids))):
            found[document_id].append(line_id)
    return found
