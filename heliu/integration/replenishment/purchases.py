"""The item plans of all items put together to purchase documents with numbers, dates and amounts.

One order per supplier, day and kind (a rush order also per day of arrival); one goods receipt per order and day of
arrival; one purchase invoice per receipt, up to three days later (at once when part of it goes back); one credit per
purchase return, on its day; one payment per supplier and weekly run on Friday for everything due by then. Credits are
set off in the next run that has enough to pay. What would fall behind the last day of the history is not there: orders
stay open, receipts uninvoiced, invoices unpaid, as in any running business. Amounts are rounded once, at the line, and
carry no tax.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from heliu.core.rounding import line_amount
from heliu.core.scales import QUANTITY_SCALE
from heliu.integration.replenishment.demand import Demand
from heliu.integration.replenishment.policy import ItemPlan, OrderKind, plan_item
from heliu.integration.replenishment.suppliers import SimulatedSupplier, stable_number

INVOICE_DELAY_DAYS_BELOW = 4
PAYMENT_WEEKDAY = 4
CURRENCY_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """Pieces of an item at a cost (1e-6); `amount` (1e-4) = their product, rounded half up."""

    code: str
    quantity: int
    cost: int
    amount: int


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    number: str
    supplier_code: str
    kind: OrderKind
    ordered_on: date
    expected_on: date
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class PlannedReceipt:
    """Goods that arrive in the morning of `received_on`, before anything is shipped that day."""

    number: str
    order_number: str
    supplier_code: str
    received_on: date
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class PlannedReturn:
    """Goods of a receipt that go back to the supplier, after the day's receipts and before its shipments."""

    number: str
    receipt_number: str
    supplier_code: str
    returned_on: date
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class PlannedInvoice:
    """A purchase invoice for one receipt, or (negative amount) the credit for one return; `source_number` names it."""

    number: str
    source_number: str
    supplier_code: str
    invoiced_on: date
    due_on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """`amount` (1e-4) settles the invoice `number`; negative for a credit that is set off."""

    number: str
    amount: int


@dataclass(frozen=True, slots=True)
class PlannedPayment:
    """`amount` is the sum of the allocations; zero (a settlement without money) when credits cover the invoices."""

    number: str
    supplier_code: str
    paid_on: date
    amount: int
    allocations: tuple[Allocation, ...]


@dataclass(frozen=True, slots=True)
class PurchasePlan:
    """Everything in order of its date. `opening` stands on `opening_day`, the day before the history begins."""

    suppliers: tuple[SimulatedSupplier, ...]
    opening_day: date
    opening: tuple[PlannedLine, ...]
    orders: tuple[PlannedOrder, ...]
    receipts: tuple[PlannedReceipt, ...]
    returns: tuple[PlannedReturn, ...]
    invoices: tuple[PlannedInvoice, ...]
    payments: tuple[PlannedPayment, ...]
    closing: dict[str, int]


def plan_purchases(demand: Demand, *, stock_on_hand: Mapping[str, int] | None = None) -> PurchasePlan:
    """The whole simulated buying for a history; the same history and stock give the same plan.

    `stock_on_hand` (pieces by code before the first day, other codes none) is for a history that continues another one:
    nothing is opened then. Without it the policy opens with the stock of the first weeks.
    """
    histories = demand.items
    if stock_on_hand is not None:
        histories = tuple(replace(item, on_hand=stock_on_hand.get(item.code, 0)) for item in histories)
    plans = [plan_item(item) for item in histories]
    orders, receipts = _orders_and_receipts(demand, plans)
    returns = _returns(demand, plans, receipts)
    invoices = _invoices(demand, receipts, returns)
    return PurchasePlan(
        suppliers=demand.suppliers,
        opening_day=demand.first_day - timedelta(days=1),
        opening=tuple(_line(demand, plan.code, plan.opening) for plan in plans if plan.opening),
        orders=orders,
        receipts=receipts,
        returns=returns,
        invoices=invoices,
        payments=plan_payments(invoices, first_day=demand.first_day, last_day=demand.last_day),
        closing={plan.code: plan.closing for plan in plans},
    )


def document_number(kind: str, first_day: date, index: int) -> str:
    """Unique per history: the month in which it begins is part of the number, SIM-PO-1012-00001."""
    return f"SIM-{kind}-{first_day:%y%m}-{index:05}"


def _line(demand: Demand, code: str, quantity: int) -> PlannedLine:
    cost = demand.costs[code]
    return PlannedLine(code, quantity, cost, line_amount(quantity * QUANTITY_SCALE, cost, CURRENCY_DECIMALS))


OrderKey = tuple[int, int, str, OrderKind]


def _orders_and_receipts(
    demand: Demand, plans: Iterable[ItemPlan]
) -> tuple[tuple[PlannedOrder, ...], tuple[PlannedReceipt, ...]]:
    bought: dict[OrderKey, list[PlannedLine]] = defaultdict(list)
    arriving: dict[OrderKey, dict[int, list[PlannedLine]]] = defaultdict(lambda: defaultdict(list))
    for plan in plans:
        for purchase in plan.purchases:
            key = (purchase.ordered_day, purchase.deliveries[0][0], purchase.supplier_code, purchase.kind)
            bought[key].append(_line(demand, purchase.code, purchase.quantity))
            for day, quantity in purchase.deliveries:
                arriving[key][day].append(_line(demand, purchase.code, quantity))
    last_day = (demand.last_day - demand.first_day).days
    orders, arrivals = [], []
    for index, key in enumerate(sorted(bought), start=1):
        ordered_day, expected_day, supplier_code, kind = key
        number = document_number("PO", demand.first_day, index)
        ordered_on, expected_on = _date(demand, ordered_day), _date(demand, expected_day)
        orders.append(PlannedOrder(number, supplier_code, kind, ordered_on, expected_on, tuple(bought[key])))
        arrivals += [(day, number, supplier_code, lines) for day, lines in arriving[key].items() if day <= last_day]
    arrivals.sort(key=lambda arrival: arrival[:2])
    receipts = [
        PlannedReceipt(
            document_number("GR", demand.first_day, index),
            order_number,
            supplier_code,
            _date(demand, day),
            tuple(lines),
        )
        for index, (day, order_number, supplier_code, lines) in enumerate(arrivals, start=1)
    ]
    return tuple(orders), tuple(receipts)


def _date(demand: Demand, day: int) -> date:
    return demand.first_day + timedelta(days=day)


def _returns(
    demand: Demand, plans: Iterable[ItemPlan], receipts: Sequence[PlannedReceipt]
) -> tuple[PlannedReturn, ...]:
    planned = sorted((back.day, back.code, back) for plan in plans for back in plan.returns)
    if not planned:
        return ()
    wanted = {(back.supplier_code, _date(demand, back.delivered_day), back.code): back for _, _, back in planned}
    receipt_numbers = {
        wanted[key]: receipt.number
        for receipt in receipts
        for line in receipt.lines
        if (key := (receipt.supplier_code, receipt.received_on, line.code)) in wanted
        and line.quantity >= wanted[key].quantity
    }
    return tuple(
        PlannedReturn(
            number=document_number("PR", demand.first_day, index),
            receipt_number=receipt_numbers[back],
            supplier_code=back.supplier_code,
            returned_on=_date(demand, back.day),
            lines=(_line(demand, back.code, back.quantity),),
        )
        for index, (_, _, back) in enumerate(planned, start=1)
    )


def _invoices(
    demand: Demand, receipts: Iterable[PlannedReceipt], returns: Sequence[PlannedReturn]
) -> tuple[PlannedInvoice, ...]:
    terms = {supplier.code: supplier.terms_days for supplier in demand.suppliers}
    sent_back = {back.receipt_number for back in returns}
    drafts: list[tuple[date, str, str, int]] = []
    for receipt in receipts:
        delay = timedelta(days=stable_number(f"invoice {receipt.number}", INVOICE_DELAY_DAYS_BELOW))
        if receipt.number in sent_back:
            delay = timedelta()  # the supplier's credit takes back an invoice that is there
        amount = sum(line.amount for line in receipt.lines)
        drafts.append((receipt.received_on + delay, receipt.number, receipt.supplier_code, amount))
    for back in returns:
        drafts.append((back.returned_on, back.number, back.supplier_code, -sum(line.amount for line in back.lines)))
    within = sorted(draft for draft in drafts if draft[0] <= demand.last_day)
    return tuple(
        PlannedInvoice(
            number=document_number("PI", demand.first_day, index),
            source_number=source_number,
            supplier_code=supplier_code,
            invoiced_on=invoiced_on,
            due_on=invoiced_on + timedelta(days=terms[supplier_code]),
            amount=amount,
        )
        for index, (invoiced_on, source_number, supplier_code, amount) in enumerate(within, start=1)
    )


def plan_payments(invoices: Sequence[PlannedInvoice], *, first_day: date, last_day: date) -> tuple[PlannedPayment, ...]:
    """Weekly runs on Friday: per supplier all invoices due, less its credits as far as they cover them."""
    by_supplier: dict[str, list[PlannedInvoice]] = defaultdict(list)
    for invoice in invoices:
        by_supplier[invoice.supplier_code].append(invoice)
    drafts: list[tuple[date, str, tuple[Allocation, ...]]] = []
    for supplier_code, owed in sorted(by_supplier.items()):
        open_invoices = owed
        run = _first_payment_day(owed[0].invoiced_on)
        while run <= last_day and open_invoices:
            allocations = _allocate(open_invoices, run)
            if allocations:
                drafts.append((run, supplier_code, allocations))
                settled = {allocation.number for allocation in allocations}
                open_invoices = [invoice for invoice in open_invoices if invoice.number not in settled]
            run += timedelta(days=7)
    drafts.sort(key=lambda draft: draft[:2])
    return tuple(
        PlannedPayment(
            document_number("PAY", first_day, index),
            supplier_code,
            run,
            sum(part.amount for part in allocations),
            allocations,
        )
        for index, (run, supplier_code, allocations) in enumerate(drafts, start=1)
    )


def _first_payment_day(day: date) -> date:
    return day + timedelta(days=(PAYMENT_WEEKDAY - day.weekday()) % 7)


def _allocate(open_invoices: Sequence[PlannedInvoice], run: date) -> tuple[Allocation, ...]:
    due = [invoice for invoice in open_invoices if invoice.amount > 0 and invoice.due_on <= run]
    total = sum(invoice.amount for invoice in due)
    chosen = [Allocation(invoice.number, invoice.amount) for invoice in due]
    for credit in open_invoices:
        if credit.amount < 0 and credit.invoiced_on <= run and total + credit.amount >= 0:
            total += credit.amount
            chosen.append(Allocation(credit.number, credit.amount))
    return tuple(chosen)
