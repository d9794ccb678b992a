"""What an item must hold, whatever else is on record."""

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from heliu.catalog import rules
from heliu.catalog.drafts import Axis, AxisValue, BarcodeDraft, ItemDraft, LevelPriceDraft, PackDraft
from heliu.catalog.errors import MatrixTooLarge, PictureRefused, WrongCheckDigit
from heliu.core.errors import InvalidInput

ITEM = ItemDraft(code="A1", name="雨伞", base_unit_id=1)


def faults(**changed: Any) -> list[tuple[Any, ...]]:
    return [fault.loc for fault in rules.check_item(dataclasses.replace(ITEM, **changed))]


def test_a_name_and_a_unit_are_enough() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"code": "x" * 61}, "code"),
        ({"kind": "thing"}, "kind"),
        ({"costing_method": "guess"}, "costing_method"),
        ({"sales_price": Decimal("-0.01")}, "sales_price"),
        ({"sales_price": Decimal("0.0000001")}, "sales_price"),
        ({"shelf_life_days": 0}, "shelf_life_days"),
        ({"min_stock": Decimal(5), "max_stock": Decimal(4)}, "min_stock"),
        ({"minimum_price": Decimal(5), "sales_price": Decimal(4)}, "minimum_price"),
        ({"kind": "service", "tracks_lots": True}, "kind"),
    ],
)
def test_a_fault_names_its_field(changed: dict[str, Any], field: str) -> None:
    assert faults(**changed) == [(field,)]


@pytest.mark.parametrize("code", ["6901028001915", "96385074", "036000291452", "10614141000415", "X-77/b", "123"])
def test_good_barcodes_pass(code: str) -> None:
    assert rules.check_barcode(code) is None


@pytest.mark.parametrize(("code", "digit"), [("6901028001916", "5"), ("96385073", "4"), ("036000291453", "2")])
def test_a_wrong_check_digit_is_told_with_the_right_one(code: str, digit: str) -> None:
    fault = rules.check_barcode(code)

    assert isinstance(fault, WrongCheckDigit)
    assert fault.facts["expected"] == digit


@pytest.mark.parametrize("code", ["", "a b", "x" * 61, "a\nb"])
def test_what_no_scanner_reads_is_refused(code: str) -> None:
    assert rules.check_barcode(code) is not None


def test_each_pack_once_and_never_the_base_unit() -> None:
    assert faults(packs=(PackDraft(2, 12), PackDraft(2, 24), PackDraft(1, 1))) == [
        ("packs", 1, "unit_id"), ("packs", 2, "unit_id"),
    ]  # fmt: skip


def test_one_default_unit_for_sales_only() -> None:
    two = (PackDraft(2, 12, is_sales_default=True), PackDraft(3, 24, is_sales_default=True))

    assert faults(packs=two) == [("packs",)]


def test_prices_and_barcodes_belong_to_units_of_the_item() -> None:
    assert faults(prices=(LevelPriceDraft(1, Decimal(1), 9),)) == [("prices", 0, "unit_id")]
    assert faults(barcodes=(BarcodeDraft("123", 9),)) == [("barcodes", 0, "unit_id")]


RED, BLUE = AxisValue("R", "红"), AxisValue("B", "蓝")
SMALL, LARGE = AxisValue("S", "S"), AxisValue("L", "L")


def test_two_colours_and_two_sizes_are_four_variants() -> None:
    combinations = rules.matrix([Axis("颜色", (RED, BLUE)), Axis("尺码", (SMALL, LARGE))])

    assert [tuple(v.name for _, v in c) for c in combinations] == [("红", "S"), ("红", "L"), ("蓝", "S"), ("蓝", "L")]


def test_a_combination_is_the_same_in_whatever_order_its_axes_come() -> None:
    assert rules.variant_key([("颜色", "红"), ("尺码", "S")]) == rules.variant_key([("尺码", "S"), ("颜色", "红")])


def test_a_matrix_of_thousands_is_refused() -> None:
    many = tuple(AxisValue(str(i), str(i)) for i in range(30))
    with pytest.raises(MatrixTooLarge):
        rules.matrix([Axis("a", many), Axis("b", many)])


@pytest.mark.parametrize(
    "axes", [[], [Axis("颜色", ())], [Axis("颜色", (RED, RED))], [Axis("c", (RED,)), Axis("c", (BLUE,))]]
)
def test_a_matrix_needs_axes_with_distinct_values(axes: list[Axis]) -> None:
    with pytest.raises(InvalidInput):
        rules.matrix(axes)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0...", "image/jpeg"),
        (b"GIF89a...", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
    ],
)
def test_a_picture_is_known_by_its_content(content: bytes, media_type: str) -> None:
    assert rules.picture_type(content) == media_type


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"<html>", b"MZ\x90", b"%PDF-1.7"])
def test_what_is_no_picture_is_refused_whatever_it_calls_itself(content: bytes) -> None:
    with pytest.raises(PictureRefused):
        rules.picture_type(content)


def test_a_picture_over_two_megabytes_is_refused() -> None:
    with pytest.raises(PictureRefused, match="2 MB"):
        rules.picture_type(b"\xff\xd8\xff" + b"0" * rules.PICTURE_BYTES_MAX)
