"""A workbook is read in a process of its own: whatever it does to its reader, who asked gets a refusal."""

import io
import os
import subprocess
import sys
import time
import zipfile

import pytest

from heliu.core.tabular import apart
from heliu.core.tabular.errors import FileRefused
from heliu.core.tabular.reading import read_table

TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(rows: str, texts: str, *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of one sheet, from the XML of its rows and of its shared texts; 1 MB of ballast hides its ratio."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(
            f'<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": RELATIONS.format(
            f'<Relationship Id="r1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packed) as book:
        for name, part in parts.items():
            book.writestr(name, part)
        book.writestr("xl/media/ballast.png", os.urandom(1 << 20), zipfile.ZIP_STORED)
    return target.getvalue()


def rows_of(count: int, text: int = 0) -> str:
    return "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>{text}</v></c></row>' for i in range(1, count + 1))


def test_a_workbook_is_read_as_it_stands() -> None:
    table = read_table("f.xlsx", workbook(rows_of(3), "<si><t>杯子</t></si>"))

    assert (table.header, table.rows) == (("杯子",), ((2, ("杯子",)), (3, ("杯子",))))


def test_one_long_text_that_all_cells_share_is_refused() -> None:
    """6 GB of cells in an archive of 1 MB: the child's memory ends before ours does."""
    with pytest.raises(FileRefused, match=r"memory|unpacks"):
        read_table("f.xlsx", workbook(rows_of(200_000), f"<si><t>{'x' * 30_000}</t></si>"))


def test_texts_nested_a_million_deep_are_no_table() -> None:
    deep = "<si>" + "<r>" * 1_000_000 + "</r>" * 1_000_000 + "</si>"

    table = read_table("f.xlsx", workbook("<row><c><v>1</v></c></row>", deep))

    assert table.header == ("1",)


def test_half_a_million_shared_texts_are_read() -> None:
    texts = "".join(f"<si><t>{i:x}</t></si>" for i in range(500_000))

    assert read_table("f.xlsx", workbook(rows_of(2, 499_999), texts)).rows == ((2, (f"{499_999:x}",)),)


def test_a_size_that_lies_is_not_believed() -> None:
    """The directory of the archive says 1 byte where 50 MB come out."""
    honest = workbook(rows_of(2) + " " * 50_000_000, "<si><t>a</t></si>")
    with zipfile.ZipFile(io.BytesIO(honest)) as book:
        size = book.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")

    with pytest.raises(FileRefused, match=r"damaged"):
        read_table("f.xlsx", honest.replace(size, (1).to_bytes(4, "little")))


def test_a_file_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PROGRAM", (sys.executable, "-c", "while True: pass"))
    monkeypatch.setattr(apart, "SECONDS_MAX", 0.5)
    began = time.monotonic()

    with pytest.raises(FileRefused, match="too long"):
        read_table("f.xlsx", workbook(rows_of(2), ""))

    assert time.monotonic() - began < 10


def test_a_reader_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PROGRAM", (sys.executable, "-c", "import os; os.abort()"))

    with pytest.raises(FileRefused, match="memory"):
        read_table("f.xlsx", workbook(rows_of(2), ""))


def test_the_reader_knows_no_secret_and_loads_nothing_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELIU_SECRET_KEY", "only ours")
    environment = apart._environment()
    loaded = "import heliu.core.tabular.workbook, sys; print(*sys.modules)"

    modules = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, check=True, text=True, env=environment
    ).stdout.split()

    assert [key for key in environment if key.startswith("HELIU_")] == []
    assert {"django", "orjson", "polars", "pydantic", "asyncio"} & set(modules) == set()
