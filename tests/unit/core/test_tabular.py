"""Files people bring and take: read within limits, mapped by title, written so that no cell becomes a formula."""

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from heliu.core.errors import InvalidFields
from heliu.core.tabular import reading
from heliu.core.tabular.columns import Column, suggest
from heliu.core.tabular.errors import FileRefused
from heliu.core.tabular.importing import parse
from heliu.core.tabular.reading import Table, read_table
from heliu.core.tabular.workbook import ENTRIES_MAX
from heliu.core.tabular.writing import csv_chunks, xlsx_bytes

CODE = Column("code", "商品编码", "Code", aliases=("编码", "货号"))
NAME = Column("name", "商品名称", "Name", required=True, aliases=("品名",))
BARCODE = Column("barcodes", "条码", "Barcodes", "texts", aliases=("barcode",))
PRICE = Column("price", "销售价", "Price", "decimal")
COLUMNS = (CODE, NAME, BARCODE, PRICE)


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_csv_is_read_whatever_its_encoding(encoding: str) -> None:
    table = read_table("商品.csv", "编码,品名\nA1,雨伞\n".encode(encoding))

    assert table.header == ("编码", "品名")
    assert table.rows == ((2, ("A1", "雨伞")),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    assert read_table("f", f"a{delimiter}b\n1{delimiter}2\n".encode()).rows == ((2, ("1", "2")),)


def test_empty_rows_are_left_out_and_row_numbers_stay_those_of_the_file() -> None:
    table = read_table("f", b"a,b\n1,2\n\n,\n3\n")

    assert table.rows == ((2, ("1", "2")), (5, ("3", "")))


def test_a_workbook_gives_text_as_a_person_would_type_it() -> None:
    table = read_table(
        "f.xlsx",
        workbook(["code", "ean", "price", "day", "yes"], ["A1", 6901028001915, 12.5, dt.date(2026, 1, 31), True]),
    )

    assert table.rows == ((2, ("A1", "6901028001915", "12.5", "2026-01-31", "TRUE")),)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xd0\xcf\x11\xe0rest", ".xls"),
        (b"a\x00b,c\n", "text file"),
        (b'a,b\n"x,1\n', "CSV"),
        (b"a,b\n1,2,3\n", "row 2"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xff\xff\xff,\x80\n", "UTF-8"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_reason(content: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        read_table("f", content)


@pytest.mark.parametrize("content", [b"hello", "编码,名称\nA1,杯子\n".encode(), b"\xff\xff\xff,\x80\n"])
def test_what_calls_itself_a_workbook_and_is_none_is_refused_not_read_as_text(content: bytes) -> None:
    with pytest.raises(FileRefused, match=r"not a readable \.xlsx workbook"):
        read_table("商品.XLSX", content)


def test_a_file_over_twenty_megabytes_is_refused() -> None:
    with pytest.raises(FileRefused, match="20 MB"):
        read_table("f", b"a" * (reading.BYTES_MAX + 1))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(FileRefused, match="unpacks"):
        read_table("f.xlsx", archive(**{"xl/worksheets/sheet1.xml": b" " * 50_000_000}))


def test_an_archive_of_thousands_of_parts_is_refused() -> None:
    with pytest.raises(FileRefused, match="parts"):
        read_table("f.xlsx", archive(**{f"xl/{i}.xml": b"" for i in range(ENTRIES_MAX + 1)}))


@pytest.mark.parametrize("path", ["../evil.xml", "/etc/evil.xml", "xl\\..\\..\\evil.xml", "C:/evil.xml"])
def test_a_part_outside_the_archive_is_refused(path: str) -> None:
    with pytest.raises(FileRefused, match="path"):
        read_table("f.xlsx", archive(**{path: b"<a/>"}))


def test_xml_with_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(FileRefused, match="document type"):
        read_table("f.xlsx", archive(**{"xl/workbook.xml": bomb}))


def test_more_rows_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_MAX", 3)
    with pytest.raises(FileRefused, match="more than 3 rows"):
        read_table("f", b"a\n1\n2\n3\n4\n")


def test_columns_are_suggested_from_chinese_and_english_titles() -> None:
    header = ("货号", "* 品名（必填）", "Barcode", "销售价(元)", "whatever")

    assert suggest(header, COLUMNS) == {
        "code": "货号", "name": "* 品名（必填）", "barcodes": "Barcode", "price": "销售价(元)",
    }  # fmt: skip


def test_one_title_serves_one_field_only() -> None:
    assert suggest(("barcode",), (CODE, BARCODE)) == {"barcodes": "barcode"}


def test_every_bad_cell_is_named_with_row_column_and_remedy() -> None:
    table = Table("f", ("编码", "品名", "销售价"), ((2, ("A1", "", "12.5")), (3, ("A2", "伞", "zwölf"))))
    rows, faults = parse(table, COLUMNS, {"code": "编码", "name": "品名", "price": "销售价"})

    assert [(f.row, f.column, f.value) for f in faults] == [(2, "品名", ""), (3, "销售价", "zwölf")]
    assert all(f.reason and f.remedy for f in faults)
    assert rows[0].values == {"code": "A1", "price": Decimal("12.5")}


@pytest.mark.parametrize(
    ("cell", "number"), [("1,234.50", "1234.50"), ("¥ 12", "12"), ("13%", "0.13"), ("-3", "-3"), ("1e3", "1E+3")]
)
def test_numbers_are_read_as_people_write_them(cell: str, number: str) -> None:
    rows, faults = parse(Table("f", ("name", "p"), ((2, ("x", cell)),)), COLUMNS, {"name": "name", "price": "p"})

    assert faults == []
    assert rows[0].values["price"] == Decimal(number)


def test_a_mapping_to_what_is_not_there_is_refused() -> None:
    table = Table("f", ("a",), ())
    with pytest.raises(InvalidFields) as caught:
        parse(table, COLUMNS, {"name": "missing", "nonsense": "a"})

    assert {f.loc for f in caught.value.faults} == {("mapping", "name"), ("mapping", "nonsense")}


FORMULAS = ["=cmd()", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\x00=1"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_text_that_looks_like_a_formula_is_disarmed_in_csv(cell: str) -> None:
    exported = b"".join(csv_chunks(["name"], [[cell]])).decode("utf-8-sig")

    assert exported.split("\r\n", 1)[1].lstrip('"').startswith("'")


@pytest.mark.parametrize("cell", FORMULAS[:4])
def test_text_that_looks_like_a_formula_stays_text_in_xlsx(cell: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("t", ["name"], [[cell]]))).active

    assert sheet["A2"].data_type != "f"
    assert sheet["A2"].value == "'" + cell


def test_csv_begins_with_the_mark_that_excel_needs() -> None:
    assert b"".join(csv_chunks(["名称"], [])).startswith(b"\xef\xbb\xbf")


def test_numbers_and_dates_stay_numbers_and_dates_in_xlsx() -> None:
    row = [Decimal("-12.50"), 7, dt.date(2026, 1, 31), True, None, "雨伞"]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("商品", ["a"] * 6, [row]))).active

    assert [c.value for c in sheet[2]] == [-12.5, 7, dt.datetime(2026, 1, 31), True, None, "雨伞"]  # noqa: DTZ001
    assert sheet.title == "商品"


def test_more_digits_than_a_spreadsheet_keeps_are_written_as_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("t", ["n"], [[Decimal("12345678901234567.89")]]))).active

    assert sheet["A2"].value == "12345678901234567.89"


def test_what_was_exported_is_read_back_the_same() -> None:
    rows = [["A1", "=雨伞", Decimal("12.50")], ["A2", '"quoted", 逗号', None]]
    for content in (b"".join(csv_chunks(["c", "n", "p"], rows)), xlsx_bytes("t", ["c", "n", "p"], rows)):
        assert [cells[:2] for _, cells in read_table("f", content).rows] == [
            ("A1", "=雨伞"), ("A2", '"quoted", 逗号'),
        ]  # fmt: skip
