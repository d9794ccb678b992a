"""The data sets that come with the package: exact counts and control totals of what an import will post."""

import csv
import gzip
import time
from collections import Counter
from decimal import Decimal

import pytest

from heliu.integration.histories import ONLINE_RETAIL_FILE, Dataset, TradeHistory, shipped_history
from heliu.integration.online_retail.classes import EFFECTS, LineClass
from heliu.integration.online_retail.documents import historic_invoices


@pytest.fixture(scope="module")
def retail() -> TradeHistory:
    return shipped_history(Dataset.ONLINE_RETAIL)


@pytest.fixture(scope="module")
def northwind() -> TradeHistory:
    return shipped_history(Dataset.NORTHWIND)


def test_every_line_of_the_half_year_ends_in_exactly_one_class(retail: TradeHistory) -> None:
    found = {total.line_class: (total.lines, total.quantity, total.amount) for total in retail.totals}
    assert found == {
        LineClass.SALE: (238_743, 2_499_259, 46_461_711_700),
        LineClass.ZERO_PRICE_SALE: (350, 1_180, 0),
        LineClass.SALE_RETURN_LINKED: (3_253, -109_488, -1_629_362_400),
        LineClass.RETURN_UNLINKED: (942, -18_121, -212_750_700),
        LineClass.SERVICE_INCOME: (1_163, 2_586, 1_659_934_100),
        LineClass.SERVICE_REFUND: (183, -2_186, -1_022_305_900),
        LineClass.DISCOUNT: (35, -1_152, -36_326_700),
        LineClass.VOUCHER_SALE: (22, 23, 5_108_200),
        LineClass.VOUCHER_REFUND: (0, 0, 0),
        LineClass.SAMPLE: (50, -48, -20_152_700),
        LineClass.EXPENSE: (32, -32, -1_363_958_900),
        LineClass.EXPENSE_REVERSAL: (2, 2, 137_610_900),
        LineClass.BAD_DEBT: (0, 0, 0),
        LineClass.STOCK_WRITE_OFF: (758, -114_420, 0),
        LineClass.STOCK_FOUND: (365, 31_753, 0),
        LineClass.REPORTED: (5, 2_811, 0),
    }
    assert sum(lines for lines, _, _ in found.values()) == 245_903
    assert retail.classified.lines_posted == 245_898
    assert retail.classified.lines_reported == 5
    assert retail.classified.repeats == 2_012


def test_the_control_totals_are_the_totals_of_the_file_added_up_independently(retail: TradeHistory) -> None:
    source, rounded, pieces = Decimal(0), Decimal(0), 0
    with gzip.open(ONLINE_RETAIL_FILE, "rt", encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream):
            amount = int(line["Quantity"]) * Decimal(line["UnitPrice"])
            source += amount
            rounded += amount.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
            pieces += int(line["Quantity"])
    assert (source, rounded) == (Decimal("4397950.761"), Decimal("4397950.76"))
    assert retail.control.source_amount == rounded * 10_000
    # The one line that is no whole penny is a cushion pad at 0.001.
    assert retail.control.rounding_difference_exact == (rounded - source) * 1_000_000 == -1_000
    assert sum(total.quantity for total in retail.totals) == pieces
    assert retail.control.net_revenue == 45_220_900_100
    assert retail.control.gross_revenue + retail.control.returns == retail.control.net_revenue
    assert (retail.control.units_sold, retail.control.units_returned) == (2_500_439, 127_609)
    assert (retail.control.units_written_off, retail.control.units_found) == (114_420, 31_753)


def test_the_documents_hold_every_posted_line_once(retail: TradeHistory) -> None:
    invoices = list(historic_invoices(retail.documents, retail.classified.links))
    assert Counter(invoice.kind.value for invoice in invoices) == {
        "sale": 9_659,
        "credit": 1_963,
        "stock": 1_123,
        "expense": 46,
    }
    lines = [line for invoice in invoices for line in invoice.lines]
    assert len({line.line for line in lines}) == len(lines) == 245_898
    assert sum(invoice.amount for invoice in invoices) == retail.control.source_amount
    assert len({invoice.number for invoice in invoices}) == len(invoices) == 12_791
    assert all(EFFECTS[line.line_class].kind == invoice.kind for invoice in invoices for line in invoice.lines)
    assert sum(len(line.links) for line in lines) == len(retail.classified.links) == 3_282
    assert [invoice.at for invoice in invoices] == sorted(invoice.at for invoice in invoices)


def test_every_posted_line_has_its_item_and_every_named_customer_is_known(retail: TradeHistory) -> None:
    codes = {item.code for item in retail.items}
    assert len(codes) == len(retail.items) == 3_561
    assert codes == set(retail.documents.lines["code"].unique())
    assert sum(not item.is_stocked for item in retail.items) == 13
    assert len(retail.customers) == 3_002
    categories = {category.code for category in retail.categories}
    assert {item.category for item in retail.items} <= categories
    names = {item.code: item.name for item in retail.items}
    assert names["85123A"] == "WHITE HANGING HEART T-LIGHT HOLDER"


def test_the_half_year_is_read_and_classified_in_seconds() -> None:
    started = time.perf_counter()
    shipped_history(Dataset.ONLINE_RETAIL)
    assert time.perf_counter() - started < 15  # about 2 s alone on two cores; the margin is for a busy machine


def test_the_simulated_buying_of_the_half_year_is_complete_and_moderate(retail: TradeHistory) -> None:
    plan = retail.purchases()
    assert (len(plan.orders), len(plan.receipts), len(plan.returns)) == (1_687, 1_698, 3)
    assert sum(len(order.lines) for order in plan.orders) == 15_807
    assert sum(len(receipt.lines) for receipt in plan.receipts) == 16_419
    assert (len(plan.invoices), len(plan.payments)) == (1_692, 256)
    assert all("模拟" in supplier.name_zh and "simulated" in supplier.name_en for supplier in plan.suppliers)
    assert [line.quantity for line in plan.returns[0].lines] == [74_215]
    receipts = retail.money_receipts()
    assert len(receipts) == 8_418
    assert sum(receipt.amount for receipt in receipts) < sum(
        retail.documents.headers.filter(retail.documents.headers["kind"].is_in(["sale", "credit"]))["amount"]
    )


def test_northwind_counts_its_order_lines_and_freights(northwind: TradeHistory) -> None:
    found = {total.line_class: total.lines for total in northwind.totals if total.lines}
    assert found == {LineClass.SALE: 2_082, LineClass.SERVICE_INCOME: 809, LineClass.REPORTED: 94}
    assert northwind.control.lines == 2_155 + 830
    assert northwind.currency == "USD"
    assert (len(northwind.items), len(northwind.customers), len(northwind.demand.suppliers)) == (78, 89, 29)
    first = next(iter(historic_invoices(northwind.documents, ())))
    assert (first.number, first.customer, str(first.at.date())) == ("10249", "TOMSP", "1996-07-10")
    assert [(line.code, line.quantity, line.amount) for line in first.lines] == [
        ("NW-14", 9, 1_674_000),
        ("NW-51", 40, 16_960_000),
        ("FREIGHT", 1, 116_100),
    ]
