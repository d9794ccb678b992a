"""Documents of a day → drafts as warehouse and finance take them. Pure: ids come from `Masters` and `PostedSoFar`.

Amounts are those of the file to the penny, without tax: the source has no split of net and tax.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from heliu.catalog.pricing import LineAmounts
from heliu.core.rounding import split_largest_remainder
from heliu.core.scales import QUANTITY_SCALE
from heliu.finance.rules.drafts import (
    AllocationDraft,
    CashEntryDraft,
    CashEntryLineDraft,
    InvoiceDraft,
    InvoiceLineDraft,
    MoneyDraft,
    Origin,
)
from heliu.integration.online_retail.classes import EFFECTS, LineClass
from heliu.integration.online_retail.documents import HistoricInvoice, HistoricLine
from heliu.integration.replenishment.money_receipts import PlannedMoneyReceipt
from heliu.integration.replenishment.purchases import (
    Allocation,
    PlannedInvoice,
    PlannedLine,
    PlannedPayment,
    PlannedReceipt,
    PlannedReturn,
)
from heliu.integration.sales_history.masters import BAD_DEBT, Masters
from heliu.integration.sales_history.posted import PostedGoods, PostedSoFar
from heliu.posting.facts import AccountKey
from heliu.purchasing.rules import PURCHASE_ORDER
from heliu.warehouse import rules as goods
from heliu.warehouse.drafts import NewGoodsDocument, NewGoodsLine

PENNY = 100
EXPENSE_KEYS = {"BANK CHARGES": AccountKey.BANK_FEE, "S": AccountKey.SAMPLE}
REVENUE_KEYS = {
    LineClass.DISCOUNT: AccountKey.SALES_DISCOUNT,
    LineClass.SERVICE_INCOME: AccountKey.SERVICE_REVENUE,
    LineClass.SERVICE_REFUND: AccountKey.SERVICE_REVENUE,
    LineClass.BAD_DEBT: AccountKey.BAD_DEBT,
}


def _untaxed(amount: int) -> LineAmounts:
    return LineAmounts(net=amount, tax=0, gross=amount)


def goods_lines(invoice: HistoricInvoice) -> list[HistoricLine]:
    """Lines that move goods, in order."""
    return [line for line in invoice.lines if EFFECTS[line.line_class].goods]


@dataclass(frozen=True, slots=True)
class Drafting:
    """What drafts are made with: ids of masters, currency, the account of vouchers sold, the prefix of simulations."""

    masters: Masters
    currency: str
    voucher_account_id: int
    prefix: str

    def number(self, planned: str) -> str:
        """Number of a simulated document, unique in the company: SIM-GR-1012-00001, in a second run SIM2-GR-…"""
        return planned.replace("SIM-", self.prefix, 1)

    # ---- what the file says -----------------------------------------------------------------------------------------

    def shipment(self, invoice: HistoricInvoice, lines: Iterable[HistoricLine]) -> NewGoodsDocument:
        return NewGoodsDocument(
            document_type=goods.SHIPMENT,
            warehouse_id=self.masters.warehouse_id,
            business_date=invoice.at.date(),
            lines=tuple([self._goods_line(line) for line in lines]),
            party_id=self.masters.customer(invoice.customer),
            currency=self.currency,
            reference=invoice.number,
            invoiced=True,
            archived_too=True,
        )

    def stock_correction(self, invoice: HistoricInvoice, lines: Iterable[HistoricLine], kind: str) -> NewGoodsDocument:
        """报损 or 报溢; what is found comes in at today's cost."""
        is_issue = kind == goods.OTHER_ISSUE
        reason = AccountKey.STOCK_LOSS if is_issue else AccountKey.STOCK_GAIN
        kept = tuple([self._goods_line(line) for line in lines])
        notes = sorted({line.description for line in invoice.lines if line.description})
        return NewGoodsDocument(
            document_type=kind,
            warehouse_id=self.masters.warehouse_id,
            business_date=invoice.at.date(),
            lines=kept,
            currency=self.currency,
            reference=invoice.number,
            memo="; ".join(notes)[:250],
            reason=reason.value,
            archived_too=True,
        )

    def _goods_line(self, line: HistoricLine) -> NewGoodsLine:
        return NewGoodsLine(
            item_id=self.masters.items[line.code],
            quantity=abs(line.quantity) * QUANTITY_SCALE,
            price=line.price,
            tax_code_id=0,
            amounts=_untaxed(abs(line.amount)),
        )

    def sales_return(
        self, invoice: HistoricInvoice, lines: Iterable[HistoricLine], posted: PostedSoFar
    ) -> NewGoodsDocument:
        """A line that comes from several sales becomes one line per sale."""
        found: list[NewGoodsLine] = []
        for line in lines:
            if not line.links:
                found.append(self._goods_line(line))
            for link in line.links:
                found.append(
                    NewGoodsLine(
                        item_id=self.masters.items[line.code],
                        quantity=link.quantity * QUANTITY_SCALE,
                        tax_code_id=0,
                        original_line_id=posted.shipment_lines[link.sale_line],
                    )
                )
        return NewGoodsDocument(
            document_type=goods.SALES_RETURN,
            warehouse_id=self.masters.warehouse_id,
            business_date=invoice.at.date(),
            lines=tuple(found),
            party_id=self.masters.customer(invoice.customer),
            currency=self.currency,
            reference=invoice.number,
            archived_too=True,
        )

    def sales_invoice(
        self, invoice: HistoricInvoice, shipped: dict[int, int], origins: tuple[Origin, ...] = ()
    ) -> InvoiceDraft:
        """shipped: source line → shipment line; cost went out with the shipment already. origins: the shipment."""
        lines = [
            self._invoice_line(
                line, quantity=line.quantity, amount=line.amount, source_line_id=shipped.get(line.line, 0)
            )
            for line in invoice.lines
        ]
        return self._invoice(invoice, lines, is_red=False, origins=origins)

    def red_invoice(
        self,
        invoice: HistoricInvoice,
        returned: Iterable[int],
        posted: PostedSoFar,
        *,
        origins: tuple[Origin, ...] = (),
    ) -> InvoiceDraft:
        """returned: lines of the sales return, in its order; origins: the return itself."""
        back = iter(returned)
        lines: list[InvoiceLineDraft] = []
        blue: set[int] = set()
        for line in invoice.lines:
            moves_goods = EFFECTS[line.line_class].goods != 0
            if not line.links:
                source = next(back) if moves_goods else 0
                lines.append(
                    self._invoice_line(line, quantity=line.quantity, amount=line.amount, source_line_id=source)
                )
                continue
            parts = split_largest_remainder(line.amount, [link.quantity for link in line.links], PENNY)
            for link, amount in zip(line.links, parts, strict=True):
                sold = posted.invoice_lines[link.sale_line]
                blue.add(sold.invoice_id)
                lines.append(
                    self._invoice_line(
                        line,
                        quantity=-link.quantity,
                        amount=amount,
                        source_line_id=next(back),
                        red_of_line_id=sold.line_id,
                    )
                )
        red_of_id = blue.pop() if len(blue) == 1 else 0
        return self._invoice(invoice, lines, is_red=True, red_of_id=red_of_id, origins=origins)

    def bad_debts(self, invoice: HistoricInvoice) -> list[tuple[str, InvoiceDraft]]:
        """Adjustments of doubtful debts by (number, draft): a loss is a red document against the account of losses."""
        found = []
        for index, line in enumerate(invoice.lines):
            is_red = line.amount < 0
            quantity = -abs(line.quantity) if is_red else abs(line.quantity)
            draft = self._invoice_line(line, quantity=quantity, amount=line.amount, price=abs(line.price))
            number = invoice.number if index == 0 else f"{invoice.number}#{index + 1}"
            found.append((number, self._invoice(invoice, [draft], is_red=is_red, party=BAD_DEBT)))
        return found

    def _invoice(
        self,
        invoice: HistoricInvoice,
        lines: list[InvoiceLineDraft],
        *,
        is_red: bool,
        red_of_id: int = 0,
        party: str = "",
        origins: tuple[Origin, ...] = (),
    ) -> InvoiceDraft:
        return InvoiceDraft(
            party_id=self.masters.parties[party] if party else self.masters.customer(invoice.customer),
            business_date=invoice.at.date(),
            currency=self.currency,
            lines=tuple(lines),
            external_number=invoice.number,
            origins=origins,
            is_red=is_red,
            red_of_id=red_of_id,
        )

    def _invoice_line(
        self,
        line: HistoricLine,
        *,
        quantity: int,
        amount: int,
        source_line_id: int = 0,
        red_of_line_id: int = 0,
        price: int | None = None,
    ) -> InvoiceLineDraft:
        is_voucher = line.line_class in (LineClass.VOUCHER_SALE, LineClass.VOUCHER_REFUND)
        key = REVENUE_KEYS.get(line.line_class, AccountKey.REVENUE)
        return InvoiceLineDraft(
            entered_quantity=quantity * QUANTITY_SCALE,
            price=line.price if price is None else price,
            item_id=self.masters.items[line.code],
            unit_id=self.masters.units[line.code],
            source_line_id=source_line_id,
            clears_source=False,
            red_of_line_id=red_of_line_id,
            account_key="" if is_voucher else key.value,
            account_id=self.voucher_account_id if is_voucher else 0,
            description="" if EFFECTS[line.line_class].goods else (line.description or "")[:200],
            amounts=_untaxed(amount),
        )

    def cash_entry(self, invoice: HistoricInvoice, lines: Iterable[HistoricLine]) -> CashEntryDraft:
        """Lines of one direction: fees and samples paid, or taken back."""
        return CashEntryDraft(
            business_date=invoice.at.date(),
            currency=self.currency,
            lines=tuple(
                CashEntryLineDraft(
                    amount=abs(line.amount),
                    account_key=EXPENSE_KEYS.get(line.code, AccountKey.SELLING_EXPENSE).value,
                    memo=(line.description or line.code)[:200],
                )
                for line in lines
            ),
            reference=invoice.number,
            memo="; ".join(sorted({line.description or line.code for line in lines}))[:250],
        )

    # ---- what the simulation adds -----------------------------------------------------------------------------------

    def opening(self, day: dt.date, lines: Iterable[PlannedLine]) -> NewGoodsDocument:
        return NewGoodsDocument(
            document_type=goods.OTHER_RECEIPT,
            warehouse_id=self.masters.warehouse_id,
            business_date=day,
            lines=tuple(self._planned_line(line) for line in lines),
            currency=self.currency,
            memo="期初库存(模拟) opening stock (simulated)",
            reason=AccountKey.OPENING.value,
            simulated=True,
            archived_too=True,
            number=f"{self.prefix}OPENING",
        )

    def receipt(
        self, receipt: PlannedReceipt, order: PostedGoods | None, order_line_ids: Iterable[int]
    ) -> NewGoodsDocument:
        return NewGoodsDocument(
            document_type=goods.GOODS_RECEIPT,
            warehouse_id=self.masters.warehouse_id,
            business_date=receipt.received_on,
            lines=tuple(
                self._planned_line(line, order_line_id=order_line)
                for line, order_line in zip(receipt.lines, order_line_ids, strict=True)
            ),
            party_id=self.masters.parties[receipt.supplier_code],
            currency=self.currency,
            order_kind=PURCHASE_ORDER if order else "",
            order_id=order.document_id if order else 0,
            order_number=self.number(receipt.order_number) if order else "",
            simulated=True,
            archived_too=True,
            number=self.number(receipt.number),
        )

    def purchase_return(
        self, back: PlannedReturn, original_line_ids: Iterable[int], original_id: int
    ) -> NewGoodsDocument:
        return NewGoodsDocument(
            document_type=goods.PURCHASE_RETURN,
            warehouse_id=self.masters.warehouse_id,
            business_date=back.returned_on,
            lines=tuple(
                NewGoodsLine(
                    item_id=self.masters.items[line.code],
                    quantity=line.quantity * QUANTITY_SCALE,
                    tax_code_id=0,
                    original_line_id=original,
                )
                for line, original in zip(back.lines, original_line_ids, strict=True)
            ),
            party_id=self.masters.parties[back.supplier_code],
            currency=self.currency,
            original_id=original_id,
            simulated=True,
            archived_too=True,
            number=self.number(back.number),
        )

    def _planned_line(self, line: PlannedLine, *, order_line_id: int = 0) -> NewGoodsLine:
        return NewGoodsLine(
            item_id=self.masters.items[line.code],
            quantity=line.quantity * QUANTITY_SCALE,
            price=line.cost,
            tax_code_id=0,
            amounts=_untaxed(line.amount),
            order_line_id=order_line_id,
        )

    def purchase_invoice(
        self,
        planned: PlannedInvoice,
        lines: Iterable[PlannedLine],
        source: PostedGoods,
        *,
        order: PostedGoods | None = None,
        order_line_ids: Iterable[int] = (),
        origins: tuple[Origin, ...] = (),
    ) -> InvoiceDraft:
        """Negative amount: the supplier's credit for goods sent back. origins: the order, and the receipt or return."""
        sign = 1 if planned.amount >= 0 else -1
        order_lines = tuple(order_line_ids) or (0,) * len(source.line_ids)
        return InvoiceDraft(
            party_id=self.masters.parties[planned.supplier_code],
            business_date=planned.invoiced_on,
            due_date=planned.due_on,
            currency=self.currency,
            lines=tuple(
                InvoiceLineDraft(
                    entered_quantity=sign * line.quantity * QUANTITY_SCALE,
                    price=line.cost,
                    item_id=self.masters.items[line.code],
                    unit_id=self.masters.units[line.code],
                    source_line_id=source_line,
                    order_id=order.document_id if order else 0,
                    order_line_id=order_line,
                    amounts=_untaxed(sign * line.amount),
                )
                for line, source_line, order_line in zip(lines, source.line_ids, order_lines, strict=True)
            ),
            number=self.number(planned.number),
            origins=origins,
            is_red=sign < 0,
            simulated=True,
        )

    def payment(self, payment: PlannedPayment, posted: PostedSoFar) -> MoneyDraft:
        return MoneyDraft(
            party_id=self.masters.parties[payment.supplier_code],
            business_date=payment.paid_on,
            currency=self.currency,
            amount=payment.amount,
            allocations=_allocations("purchase_invoice", payment.allocations, posted.purchase_invoices),
            number=self.number(payment.number),
            simulated=True,
        )

    def money_receipt(self, receipt: PlannedMoneyReceipt, posted: PostedSoFar) -> MoneyDraft:
        return MoneyDraft(
            party_id=self.masters.customer(receipt.customer),
            business_date=receipt.received_on,
            currency=self.currency,
            amount=receipt.amount,
            allocations=_allocations("sales_invoice", receipt.allocations, posted.invoices),
            number=self.number(receipt.number),
            simulated=True,
        )


def _allocations(kind: str, parts: Iterable[Allocation], ids: dict[str, int]) -> tuple[AllocationDraft, ...]:
    """Positive amounts; whether an item adds to the money or reduces it follows from the item."""
    return tuple(
        AllocationDraft(origin_kind=kind, origin_id=ids[part.number], amount=abs(part.amount)) for part in parts
    )
