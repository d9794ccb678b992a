"""Direct sales 直接销售: goods leave, the invoice is posted and money taken in one step, one sale or thousands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from heliu.catalog.models import Item
from heliu.catalog.pricing import LineAmounts
from heliu.core.errors import InvalidInput
from heliu.core.numbering import hold
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance import services as finance
from heliu.finance.kinds import MONEY_RECEIPT, SALES_INVOICE
from heliu.finance.models import SalesInvoiceLine
from heliu.finance.rules.drafts import AllocationDraft, InvoiceDraft, InvoiceLineDraft, MoneyDraft, Origin
from heliu.finance.services import PostedInvoice
from heliu.posting.previews import Written, written_by
from heliu.sales.drafts import NewSale, PostedSale, SaleLine
from heliu.sales.services import credit, minimum
from heliu.sales.services.authority import DIRECT_SALE, acting
from heliu.sales.services.minimum import SoldLine
from heliu.sales.services.writing import currency_of
from heliu.warehouse import lookups
from heliu.warehouse import services as warehouse
from heliu.warehouse.drafts import NewGoodsDocument, NewGoodsLine, PostedGoodsDocument, PreparedLine
from heliu.warehouse.models import GoodsLine


@dataclass(frozen=True, slots=True)
class _Shipped:
    """What left for one sale; parts follow the lines of the sale: none = service, several = from several lots."""

    document: PostedGoodsDocument | None
    parts: tuple[tuple[PreparedLine, ...], ...]

    @property
    def line_ids(self) -> tuple[int, ...]:
        return tuple(parts[0].line_id if parts else 0 for parts in self.parts)


@business_transaction
def sell_directly(scope: Scope, sale: NewSale) -> PostedSale:
    """One sale over the counter or by telephone. Raises what post_direct_sales raises."""
    return post_direct_sales(scope, [sale])[0]


@business_transaction
def preview_direct_sale(scope: Scope, sale: NewSale) -> Written:
    """Exactly what the sale would write to both books; it is made and taken back, numbers included.

    Raises what post_direct_sales raises.
    """
    with transaction.atomic():
        sold = post_direct_sales(scope, [sale])[0]
        documents = (sold.shipment_id, sold.invoice_id, sold.receipt_id)
        lines = GoodsLine.objects.filter(company_id=scope.company_id, document_id=sold.shipment_id)
        shown = written_by(scope, lines.values_list("id", flat=True), (i for i in documents if i))
        transaction.set_rollback(True)
    return shown


@business_transaction
def post_direct_sales(scope: Scope, sales: Sequence[NewSale]) -> list[PostedSale]:
    """Any number at once, all or none: one posting for goods, one for invoices, one for money.

    Raises InsufficientStock, PriceBelowMinimum, CreditLimitExceeded (what is not paid counts against the limit).
    """
    scope.require("sales.direct_sale.create")
    if not sales:
        return []
    scope = acting(scope, DIRECT_SALE)
    credit.lock_customers(scope, (sale.party_id for sale in sales))
    hold(company_id=scope.company_id, prefixes=("SK", "XSCK", "XSFP"), dates=(sale.business_date for sale in sales))
    goods = _goods(scope, sales)
    shipped = _ship(scope, sales, goods)
    home = lookups.company_currency(scope)
    drafts = [_invoice(sale, out, home) for sale, out in zip(sales, shipped, strict=True)]
    invoices = finance.post_invoices(scope, SALES_INVOICE, drafts)
    _check_minimum(scope, sales, invoices)
    paid = [invoice.gross if sale.paid_in_full else sale.paid for sale, invoice in zip(sales, invoices, strict=True)]
    receipts = _take_money(scope, sales, drafts, invoices, paid=paid)
    _check_credit(scope, sales)
    return [
        PostedSale(
            shipment_id=out.document.document_id if out.document else 0,
            shipment_line_ids=out.line_ids,
            invoice_id=invoice.id,
            invoice_number=invoice.number,
            invoice_line_ids=invoice.line_ids,
            gross=invoice.gross,
            receipt_id=receipt,
        )
        for out, invoice, receipt in zip(shipped, invoices, receipts, strict=True)
    ]


def _goods(scope: Scope, sales: Sequence[NewSale]) -> set[int]:
    """Items that are kept in stock."""
    wanted = {line.item_id for sale in sales for line in sale.lines}
    rows = Item.objects.filter(company_id=scope.company_id, id__in=wanted, kind="goods")
    return set(rows.values_list("id", flat=True))


def _ship(scope: Scope, sales: Sequence[NewSale], goods: set[int]) -> list[_Shipped]:
    with_goods = [index for index, sale in enumerate(sales) if any(line.item_id in goods for line in sale.lines)]
    documents = warehouse.post_goods_documents(scope, [_shipment(sales[index], goods) for index in with_goods])
    by_sale = dict(zip(with_goods, documents, strict=True))
    found = []
    for index, sale in enumerate(sales):
        document = by_sale.get(index)
        parts = iter(document.parts if document else ())
        found.append(_Shipped(document, tuple(next(parts) if x.item_id in goods else () for x in sale.lines)))
    return found


def _shipment(sale: NewSale, goods: set[int]) -> NewGoodsDocument:
    return NewGoodsDocument(
        document_type="shipment",
        warehouse_id=sale.warehouse_id,
        business_date=sale.business_date,
        lines=tuple(_goods_line(line) for line in sale.lines if line.item_id in goods),
        party_id=sale.party_id,
        currency=sale.currency,
        rate=sale.rate,
        memo=sale.memo,
        reference=sale.reference,
        invoiced=True,
        simulated=sale.simulated,
        archived_too=sale.archived_too,
        number=sale.shipment_number,
    )


def _goods_line(line: SaleLine) -> NewGoodsLine:
    return NewGoodsLine(
        item_id=line.item_id,
        quantity=line.quantity,
        unit_id=line.unit_id,
        price=line.price,
        price_includes_tax=line.price_includes_tax,
        discount_rate=line.discount_rate,
        tax_code_id=line.tax_code_id,
        amounts=line.amounts,
        location_id=line.location_id,
        lot_id=line.lot_id,
        memo=line.memo,
    )


def _invoice(sale: NewSale, shipped: _Shipped, home: str) -> InvoiceDraft:
    if not sale.lines:
        raise InvalidInput(loc=("lines",), field="lines", reason="a sale needs at least one line.")
    origins: tuple[Origin, ...] = ()
    if shipped.document is not None:
        origins = (Origin("shipment", shipped.document.document_id, shipped.document.number),)
    return InvoiceDraft(
        party_id=sale.party_id,
        business_date=sale.business_date,
        currency=currency_of(sale.currency, sale.rate, home),
        rate=sale.rate,
        lines=tuple(
            invoiced
            for line, parts in zip(sale.lines, shipped.parts, strict=True)
            for invoiced in _invoice_lines(line, parts)
        ),
        due_date=sale.due_date,
        number=sale.invoice_number,
        memo=sale.memo,
        origins=origins,
        simulated=sale.simulated,
    )


def _invoice_lines(line: SaleLine, parts: Sequence[PreparedLine]) -> list[InvoiceLineDraft]:
    """One line, or one for each lot at its own part of the money."""
    if len(parts) < 2:
        return [_invoice_line(line, parts[0].line_id if parts else 0)]
    return [
        replace(
            _invoice_line(line, part.line_id),
            entered_quantity=part.entry.entered_quantity,
            unit_id=part.entry.unit_id,
            price=part.entry.price,
            amounts=LineAmounts(net=part.entry.net, tax=part.entry.tax, gross=part.entry.gross),
        )
        for part in parts
    ]


def _invoice_line(line: SaleLine, source: int) -> InvoiceLineDraft:
    return InvoiceLineDraft(
        entered_quantity=line.quantity,
        price=line.price,
        item_id=line.item_id,
        unit_id=line.unit_id,
        tax_code_id=line.tax_code_id,
        discount_rate=line.discount_rate,
        price_includes_tax=line.price_includes_tax,
        source_line_id=source,
        clears_source=False,
        memo=line.memo,
        amounts=line.amounts,
    )


def _check_minimum(scope: Scope, sales: Sequence[NewSale], invoices: Sequence[PostedInvoice]) -> None:
    """What was just invoiced, before anything is committed; whoever may sell below the minimum is not asked."""
    if scope.can(minimum.PERMISSION):
        return
    for sale, invoice in zip(sales, invoices, strict=True):
        rows = SalesInvoiceLine.objects.filter(company_id=scope.company_id, document_id=invoice.id, item_id__gt=0)
        lines = [
            SoldLine(no, item, to_scaled(quantity, QUANTITY_SCALE), to_scaled(net, AMOUNT_SCALE))
            for no, item, quantity, net in rows.values_list("line_no", "item_id", "quantity", "net")
        ]
        minimum.check_minimum(scope, lines, rate=sale.rate)


def _take_money(
    scope: Scope,
    sales: Sequence[NewSale],
    drafts: Sequence[InvoiceDraft],
    invoices: Sequence[PostedInvoice],
    *,
    paid: Sequence[int],
) -> list[int]:
    """Receipt id per sale, 0 where nothing was paid; what is paid above the invoice stays as prepayment."""
    positions = [index for index, amount in enumerate(paid) if amount > 0]
    money = [
        MoneyDraft(
            party_id=sales[i].party_id,
            business_date=sales[i].business_date,
            currency=drafts[i].currency,
            rate=sales[i].rate,
            amount=paid[i],
            cash_account_id=sales[i].cash_account_id,
            allocations=_settles(invoices[i].id, min(paid[i], invoices[i].gross)),
            memo=sales[i].memo,
            simulated=sales[i].simulated,
        )
        for i in positions
    ]
    receipts = dict(zip(positions, finance.post_money(scope, MONEY_RECEIPT, money), strict=True))
    return [receipts[index].id if index in receipts else 0 for index in range(len(sales))]


def _settles(invoice_id: int, amount: int) -> tuple[AllocationDraft, ...]:
    if amount <= 0:
        return ()
    return (AllocationDraft(origin_kind=SALES_INVOICE.noun, origin_id=invoice_id, amount=amount),)


def _check_credit(scope: Scope, sales: Sequence[NewSale]) -> None:
    """The books hold the sales already, so nothing is added: what is owed now must fit into the limit."""
    reasons: dict[int, str] = defaultdict(str)
    for sale in sales:
        reasons[sale.party_id] = reasons[sale.party_id] or sale.override_reason
    credit.check_all_now(scope, reasons)
