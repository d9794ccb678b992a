"""Properties of the sales history import and of the replayed purchasing on arbitrary histories."""

from collections import Counter
from datetime import date, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from heliu.core.rounding import line_amount
from heliu.integration.online_retail.classes import EFFECTS, LineClass
from heliu.integration.online_retail.documents import group_documents, historic_invoices
from heliu.integration.online_retail.masters import HistoricItem, item_masters
from heliu.integration.online_retail.reading import SalesHistory, with_amounts
from heliu.integration.online_retail.rules import class_totals, classify, control_totals
from heliu.integration.replenishment.demand import demand_of
from heliu.integration.replenishment.money_receipts import Receivable, plan_money_receipts
from heliu.integration.replenishment.purchases import plan_purchases

START = datetime.fromisoformat("2010-12-01 00:00")
SCHEMA = {
    "line": pl.Int32,
    "invoice": pl.String,
    "code": pl.String,
    "description": pl.String,
    "quantity": pl.Int64,
    "at": pl.Datetime("us"),
    "price": pl.Int64,
    "customer": pl.String,
    "country": pl.String,
}

source_rows = st.tuples(
    st.sampled_from(["536365", "536366", "C536367", "C536368", "A536369", "536370"]),
    st.sampled_from(["85123A", "71053", "PADS", "POST", "M", "D", "S", "B", "AMAZONFEE", "GIFT_0001_20", "TEST001"]),
    st.one_of(st.integers(-12, 12), st.integers(-80_995, 80_995)),
    st.integers(0, 90 * 24 * 60),
    st.one_of(st.just(0), st.integers(-20_000_000, 20_000_000), st.integers(-9_999, 9_999)),
    st.sampled_from([None, "17850", "12346"]),
)


def history_of(rows: list[tuple[str, str, int, int, int, str | None]]) -> SalesHistory:
    data = [
        (line, invoice, code, None, quantity, START + timedelta(minutes=minutes), price, customer, "United Kingdom")
        for line, (invoice, code, quantity, minutes, price, customer) in enumerate(rows, start=2)
    ]
    frame = with_amounts(pl.DataFrame(data, schema=SCHEMA, orient="row"))
    return SalesHistory("test", "", "utf-8", "", frame)


histories = st.lists(source_rows, min_size=1, max_size=60).map(history_of)


@given(histories)
def test_classes_split_the_file_without_remainder(history: SalesHistory) -> None:
    classified = classify(history)
    totals = class_totals(classified.frame)
    assert classified.frame["line"].to_list() == history.frame["line"].to_list()
    assert sum(total.lines for total in totals) == history.lines_read
    assert sum(total.amount for total in totals) == history.frame["amount"].sum()
    assert sum(total.quantity for total in totals) == history.frame["quantity"].sum()
    assert control_totals(totals).source_amount == history.frame["amount"].sum()
    reported = classified.frame.filter(pl.col("line_class") == LineClass.REPORTED.value)
    assert reported["reason"].null_count() == 0
    assert classified.frame["reason"].drop_nulls().len() == reported.height


@given(histories)
def test_a_line_amount_is_the_one_rounding_of_quantity_times_price(history: SalesHistory) -> None:
    for quantity, price, amount in history.frame.select("quantity", "price", "amount").iter_rows():
        assert amount == line_amount(quantity * 1_000_000, price, 2)


@given(histories)
def test_links_cover_a_credit_exactly_and_no_sale_is_returned_beyond_its_quantity(history: SalesHistory) -> None:
    classified = classify(history)
    rows = {row["line"]: row for row in classified.frame.to_dicts()}
    returned: Counter[int] = Counter()
    credited: Counter[int] = Counter()
    for link in classified.links:
        sale, credit = rows[link.sale_line], rows[link.return_line]
        assert (sale["customer"], sale["code"]) == (credit["customer"], credit["code"])
        assert sale["customer"] is not None
        assert sale["line_class"] == LineClass.SALE.value
        assert (sale["at"], sale["line"]) < (credit["at"], credit["line"])
        returned[link.sale_line] += link.quantity
        credited[link.return_line] += link.quantity
    assert all(quantity <= rows[line]["quantity"] for line, quantity in returned.items())
    linked = {line for line, row in rows.items() if row["line_class"] == LineClass.SALE_RETURN_LINKED.value}
    assert credited == {line: -rows[line]["quantity"] for line in linked}


@given(histories)
def test_documents_hold_every_posted_line_once_under_unique_numbers(history: SalesHistory) -> None:
    classified = classify(history)
    invoices = list(historic_invoices(group_documents(classified), classified.links))
    lines = [line.line for invoice in invoices for line in invoice.lines]
    assert len(lines) == len(set(lines)) == classified.lines_posted
    assert len({invoice.number for invoice in invoices}) == len(invoices)
    for invoice in invoices:
        assert {EFFECTS[line.line_class].kind for line in invoice.lines} == {invoice.kind}
        if invoice.kind == "sale":
            assert all(line.amount >= 0 for line in invoice.lines)
        if invoice.kind == "credit":
            assert all(line.amount <= 0 for line in invoice.lines)


def stocked(items: list[HistoricItem]) -> set[str]:
    return {item.code for item in items if item.is_stocked}


@given(histories)
def test_the_replayed_stock_never_goes_below_zero_and_no_piece_is_lost(history: SalesHistory) -> None:
    classified = classify(history)
    items = item_masters(classified.frame)
    demand = demand_of(classified.frame, items)
    plan = plan_purchases(demand)
    assert plan == plan_purchases(demand)
    stock: Counter[str] = Counter({line.code: line.quantity for line in plan.opening})
    for offset in range((demand.last_day - demand.first_day).days + 1):
        day = demand.first_day + timedelta(days=offset)
        for receipt in plan.receipts:
            if receipt.received_on == day:
                stock.update({line.code: line.quantity for line in receipt.lines})
        for back in plan.returns:
            if back.returned_on == day:
                stock.subtract({line.code: line.quantity for line in back.lines})
        # All that leaves goes before anything comes back: the worst order of the day.
        for item in demand.items:
            stock[item.code] -= item.outgoing[offset]
            assert stock[item.code] >= 0
        for item in demand.items:
            stock[item.code] += item.incoming[offset]
    assert {code: quantity for code, quantity in stock.items() if quantity} == {
        code: quantity for code, quantity in plan.closing.items() if quantity
    }
    assert set(plan.closing) <= stocked(items)


@given(histories)
def test_what_is_received_was_ordered_what_is_invoiced_was_received_what_is_paid_was_invoiced(
    history: SalesHistory,
) -> None:
    classified = classify(history)
    plan = plan_purchases(demand_of(classified.frame, item_masters(classified.frame)))
    ordered = Counter({(order.number, line.code): line.quantity for order in plan.orders for line in order.lines})
    for receipt in plan.receipts:
        ordered.subtract({(receipt.order_number, line.code): line.quantity for line in receipt.lines})
    assert all(quantity >= 0 for quantity in ordered.values())
    received = {receipt.number: sum(line.amount for line in receipt.lines) for receipt in plan.receipts}
    returned = {back.number: -sum(line.amount for line in back.lines) for back in plan.returns}
    for invoice in plan.invoices:
        assert invoice.amount == (received | returned)[invoice.source_number]
    invoiced = {invoice.number: invoice.amount for invoice in plan.invoices}
    settled = [allocation for payment in plan.payments for allocation in payment.allocations]
    assert len({allocation.number for allocation in settled}) == len(settled)
    assert all(invoiced[allocation.number] == allocation.amount for allocation in settled)
    assert all(payment.amount == sum(part.amount for part in payment.allocations) >= 0 for payment in plan.payments)


@given(
    st.lists(
        st.tuples(st.sampled_from([None, "17850", "12346"]), st.integers(0, 120), st.integers(-50_000, 50_000)),
        max_size=40,
    )
)
def test_no_customer_document_is_settled_beyond_its_amount(owed: list[tuple[str | None, int, int]]) -> None:
    first = date(2010, 12, 1)
    receivables = [
        Receivable(str(number), customer, first + timedelta(days=day), amount)
        for number, (customer, day, amount) in enumerate(owed)
    ]
    last_day = first + timedelta(days=120)
    receipts = plan_money_receipts(receivables, first_day=first, last_day=last_day)
    by_number = {receivable.number: receivable for receivable in receivables}
    settled: Counter[str] = Counter()
    for receipt in receipts:
        assert receipt.amount == sum(part.amount for part in receipt.allocations)
        assert receipt.customer is None or receipt.amount >= 0
        assert receipt.received_on <= last_day
        for part in receipt.allocations:
            assert by_number[part.number].customer == receipt.customer
            assert by_number[part.number].on <= receipt.received_on
            settled[part.number] += part.amount
    for number, amount in settled.items():
        assert 0 < amount <= by_number[number].amount or by_number[number].amount <= amount < 0
