"""Every line of a sales history ends in exactly one class, and credits find the sales they return."""

from pathlib import Path

import pytest

from heliu.integration.online_retail.classes import LineClass, ReportReason
from heliu.integration.online_retail.documents import group_documents, historic_invoices
from heliu.integration.online_retail.masters import customer_masters, item_masters
from heliu.integration.online_retail.reading import read_sales_history
from heliu.integration.online_retail.rules import ClassifiedHistory, ReturnLink, classify
from tests.unit.integration.history_files import row, write_history


def classified(folder: Path, *rows: str) -> ClassifiedHistory:
    return classify(read_sales_history(write_history(folder, *rows)))


def classes(folder: Path, *rows: str) -> list[str]:
    return classified(folder, *rows).frame["line_class"].to_list()


@pytest.mark.parametrize(
    ("line", "line_class"),
    [
        (row(), LineClass.SALE),
        (row(customer=""), LineClass.SALE),
        (row("550193", "PADS", quantity=1, price="0.001"), LineClass.SALE),
        (row("540000", "DCGS0003", quantity=1, price="2.46", customer=""), LineClass.SALE),
        (row(price="0"), LineClass.ZERO_PRICE_SALE),
        (row("C536379", quantity=-1), LineClass.RETURN_UNLINKED),
        (row("536379", quantity=-1), LineClass.RETURN_UNLINKED),
        (row("536370", "POST", quantity=3, price="18.00"), LineClass.SERVICE_INCOME),
        (row("536544", "DOT", quantity=1, price="569.77", customer=""), LineClass.SERVICE_INCOME),
        (row("536544", "C2", quantity=1, price="50"), LineClass.SERVICE_INCOME),
        (row("536544", "m", quantity=1, price="2.55", customer=""), LineClass.SERVICE_INCOME),
        (row("C556445", "M", quantity=-1, price="38970.00"), LineClass.SERVICE_REFUND),
        (row("C551685", "POST", quantity=-1, price="8142.75"), LineClass.SERVICE_REFUND),
        (row("C536379", "D", quantity=-1, price="27.50"), LineClass.DISCOUNT),
        (row("C537581", "S", quantity=-1, price="12.95", customer=""), LineClass.SAMPLE),
        (row("C544589", "AMAZONFEE", quantity=-1, price="5258.77", customer=""), LineClass.EXPENSE),
        (row("C573037", "CRUK", quantity=-1, price="52.24", customer="14096"), LineClass.EXPENSE),
        (row("537632", "AMAZONFEE", quantity=1, price="13541.33", customer=""), LineClass.EXPENSE_REVERSAL),
        (row("C536548", "BANK CHARGES", quantity=-1, price="37.50", customer=""), LineClass.EXPENSE),
        (row("541505", "BANK CHARGES", quantity=1, price="15.00"), LineClass.SERVICE_INCOME),
        (row("A563185", "B", quantity=1, price="11062.06", customer=""), LineClass.BAD_DEBT),
        (row("A563186", "B", quantity=1, price="-11062.06", customer=""), LineClass.BAD_DEBT),
        (row("539492", "gift_0001_20", quantity=1, price="16.67", customer=""), LineClass.VOUCHER_SALE),
        (row("C539493", "gift_0001_20", quantity=-1, price="16.67", customer=""), LineClass.VOUCHER_REFUND),
        (row("556690", quantity=-9600, price="0", customer="", description="thrown away"), LineClass.STOCK_WRITE_OFF),
        (row("550950", quantity=84, price="0", customer="", description="found"), LineClass.STOCK_FOUND),
    ],
)
def test_a_line_alone_in_its_invoice_has_this_class(tmp_path: Path, line: str, line_class: LineClass) -> None:
    assert classes(tmp_path, line) == [line_class.value]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row(quantity=0), ReportReason.ZERO_QUANTITY),
        (row(code="DOT", price="0", customer=""), ReportReason.NO_AMOUNT),
        (row(code="gift_0001_20", price="0", customer=""), ReportReason.NO_AMOUNT),
        (row(price="-2.55"), ReportReason.NEGATIVE_PRICE),
        (row("C536365", quantity=1), ReportReason.CREDIT_WITH_POSITIVE_QUANTITY),
        (row(code="TEST001", price="4.50"), ReportReason.TEST_LINE),
    ],
)
def test_a_line_that_cannot_be_posted_is_reported_with_its_reason(
    tmp_path: Path, line: str, reason: ReportReason
) -> None:
    result = classified(tmp_path, row("536300"), line)
    assert result.frame.select("line", "line_class", "reason").rows()[1] == (3, LineClass.REPORTED.value, reason.value)
    assert (result.lines_posted, result.lines_reported) == (1, 1)


def test_a_zero_price_beside_a_priced_line_is_a_gift_even_to_a_walk_in(tmp_path: Path) -> None:
    lines = row(customer=""), row(code="71053", customer="", price="0")
    assert classes(tmp_path, *lines) == [LineClass.SALE.value, LineClass.ZERO_PRICE_SALE.value]


def test_a_credit_is_linked_to_the_latest_earlier_sale_at_its_price(tmp_path: Path) -> None:
    result = classified(
        tmp_path,
        row("536001", quantity=10, at="2010-12-01 08:00:00"),
        row("536002", quantity=10, at="2010-12-02 08:00:00"),
        row("536003", quantity=10, at="2010-12-03 08:00:00", price="2.95"),
        row("C536004", quantity=-4, at="2010-12-04 08:00:00"),
        row("536005", quantity=10, at="2010-12-05 08:00:00"),
    )
    assert result.links == (ReturnLink(return_line=5, sale_line=3, quantity=4),)
    assert result.frame["line_class"].to_list()[3] == LineClass.SALE_RETURN_LINKED.value


def test_a_large_credit_is_spread_over_several_sales_and_never_takes_more_than_was_sold(tmp_path: Path) -> None:
    result = classified(
        tmp_path,
        row("536001", quantity=5, at="2010-12-01 08:00:00"),
        row("536002", quantity=5, at="2010-12-02 08:00:00"),
        row("C536004", quantity=-8, at="2010-12-04 08:00:00"),
        row("C536005", quantity=-3, at="2010-12-05 08:00:00"),
        row("C536006", quantity=-2, at="2010-12-06 08:00:00"),
    )
    assert result.links == (
        ReturnLink(return_line=4, sale_line=3, quantity=5),
        ReturnLink(return_line=4, sale_line=2, quantity=3),
        ReturnLink(return_line=6, sale_line=2, quantity=2),
    )
    assert result.frame["line_class"].to_list()[3] == LineClass.RETURN_UNLINKED.value


@pytest.mark.parametrize(
    "sale",
    [
        row("536001", customer="12346"),
        row("536001", "71053"),
        row("536001", at="2010-12-09 08:00:00"),
        row("536001", quantity=1),
    ],
)
def test_a_credit_without_a_fitting_sale_stays_unlinked(tmp_path: Path, sale: str) -> None:
    result = classified(tmp_path, sale, row("C536002", quantity=-6, at="2010-12-02 08:00:00"))
    assert result.links == ()
    assert result.frame["line_class"].to_list() == [LineClass.SALE.value, LineClass.RETURN_UNLINKED.value]


def test_a_walk_in_credit_is_never_linked(tmp_path: Path) -> None:
    lines = row("536001", customer=""), row("C536002", quantity=-6, customer="", at="2010-12-02 08:00:00")
    assert classified(tmp_path, *lines).links == ()


def test_the_cancelled_sale_of_80995_pieces_is_linked_to_itself(tmp_path: Path) -> None:
    result = classified(
        tmp_path,
        row("581483", "23843", quantity=80995, price="2.08", customer="16446", at="12/9/2011 9:15"),
        row("C581484", "23843", quantity=-80995, price="2.08", customer="16446", at="12/9/2011 9:27"),
    )
    assert result.links == (ReturnLink(return_line=3, sale_line=2, quantity=80995),)
    assert result.frame["amount"].to_list() == [1_684_696_000, -1_684_696_000]


def test_repeats_inside_an_invoice_are_counted_and_stay(tmp_path: Path) -> None:
    result = classified(tmp_path, row(), row(), row(), row(code="71053"))
    assert result.repeats == 2
    assert result.lines_posted == 4


def test_an_invoice_keyed_over_a_full_minute_is_one_document_at_its_first_time(tmp_path: Path) -> None:
    result = classified(tmp_path, row(at="2010-12-01 08:26:00"), row(code="71053", at="2010-12-01 08:27:00"))
    documents = group_documents(result)
    assert documents.headers.select("number", "kind", "lines", "amount").rows() == [("536365", "sale", 2, 306_000)]
    assert [str(invoice.at) for invoice in historic_invoices(documents, result.links)] == ["2010-12-01 08:26:00"]


def test_an_invoice_number_with_two_customers_two_days_or_two_kinds_falls_into_numbered_parts(tmp_path: Path) -> None:
    result = classified(
        tmp_path,
        row(),
        row(customer="12346"),
        row(at="2010-12-02 08:26:00"),
        row(code="S", quantity=-1),
        row("536366", quantity=0),
    )
    invoices = list(historic_invoices(group_documents(result), result.links))
    assert [(invoice.number, invoice.customer, invoice.kind.value, len(invoice.lines)) for invoice in invoices] == [
        ("536365", "17850", "sale", 1),
        ("536365/2", "12346", "sale", 1),
        ("536365/3", "17850", "expense", 1),
        ("536365/4", "17850", "sale", 1),
    ]


def test_an_item_is_named_by_its_sales_not_by_notes_and_priced_by_its_last_sale(tmp_path: Path) -> None:
    result = classified(
        tmp_path,
        row("1", description="RED BAG", price="2.00"),
        row("2", description="RED BAG", price="3.00", at="2010-12-02 08:00:00"),
        row("3", description="RED  SHOPPER", price="2.50", at="2010-12-03 08:00:00"),
        *[row(str(n), description="damages", quantity=-1, price="0", customer="") for n in range(4, 9)],
        row("9", "47566", description="?", quantity=5, price="0", customer=""),
        row("10", "POST", description="POSTAGE", price="18", country="France", at="2010-12-09 08:00:00"),
    )
    items = {item.code: item for item in item_masters(result.frame)}
    bag = items["85123A"]
    assert (bag.name, bag.category, bag.price, bag.price_median) == ("RED BAG", "BAGS", 2_500_000, 2_500_000)
    assert (items["47566"].name, items["47566"].price) == ("47566", 0)
    assert (items["POST"].is_stocked, items["POST"].category, bag.is_stocked) == (False, "SERVICE", True)
    assert [(customer.number, customer.country) for customer in customer_masters(result.frame)] == [("17850", "France")]
