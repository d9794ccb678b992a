"""One chunk of business days → documents in both books, in one transaction with the mark how far the run is.

Order inside a day: receipts, everything that leaves, then everything that comes back (a return may refer to a line of
the same day). Invoices and money do not touch stock, so they follow once per chunk.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from heliu.core import gateway
from heliu.core.ids import next_ids
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.kinds import (
    MONEY_RECEIPT,
    OTHER_EXPENSE,
    OTHER_INCOME,
    PAYMENT,
    PURCHASE_INVOICE,
    SALES_INVOICE,
)
from heliu.finance.rules.drafts import InvoiceDraft, Origin
from heliu.finance.services import PostedInvoice, post_entries, post_invoices, post_money
from heliu.integration.models import ImportedDocument, ImportRun
from heliu.integration.online_retail.classes import DocumentKind
from heliu.integration.online_retail.documents import HistoricInvoice, HistoricLine
from heliu.integration.replenishment.purchases import PlannedInvoice, PlannedReceipt, PlannedReturn
from heliu.integration.sales_history.days import TradingDay
from heliu.integration.sales_history.drafts import Drafting, goods_lines
from heliu.integration.sales_history.orders import post_orders
from heliu.integration.sales_history.posted import InvoicedLine, PostedGoods, PostedSoFar
from heliu.purchasing.rules import PURCHASE_ORDER
from heliu.warehouse import rules as goods
from heliu.warehouse.drafts import NewGoodsDocument
from heliu.warehouse.services import post_goods_documents

_TRACE = ("id", "company_id", "run_id", "source_number", "role", "origin_kind", "origin_id", "simulated")


@dataclass(slots=True)
class _Waiting:
    """What a chunk has collected for the steps after its goods."""

    blue: list[HistoricInvoice] = field(default_factory=list)
    shipped: dict[int, int] = field(default_factory=dict)
    """Source line → shipment line."""
    origins: dict[str, tuple[Origin, ...]] = field(default_factory=dict)
    """Number in the source → the shipment or the return that its invoice bills."""
    red: list[tuple[HistoricInvoice, tuple[int, ...]]] = field(default_factory=list)
    bad_debts: list[HistoricInvoice] = field(default_factory=list)
    expenses: list[HistoricInvoice] = field(default_factory=list)
    purchase_invoices: list[PlannedInvoice] = field(default_factory=list)


class ChunkPosting:
    """Posts chunks of one run, one after the other; `posted` grows with them."""

    def __init__(self, scope: Scope, run: ImportRun, drafting: Drafting, posted: PostedSoFar) -> None:
        self.scope = scope
        self.run = run
        self.drafting = drafting
        self.posted = posted
        self.planned: dict[str, PlannedReceipt | PlannedReturn] = {}
        self._trace: list[tuple[str, str, str, int, bool]] = []

    def remember(self, day: TradingDay) -> None:
        """Receipts and returns that later invoices name; also of days that were posted before an interruption."""
        self.planned.update({receipt.number: receipt for receipt in day.receipts})
        self.planned.update({back.number: back for back in day.purchase_returns})

    @business_transaction
    def post(self, days: Sequence[TradingDay]) -> None:
        """All of the days or nothing. Raises whatever a document is refused with."""
        self._trace = []
        waiting = _Waiting()
        for day in days:
            self.remember(day)
            self._orders(day)
            self._goods_out(day, waiting)
            waiting.purchase_invoices += day.purchase_invoices
            if day.purchase_returns:
                self._purchase_invoices([i for i in waiting.purchase_invoices if i.amount >= 0])
                waiting.purchase_invoices = [i for i in waiting.purchase_invoices if i.amount < 0]
            self._goods_back(day, waiting)
        self._purchase_invoices(waiting.purchase_invoices)
        self._sales_invoices(waiting)
        self._red_invoices(waiting)
        self._bad_debts(waiting.bad_debts)
        self._money(days)
        self._cash_entries(waiting.expenses)
        self._finish(days)

    # ---- goods ------------------------------------------------------------------------------------------------------

    def _orders(self, day: TradingDay) -> None:
        for order, posted in zip(day.orders, post_orders(self.scope, self.drafting, day.orders), strict=True):
            self.posted.orders[order.number] = posted
            for line, line_id in zip(order.lines, posted.line_ids, strict=True):
                self.posted.order_lines[order.number, line.code] = line_id
            self._note("order", PURCHASE_ORDER, order.number, posted.document_id, simulated=True)

    def _goods_out(self, day: TradingDay, waiting: _Waiting) -> None:
        """Opening, receipts, shipments and write-offs, in one posting."""
        drafts: list[NewGoodsDocument] = []
        names: list[tuple[str, str]] = []
        sources: list[list[HistoricLine]] = []
        if day.opening:
            drafts.append(self.drafting.opening(day.day, day.opening))
            names.append(("opening", "SIM-OPENING"))
        for receipt in day.receipts:
            order = self.posted.orders.get(receipt.order_number)
            drafts.append(self.drafting.receipt(receipt, order, self._order_lines(receipt)))
            names.append(("receipt", receipt.number))
        for invoice in day.invoices:
            lines = self._leaving(invoice)
            if lines and invoice.kind == DocumentKind.SALE:
                drafts.append(self.drafting.shipment(invoice, lines))
            elif lines:
                drafts.append(self.drafting.stock_correction(invoice, lines, goods.OTHER_ISSUE))
            if lines:
                names.append((invoice.kind.value, invoice.number))
                sources.append(lines)
        results = post_goods_documents(self.scope, drafts) if drafts else []
        simulated = len(drafts) - len(sources)
        for (role, number), draft, result in zip(names, drafts, results, strict=True):
            self._note(role, draft.document_type, number, result.document_id, simulated=draft.simulated)
            if role == "receipt":
                self.posted.receipts[number] = PostedGoods(result.document_id, result.line_ids)
            elif draft.document_type == goods.SHIPMENT:
                waiting.origins[number] = (Origin(goods.SHIPMENT, result.document_id, result.number),)
        for lines, result in zip(sources, results[simulated:], strict=True):
            for line, line_id in zip(lines, result.line_ids, strict=True):
                waiting.shipped[line.line] = line_id
                if line.line in self.posted.wanted:
                    self.posted.shipment_lines[line.line] = line_id
        waiting.blue += [invoice for invoice in day.invoices if invoice.kind == DocumentKind.SALE]
        waiting.bad_debts += [invoice for invoice in day.invoices if invoice.kind == DocumentKind.BAD_DEBT]
        waiting.expenses += [invoice for invoice in day.invoices if invoice.kind == DocumentKind.EXPENSE]

    def _order_lines(self, receipt: PlannedReceipt) -> tuple[int, ...]:
        """Order line of each line of a receipt; lines of an order have one item each."""
        order = self.posted.orders.get(receipt.order_number)
        if order is None:
            return (0,) * len(receipt.lines)
        return tuple(self.posted.order_lines[receipt.order_number, line.code] for line in receipt.lines)

    @staticmethod
    def _leaving(invoice: HistoricInvoice) -> list[HistoricLine]:
        if invoice.kind == DocumentKind.SALE:
            return goods_lines(invoice)
        return [line for line in goods_lines(invoice) if line.quantity < 0] if _is_stock(invoice) else []

    def _goods_back(self, day: TradingDay, waiting: _Waiting) -> None:
        """Returns to suppliers, returns of customers and what was found, in one posting."""
        drafts: list[NewGoodsDocument] = []
        names: list[tuple[str, str]] = []
        for back in day.purchase_returns:
            receipt = self.posted.receipts[back.receipt_number]
            drafts.append(self.drafting.purchase_return(back, self._received(back, receipt), receipt.document_id))
            names.append(("return", back.number))
        for invoice in day.invoices:
            lines = [line for line in goods_lines(invoice) if (line.quantity > 0) == _is_stock(invoice)]
            if invoice.kind == DocumentKind.CREDIT:
                if lines:
                    drafts.append(self.drafting.sales_return(invoice, lines, self.posted))
                    names.append((invoice.kind.value, invoice.number))
                else:
                    waiting.red.append((invoice, ()))
            elif lines and _is_stock(invoice):
                drafts.append(self.drafting.stock_correction(invoice, lines, goods.OTHER_RECEIPT))
                names.append((invoice.kind.value, invoice.number))
        results = post_goods_documents(self.scope, drafts) if drafts else []
        credits = {invoice.number: invoice for invoice in day.invoices if invoice.kind == DocumentKind.CREDIT}
        for (role, number), draft, result in zip(names, drafts, results, strict=True):
            self._note(role, draft.document_type, number, result.document_id, simulated=draft.simulated)
            if role == "return":
                self.posted.purchase_returns[number] = PostedGoods(result.document_id, result.line_ids)
            elif role == DocumentKind.CREDIT.value:
                waiting.red.append((credits[number], result.line_ids))
                waiting.origins[number] = (Origin(goods.SALES_RETURN, result.document_id, result.number),)

    def _received(self, back: PlannedReturn, receipt: PostedGoods) -> list[int]:
        by_code = dict(
            zip((line.code for line in self.planned[back.receipt_number].lines), receipt.line_ids, strict=True)
        )
        return [by_code[line.code] for line in back.lines]

    # ---- invoices and money -----------------------------------------------------------------------------------------

    def _purchase_invoices(self, invoices: Sequence[PlannedInvoice]) -> None:
        drafts = []
        for invoice in invoices:
            source = self.posted.receipts.get(invoice.source_number)
            source = source or self.posted.purchase_returns[invoice.source_number]
            planned = self.planned[invoice.source_number]
            order: PostedGoods | None = None
            order_lines: tuple[int, ...] = ()
            if isinstance(planned, PlannedReceipt):
                order, order_lines = self.posted.orders.get(planned.order_number), self._order_lines(planned)
            drafts.append(
                self.drafting.purchase_invoice(
                    invoice,
                    planned.lines,
                    source,
                    order=order,
                    order_line_ids=order_lines,
                    origins=self._bought(invoice, planned, source),
                )
            )
        for invoice, posted in zip(invoices, post_invoices(self.scope, PURCHASE_INVOICE, drafts), strict=True):
            self.posted.purchase_invoices[invoice.number] = posted.id
            self._note("purchase_invoice", PURCHASE_INVOICE.noun, invoice.number, posted.id, simulated=True)

    def _bought(
        self, invoice: PlannedInvoice, planned: PlannedReceipt | PlannedReturn, source: PostedGoods
    ) -> tuple[Origin, ...]:
        """The order and the receipt that an invoice bills, or the return that it credits."""
        number = self.drafting.number
        if not isinstance(planned, PlannedReceipt):
            return (Origin(goods.PURCHASE_RETURN, source.document_id, number(invoice.source_number)),)
        receipt = Origin(goods.GOODS_RECEIPT, source.document_id, number(invoice.source_number))
        order = self.posted.orders.get(planned.order_number)
        if order is None:
            return (receipt,)
        return Origin(PURCHASE_ORDER, order.document_id, number(planned.order_number)), receipt

    def _sales_invoices(self, waiting: _Waiting) -> None:
        origins = waiting.origins
        drafts = [self.drafting.sales_invoice(i, waiting.shipped, origins.get(i.number, ())) for i in waiting.blue]
        results = post_invoices(self.scope, SALES_INVOICE, drafts)
        wanted = self.posted.wanted
        for invoice, result in zip(waiting.blue, results, strict=True):
            self._invoiced(invoice.kind, invoice.number, result)
            for line, line_id in zip(invoice.lines, result.line_ids, strict=True):
                if line.line in wanted:
                    self.posted.invoice_lines[line.line] = InvoicedLine(result.id, line_id)

    def _red_invoices(self, waiting: _Waiting) -> None:
        drafts = [
            self.drafting.red_invoice(invoice, lines, self.posted, origins=waiting.origins.get(invoice.number, ()))
            for invoice, lines in waiting.red
        ]
        results = post_invoices(self.scope, SALES_INVOICE, drafts)
        for (invoice, _), result in zip(waiting.red, results, strict=True):
            self._invoiced(invoice.kind, invoice.number, result)

    def _bad_debts(self, invoices: Iterable[HistoricInvoice]) -> None:
        numbered: list[tuple[str, InvoiceDraft]] = [
            pair for invoice in invoices for pair in self.drafting.bad_debts(invoice)
        ]
        results = post_invoices(self.scope, SALES_INVOICE, [draft for _, draft in numbered])
        for (number, _), result in zip(numbered, results, strict=True):
            self._invoiced(DocumentKind.BAD_DEBT, number, result)

    def _invoiced(self, kind: DocumentKind, number: str, result: PostedInvoice) -> None:
        self.posted.invoices[number] = result.id
        self._note(kind.value, SALES_INVOICE.noun, number, result.id)

    def _money(self, days: Sequence[TradingDay]) -> None:
        payments = [payment for day in days for payment in day.payments]
        drafts = [self.drafting.payment(payment, self.posted) for payment in payments]
        for payment, result in zip(payments, post_money(self.scope, PAYMENT, drafts), strict=True):
            self._note("payment", PAYMENT.noun, payment.number, result.id, simulated=True)
        receipts = [receipt for day in days for receipt in day.money_receipts]
        drafts = [self.drafting.money_receipt(receipt, self.posted) for receipt in receipts]
        for receipt, result in zip(receipts, post_money(self.scope, MONEY_RECEIPT, drafts), strict=True):
            self._note("money_receipt", MONEY_RECEIPT.noun, receipt.number, result.id, simulated=True)

    def _cash_entries(self, invoices: Sequence[HistoricInvoice]) -> None:
        """Fees and samples are paid at once; what comes back is income on the same account."""
        for kind, is_paid in ((OTHER_EXPENSE, True), (OTHER_INCOME, False)):
            split = [(i, [line for line in i.lines if (line.amount < 0) == is_paid]) for i in invoices]
            kept = [(invoice, lines) for invoice, lines in split if lines]
            drafts = [self.drafting.cash_entry(invoice, lines) for invoice, lines in kept]
            for (invoice, _), result in zip(kept, post_entries(self.scope, kind, drafts), strict=True):
                self._note(invoice.kind.value, kind.noun, invoice.number, result.id)

    # ---- the run ----------------------------------------------------------------------------------------------------

    def _note(self, role: str, origin_kind: str, number: str, origin_id: int, *, simulated: bool = False) -> None:
        self._trace.append((number, role, origin_kind, origin_id, simulated))

    def _finish(self, days: Sequence[TradingDay]) -> None:
        company, run = self.scope.company_id, self.run.pk
        rows = [(i, company, run, *row) for i, row in zip(next_ids(len(self._trace)), self._trace, strict=True)]
        with gateway.cursor() as cur:
            gateway.insert(cur, ImportedDocument, _TRACE, rows)
        self.run.posted_until = days[-1].day
        self.run.save(update_fields=["posted_until"])


def _is_stock(invoice: HistoricInvoice) -> bool:
    return invoice.kind == DocumentKind.STOCK
