"""Reading a sales history: what is accepted, and what is refused as a whole with line numbers."""

import gzip
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from heliu.integration.errors import ImportRefused
from heliu.integration.online_retail.reading import read_sales_history
from tests.unit.integration.history_files import HEADER, row, write_history


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def refusal(path: Path) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read_sales_history(path)
    return caught.value


def test_a_line_becomes_whole_numbers_with_its_line_number(tmp_path: Path) -> None:
    history = read_sales_history(write_history(tmp_path, row(), row(code="85123a", quantity=-3, price="0.001")))
    first, second = history.frame.to_dicts()
    assert first == {
        "line": 2,
        "invoice": "536365",
        "code": "85123A",
        "description": "WHITE HANGING HEART",
        "quantity": 6,
        "at": local("2010-12-01 08:26"),
        "price": 2_550_000,
        "customer": "17850",
        "country": "United Kingdom",
        "exact": 15_300_000,
        "amount": 153_000,
    }
    assert (second["line"], second["code"], second["price"]) == (3, "85123A", 1_000)
    assert (second["exact"], second["amount"]) == (-3_000, 0)


@pytest.mark.parametrize(
    ("quantity", "price", "pennies"), [(1, "0.005", 1), (-1, "0.005", -1), (1, "0.004", 0), (3, "0.335", 101)]
)
def test_a_line_amount_rounds_half_up_to_the_penny_once(
    tmp_path: Path, quantity: int, price: str, pennies: int
) -> None:
    history = read_sales_history(write_history(tmp_path, row(quantity=quantity, price=price)))
    assert history.frame["amount"].to_list() == [pennies * 100]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2010-12-13 08:26:00", local("2010-12-13 08:26")),
        ("2010-12-13T08:26:00", local("2010-12-13 08:26")),
        ("12/13/2010 8:26", local("2010-12-13 08:26")),
        ("12/1/2010 8:26", local("2010-12-01 08:26")),
        ("13/12/2010 08:26", local("2010-12-13 08:26")),
        ("12/13/10 8:26", local("2010-12-13 08:26")),
        ("13-12-2010 08:26", local("2010-12-13 08:26")),
    ],
)
def test_the_date_forms_of_the_published_copies_are_understood(tmp_path: Path, written: str, read: datetime) -> None:
    assert read_sales_history(write_history(tmp_path, row(at=written))).frame["at"].to_list() == [read]


def test_one_file_has_one_date_form_and_the_odd_line_is_named(tmp_path: Path) -> None:
    path = write_history(tmp_path, row(at="12/1/2010 8:26"), row(at="2010-12-01 08:26:00"), row(at="12/2/2010 8:26"))
    error = refusal(path)
    assert [(fault.line, fault.column, fault.value) for fault in error.faults] == [(3, "at", "2010-12-01 08:26:00")]


def test_a_customer_with_decimal_point_is_the_same_customer_and_an_empty_one_a_walk_in(tmp_path: Path) -> None:
    path = write_history(tmp_path, row(customer="17850.0"), row(customer="17850"), row(customer=""))
    assert read_sales_history(path).frame["customer"].to_list() == ["17850", "17850", None]


def test_the_headings_of_the_second_edition_and_another_order_of_columns_are_understood(tmp_path: Path) -> None:
    header = "Country;Customer ID;Price;InvoiceDate;Quantity;Description;StockCode;Invoice"
    line = "United Kingdom;17850;2.55;2010-12-01 08:26:00;6;WHITE HANGING HEART;85123A;536365"
    frame = read_sales_history(write_history(tmp_path, line, header=header)).frame
    assert frame.select("invoice", "code", "quantity", "price").row(0) == ("536365", "85123A", 6, 2_550_000)


def test_windows_1252_and_gzip_and_byte_order_mark_are_read(tmp_path: Path) -> None:
    text = f"{HEADER}\n{row(description='Gift Voucher £20.00')}\n"
    for name, content in (
        ("a.csv", text.encode("cp1252")),
        ("b.gz", gzip.compress(text.encode())),
        ("c.csv", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()),
    ):
        (tmp_path / name).write_bytes(content)
        assert read_sales_history(tmp_path / name).frame["description"].to_list() == ["Gift Voucher £20.00"]


def test_a_workbook_gives_the_same_rows_as_text(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(HEADER.split(","))
    sheet.append([536365, "85123A", "HEART", 6, local("2010-12-01 08:26"), 2.55, 17850.0, "United Kingdom"])
    sheet.append(["C536366", 71053, None, -1, local("2010-12-01 08:28"), 0.001, None, "EIRE"])
    book.save(tmp_path / "sales.xlsx")
    frame = read_sales_history(tmp_path / "sales.xlsx").frame
    assert frame.select("line", "invoice", "code", "quantity", "price", "customer").rows() == [
        (2, "536365", "85123A", 6, 2_550_000, "17850"),
        (3, "C536366", "71053", -1, 1_000, None),
    ]
    assert frame["at"].to_list()[1] == local("2010-12-01 08:28")


def test_a_quoted_line_break_does_not_shift_the_line_numbers(tmp_path: Path) -> None:
    path = write_history(tmp_path, row(description='"HEART\nRED"'), row(code="71053"), row(price="x"))
    assert [(fault.line, fault.value) for fault in refusal(path).faults] == [(5, "x")]


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (row(quantity="six"), "quantity"),
        (row(quantity="1.5"), "quantity"),
        (row(quantity="9999999"), "quantity"),
        (row(quantity=""), "quantity"),
        (row(price="2.55.1"), "price"),
        (row(price="1e3"), "price"),
        (row(price="0.0000001"), "price"),
        (row(price=""), "price"),
        (row(at="2010-13-01 08:26:00"), "at"),
        (row(at="0010-12-01 08:26:00"), "at"),
        (row(invoice=""), "invoice"),
        (row(invoice="=cmd|x"), "invoice"),
        (row(code=""), "code"),
        (row(customer="17 850"), "customer"),
        (row(country=""), "country"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, bad: str, column: str) -> None:
    error = refusal(write_history(tmp_path, row(), bad, row()))
    assert [(fault.line, fault.column) for fault in error.faults] == [(3, column)]
    assert error.fault_count == 1
    assert "line 3" in str(error)


def test_the_first_twenty_faults_are_shown_and_all_are_counted(tmp_path: Path) -> None:
    error = refusal(write_history(tmp_path, *[row(quantity="x") for _ in range(50)]))
    assert [fault.line for fault in error.faults] == list(range(2, 22))
    assert error.fault_count == 50
    assert error.facts["fault_count"] == 50


@pytest.mark.parametrize("width", [7, 9])
def test_a_row_with_a_field_too_many_or_too_few_is_refused_with_its_line(tmp_path: Path, width: int) -> None:
    fields = [*row().split(","), "extra"][:width]
    error = refusal(write_history(tmp_path, row(), row(), ",".join(fields), row()))
    assert [(fault.line, fault.reason) for fault in error.faults] == [(4, f"{width} fields instead of 8")]


def test_an_empty_line_inside_the_file_is_refused_and_at_its_end_ignored(tmp_path: Path) -> None:
    assert [fault.line for fault in refusal(write_history(tmp_path, row(), "", row())).faults] == [3]
    assert read_sales_history(write_history(tmp_path, row(), "", "")).lines_read == 1


def test_an_open_quote_is_refused_with_the_line_where_it_opens(tmp_path: Path) -> None:
    error = refusal(write_history(tmp_path, row(), row(description='"HEART'), row(), row()))
    assert [fault.line for fault in error.faults] == [3]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID", ["country"]),
        (HEADER + ",Margin", ["Margin"]),
        (HEADER.replace("Country", "Quantity"), ["country", "Quantity", "Quantity"]),
        ("a", ["invoice", "code", "description", "quantity", "at", "price", "customer", "country", "a"]),
    ],
)
def test_wrong_columns_are_refused_by_name(tmp_path: Path, header: str, columns: list[str]) -> None:
    error = refusal(write_history(tmp_path, row(), header=header))
    assert [fault.column for fault in error.faults] == columns
    assert {fault.line for fault in error.faults} == {1}


def test_a_truncated_archive_is_refused_near_the_line_where_it_breaks_off(tmp_path: Path) -> None:
    whole = gzip.compress("\n".join([HEADER, *[row(invoice=str(500000 + n)) for n in range(5000)]]).encode())
    path = tmp_path / "sales.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])
    assert "breaks off near line" in str(refusal(path))
    path.write_bytes(whole[:-6] + b"\x00" * 6)
    assert "breaks off near line" in str(refusal(path))


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "columns are wrong"),
        (HEADER.encode() + b"\n", "no rows"),
        (HEADER.encode() + b"\n" + row().encode() + b"\n\x00\x01\x02binary", "line 3"),
        (b"PK\x03\x04 no workbook at all", "no readable XLSX"),
        ((HEADER + "\n" + row()).encode("utf-16"), "not a text file"),
        (HEADER.encode() + b"\n" + row().encode() + b"\n\x81\x8d\x8f", "line 3"),
    ],
)
def test_what_is_no_table_of_text_is_refused(tmp_path: Path, content: bytes, part: str) -> None:
    path = tmp_path / "junk.csv"
    path.write_bytes(content)
    assert part in str(refusal(path))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in str(refusal(tmp_path / "nothing.csv"))
