"""Items: created one or thousands at a time, changed under their version, archived, never half."""

import dataclasses
from decimal import Decimal

import pytest

from heliu.catalog import queries, services
from heliu.catalog.drafts import Axis, AxisValue, BarcodeDraft, LevelPriceDraft, PackDraft
from heliu.catalog.errors import FixedAfterCreation, NotATemplate, UnknownReference, WrongCheckDigit
from heliu.catalog.models import Barcode, Item, ItemSearch, ItemTerm
from heliu.core.errors import DuplicateCode, Forbidden, InvalidFields, NotFound, StaleVersion
from heliu.core.models import AuditRecord
from heliu.core.scope import Scope
from tests.support.masters import Shop, shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Shop:
    return shop()


def stored(here: Shop) -> tuple[int, int, int, int]:
    """Rows of every table an item has a part in."""
    models = (Item, Barcode, ItemTerm, ItemSearch)
    return tuple(m.objects.filter(company=here.company).count() for m in models)  # type: ignore[return-value]


def test_an_item_keeps_everything_it_was_given(here: Shop) -> None:
    box = here.unit("箱")
    draft = here.draft(
        "A1", "绿茶", specification="500ml", tax_code_id=here.tax("VAT13"), sales_price=Decimal("3.5"),
        purchase_price=Decimal("2.123456"), min_stock=Decimal("0.5"), helper_codes=("GT",),
        packs=(PackDraft(box, 24, is_purchase_default=True),),
        barcodes=(BarcodeDraft("6901028001915"), BarcodeDraft("BOX-1", box)),
        prices=(LevelPriceDraft(here.level("RETAIL"), Decimal("4")),),
    )  # fmt: skip
    item = services.create_item(here.scope, draft)
    detail = queries.item_detail(here.scope, item)

    assert (detail["code"], detail["purchase_price"], detail["min_stock"]) == ("A1", "2.123456", "0.5")
    assert [(u["name"], u["numerator"], u["is_purchase_default"]) for u in detail["units"]] == [
        ("件", "1", False), ("箱", "24", True),
    ]  # fmt: skip
    assert [(b["code"], b["unit"]["name"]) for b in detail["barcodes"]] == [("6901028001915", "件"), ("BOX-1", "箱")]
    assert [(p["price_level"]["name"], p["price"]) for p in detail["prices"]] == [("零售价", "4")]
    assert (detail["helper_codes"], detail["initials"]) == (["gt"], ["lc"])
    assert detail["tax_code"]["rate"] == "0.13"
    assert dataclasses.replace(draft, helper_codes=("gt",), barcodes=(), prices=()) == dataclasses.replace(
        queries.drafts_of(here.scope, [item])[item], barcodes=(), prices=()
    )


def test_an_item_without_a_code_takes_the_next_number(here: Shop) -> None:
    ids = [here.item(name="甲"), here.item(name="乙")]

    assert list(Item.objects.filter(id__in=ids).order_by("id").values_list("code", flat=True)) == [
        "SP000001",
        "SP000002",
    ]


def test_numbers_step_over_codes_that_people_gave_by_hand(here: Shop) -> None:
    here.item("SP000001")
    here.item("SP000003")
    ids = services.create_items(here.scope, [here.draft(), here.draft("SP000004"), here.draft()])

    codes = dict(Item.objects.values_list("id", "code"))
    assert [codes[i] for i in ids] == ["SP000002", "SP000004", "SP000005"]


def test_a_code_exists_once_per_company_and_nothing_is_written_on_refusal(here: Shop) -> None:
    here.item("A1")
    before = stored(here)

    with pytest.raises(DuplicateCode) as caught:
        here.item("A1", "另一把")

    assert (caught.value.loc, caught.value.facts["value"]) == (("code",), "A1")
    assert stored(here) == before


def test_another_company_may_use_the_same_code_and_barcode(here: Shop) -> None:
    other = shop()
    for place in (here, other):
        place.item("A1", barcodes=(BarcodeDraft("6901028001915"),))

    assert Item.objects.filter(code="A1").count() == 2


def test_a_barcode_names_one_item_only(here: Shop) -> None:
    here.item("A1", barcodes=(BarcodeDraft("6901028001915"),))

    with pytest.raises(DuplicateCode, match="Barcode 6901028001915"):
        here.item("A2", barcodes=(BarcodeDraft("6901028001915"),))


def test_a_wrong_check_digit_is_refused(here: Shop) -> None:
    with pytest.raises(WrongCheckDigit, match="end in 5"):
        here.item("A1", barcodes=(BarcodeDraft("6901028001916"),))

    assert stored(here) == (0, 0, 0, 0)


def test_a_unit_of_another_company_does_not_exist_here(here: Shop) -> None:
    foreign = shop().unit("件")
    with pytest.raises(UnknownReference):
        here.item("A1", base_unit_id=foreign)


def test_of_a_batch_every_fault_is_named_with_its_row_and_nothing_is_kept(here: Shop) -> None:
    here.item("OLD")
    before = stored(here)
    drafts = [here.draft("A1"), here.draft("OLD"), here.draft("A1"), here.draft("A4", name="")]

    with pytest.raises(InvalidFields) as caught:
        services.create_items(here.scope, drafts)

    assert {f.loc for f in caught.value.faults} == {(1, "code"), (2, "code"), (3, "name")}
    assert stored(here) == before


def test_thousands_of_items_come_in_the_order_given_each_with_its_audit_record(here: Shop) -> None:
    ids = services.create_items(here.scope, [here.draft(f"B{i:04d}", f"WHITE LANTERN {i}") for i in range(2500)])

    codes = dict(Item.objects.filter(company=here.company).values_list("id", "code"))
    assert [codes[i] for i in ids] == [f"B{i:04d}" for i in range(2500)]
    assert AuditRecord.objects.filter(company_id=here.company.pk, action="catalog.item.create").count() == 2500


def test_a_change_replaces_the_item_and_says_what_changed(here: Shop) -> None:
    item = here.item("A1", "雨伞", barcodes=(BarcodeDraft("OLD-1"),), sales_price=Decimal("1"))
    draft = here.draft("A1-NEW", "阳伞", barcodes=(BarcodeDraft("NEW-1"),), sales_price=Decimal("2.50"))

    assert services.update_item(here.scope, item, draft, version=1) == 2

    record = AuditRecord.objects.get(company_id=here.company.pk, action="catalog.item.update")
    assert record.before is not None
    assert record.after is not None
    assert (record.before["name"], record.after["name"]) == ("雨伞", "阳伞")
    assert (record.before["sales_price"], record.after["sales_price"]) == ("1", "2.5")
    assert [i for q in ("雨伞", "ys", "OLD-1") for i in queries.search_item_ids(here.scope, q)] == [item]  # ys = 阳伞
    assert queries.search_item_ids(here.scope, "NEW-1") == [item]


def test_who_saves_what_somebody_else_has_changed_is_told(here: Shop) -> None:
    item = here.item("A1", "雨伞")
    services.update_item(here.scope, item, here.draft("A1", "大雨伞"), version=1)

    with pytest.raises(StaleVersion) as caught:
        services.update_item(here.scope, item, here.draft("A1", "小雨伞"), version=1)

    assert (caught.value.facts["actual"], caught.value.facts["expected"]) == (2, 1)
    assert Item.objects.get(id=item).name == "大雨伞"


@pytest.mark.parametrize("field", ["base_unit_id", "kind", "costing_method"])
def test_what_the_books_rest_on_cannot_change(here: Shop, field: str) -> None:
    item = here.item("A1")
    other = {"base_unit_id": here.unit("箱"), "kind": "service", "costing_method": "fifo"}[field]

    with pytest.raises(FixedAfterCreation):
        services.update_item(here.scope, item, here.draft("A1", **{field: other}), version=1)

    assert Item.objects.get(id=item).version == 1


def test_an_item_of_another_company_cannot_be_changed_or_seen(here: Shop) -> None:
    foreign = shop().item("A1")

    with pytest.raises(NotFound):
        services.update_item(here.scope, foreign, here.draft("A1"), version=1)
    with pytest.raises(NotFound):
        queries.item_detail(here.scope, foreign)
    with pytest.raises(NotFound):
        services.archive_item(here.scope, foreign, version=1)


def test_an_archived_item_is_not_suggested_and_comes_back(here: Shop) -> None:
    item = here.item("A1", "雨伞")
    assert services.archive_item(here.scope, item, version=1) == 2
    assert queries.suggest_items(here.scope, "雨伞") == []
    assert services.restore_item(here.scope, item, version=2) == 3
    assert [i["id"] for i in queries.suggest_items(here.scope, "雨伞")] == [str(item)]


def test_nobody_without_the_right_creates_or_reads(here: Shop) -> None:
    stranger = Scope(company_id=here.company.pk, user_id=7)

    with pytest.raises(Forbidden):
        services.create_item(stranger, here.draft("A1"))
    with pytest.raises(Forbidden):
        queries.suggest_items(stranger, "A")
    assert stored(here) == (0, 0, 0, 0)


COLOURS = Axis("颜色", (AxisValue("R", "红"), AxisValue("B", "蓝")))
SIZES = Axis("尺码", (AxisValue("S", "S"), AxisValue("L", "L")))


def test_a_template_becomes_one_item_per_colour_and_size(here: Shop) -> None:
    template = here.item("T", "T恤", is_template=True, sales_price=Decimal("59"))

    ids = services.generate_variants(here.scope, template, [COLOURS, SIZES])

    rows = Item.objects.filter(id__in=ids).order_by("id").values_list("code", "name", "sales_price", "attribute_values")
    assert list(rows) == [
        ("T-R-S", "T恤 红 S", Decimal("59"), {"颜色": "红", "尺码": "S"}),
        ("T-R-L", "T恤 红 L", Decimal("59"), {"颜色": "红", "尺码": "L"}),
        ("T-B-S", "T恤 蓝 S", Decimal("59"), {"颜色": "蓝", "尺码": "S"}),
        ("T-B-L", "T恤 蓝 L", Decimal("59"), {"颜色": "蓝", "尺码": "L"}),
    ]
    assert queries.list_attributes(here.scope)["items"][0]["values"] == [
        {"code": "R", "name": "红"}, {"code": "B", "name": "蓝"},
    ]  # fmt: skip


def test_a_matrix_generated_again_only_adds_what_is_missing(here: Shop) -> None:
    template = here.item("T", "T恤", is_template=True)
    services.generate_variants(here.scope, template, [Axis("颜色", COLOURS.values[:1]), SIZES])

    added = services.generate_variants(here.scope, template, [SIZES, COLOURS])

    assert sorted(Item.objects.filter(id__in=added).values_list("code", flat=True)) == ["T-L-B", "T-S-B"]


def test_only_a_template_has_variants(here: Shop) -> None:
    with pytest.raises(NotATemplate):
        services.generate_variants(here.scope, here.item("A1"), [COLOURS])


def test_a_template_is_not_offered_to_a_document_line(here: Shop) -> None:
    template = here.item("T", "T恤", is_template=True)
    services.generate_variants(here.scope, template, [SIZES])

    assert [i["code"] for i in queries.suggest_items(here.scope, "T恤")] == ["T-L", "T-S"]


def test_a_picture_is_kept_by_content_and_can_be_removed(here: Shop) -> None:
    item = here.item("A1")
    content = b"\x89PNG\r\n\x1a\n" + b"0" * 100
    digest = services.set_picture(here.scope, item, content)

    assert queries.item_picture(here.scope, item) == ("image/png", digest, content)
    services.remove_picture(here.scope, item)
    with pytest.raises(NotFound):
        queries.item_picture(here.scope, item)
