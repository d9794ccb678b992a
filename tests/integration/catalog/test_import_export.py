"""Items from and to files: dry run, row faults, all or nothing, nothing twice."""

import dataclasses
from decimal import Decimal

import pytest

from heliu.catalog import queries, services
from heliu.catalog.drafts import BarcodeDraft
from heliu.catalog.models import Item, ItemCategory
from heliu.core.errors import InvalidFields
from heliu.core.scope import Scope
from heliu.core.tabular.reading import read_table
from heliu.core.tabular.running import ImportOptions
from heliu.core.tabular.writing import csv_chunks, xlsx_bytes
from tests.support.masters import Shop, shop, table

pytestmark = pytest.mark.django_db
FILE = """货号,品名（必填）,规格,类别,单位,条码,售价,税率,零售价,包装单位,箱规,助记码
A1,重庆小面,500g,面食,袋,6901028001915,12.50,13%,15,箱,12,cqm
A2,雨伞,,,件,,1.5,0.13,,,,
"""


@pytest.fixture
def here() -> Shop:
    return shop()


def bring(here: Shop, text: str, **options: object) -> dict[str, object]:
    return services.import_items(here.scope, table(text), ImportOptions(**options)).as_json()  # type: ignore[arg-type]


def test_a_file_with_chinese_titles_becomes_items(here: Shop) -> None:
    report = bring(here, FILE, create_missing=True)

    assert (report["ok"], report["created"], report["fault_count"]) == (True, 2, 0)
    noodles = queries.lookup_item(here.scope, "6901028001915")["item"]
    assert (noodles["name"], noodles["sales_price"], noodles["tax_code"]["code"]) == ("重庆小面", "12.5", "VAT13")
    assert [(u["name"], u["numerator"]) for u in noodles["units"]] == [("袋", "1"), ("箱", "12")]
    assert noodles["category"]["name"] == "面食"
    prices = queries.item_detail(here.scope, int(noodles["id"]))["prices"]
    assert [(p["price_level"]["name"], p["unit"]["name"], p["price"]) for p in prices] == [("零售价", "袋", "15")]


def test_a_dry_run_says_what_would_happen_and_changes_nothing(here: Shop) -> None:
    report = bring(here, FILE, create_missing=True, dry_run=True)

    assert (report["ok"], report["dry_run"], report["created"]) == (True, True, 2)
    assert not Item.objects.filter(company=here.company).exists()
    assert not ItemCategory.objects.filter(company=here.company).exists()


def test_the_same_file_twice_changes_nothing_the_second_time(here: Shop) -> None:
    bring(here, FILE, create_missing=True)
    again = bring(here, FILE, create_missing=True)

    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)
    assert set(Item.objects.filter(company=here.company).values_list("version", flat=True)) == {1}


def test_one_bad_row_and_nothing_is_done(here: Shop) -> None:
    report = bring(here, FILE + "A3,坏的,,,桶子,,abc,,,,,\n", create_missing=True)

    assert (report["ok"], report["created"]) == (False, 0)
    assert [(f["row"], f["column"], f["value"]) for f in report["faults"]] == [(4, "售价", "abc"), (4, "单位", "桶子")]  # type: ignore[attr-defined]
    assert not Item.objects.filter(company=here.company).exists()
    assert not ItemCategory.objects.filter(company=here.company).exists()


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("A1,伞,件,", "编码", "duplicate_code"),
        ("A9,,件,", "名称", "invalid_input"),
        ("A9,伞,,", "单位", "invalid_input"),
        ("A9,伞,件,6901028001916", "条码", "wrong_check_digit"),
        ("A9,伞,件,6901028001915", "条码", "duplicate_code"),
    ],
)
def test_every_fault_names_row_column_reason_and_remedy(here: Shop, row: str, column: str, code: str) -> None:
    here.item("OLD", barcodes=(BarcodeDraft("6901028001915"),))
    report = bring(here, f"编码,名称,单位,条码\nA1,伞,件,\n{row}\n")

    faults = report["faults"]
    assert [(f["row"], f["column"], f["code"]) for f in faults] == [(3, column, code)]  # type: ignore[attr-defined]
    assert all(f["reason"] and f["remedy"] for f in faults)  # type: ignore[attr-defined]
    assert not Item.objects.filter(company=here.company, code="A1").exists()


def test_an_empty_cell_leaves_the_item_as_it_is(here: Shop) -> None:
    item = here.item("A1", "雨伞", specification="大号", sales_price=Decimal("5"))
    report = bring(here, "编码,名称,规格,售价\nA1,,,6\n")

    assert report["updated"] == 1
    row = Item.objects.get(id=item)
    assert (row.name, row.specification, row.sales_price) == ("雨伞", "大号", Decimal("6"))


@pytest.mark.parametrize(("mode", "row"), [("create", "A1,雨伞,件"), ("update", "A2,阳伞,件")])
def test_the_mode_keeps_the_other_rows_out(here: Shop, mode: str, row: str) -> None:
    here.item("A1", "旧")
    report = bring(here, f"编码,名称,单位\n{row}\n", mode=mode)

    assert (report["ok"], report["fault_count"]) == (False, 1)
    assert list(Item.objects.filter(company=here.company).values_list("code", "name")) == [("A1", "旧")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_exported_can_be_imported_unchanged(here: Shop, kind: str) -> None:
    bring(here, FILE, create_missing=True)
    here.item("A3", "=HYPERLINK(1)", purchase_price=Decimal("0.000001"))
    titles, rows = queries.item_file(here.scope)
    content = xlsx_bytes("items", titles, rows) if kind == "xlsx" else b"".join(csv_chunks(titles, rows))

    report = services.import_items(here.scope, read_table(f"items.{kind}", content), ImportOptions())

    assert (report.ok, report.unchanged, report.updated) == (True, 3, 0)


def test_who_may_not_see_cost_neither_changes_nor_guesses_it_by_a_file(here: Shop) -> None:
    item = here.item("A1", "雨伞", purchase_price=Decimal("2"))
    seller = dataclasses.replace(here.scope, sees_cost=False)

    reports = [
        services.import_items(seller, table(f"编码,采购价\nA1,{guess}\n"), ImportOptions()) for guess in ("2", "3")
    ]

    assert [(r.ok, r.unchanged, r.updated) for r in reports] == [(True, 1, 0), (True, 1, 0)]
    assert Item.objects.get(id=item).purchase_price == Decimal("2")
    with pytest.raises(InvalidFields):
        services.import_items(
            seller, table("编码,采购价\nA1,3\n"), ImportOptions({"code": "编码", "purchase_price": "采购价"})
        )


def test_who_may_not_see_cost_exports_no_cost(here: Shop) -> None:
    here.item("A1", purchase_price=Decimal("2"))
    seller = Scope(
        company_id=here.company.pk, user_id=7, permissions=frozenset({"catalog.item.export"}), sees_cost=False
    )
    titles, rows = queries.item_file(seller)

    assert "采购价" not in titles
    assert all(Decimal("2") not in row for row in rows)
