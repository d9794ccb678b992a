"""Finding items by whatever a person remembers of them; the same answers on both engines."""

import pytest

from heliu.catalog import queries, services
from heliu.catalog.drafts import BarcodeDraft, PackDraft
from heliu.catalog.queries import ItemFilter
from heliu.core.errors import InvalidInput, NotFound
from heliu.core.master_lists import PageRequest
from tests.support.masters import Shop, shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Shop:
    place = shop()
    services.create_items(
        place.scope,
        [
            place.draft("CQ", "火锅底料"),
            place.draft("100", "重庆小面", specification="105g*5", barcodes=(BarcodeDraft("6901028001915"),)),
            place.draft("1001", "长城干红", helper_codes=("hj",), brand="长城"),
            place.draft("2100", "WHITE HANGING HEART T-LIGHT HOLDER"),
            place.draft("A_%", "100% 纯棉毛巾"),
        ],
    )
    return place


def found(here: Shop, q: str, wanted: ItemFilter = ItemFilter()) -> list[str]:
    ids = queries.search_item_ids(here.scope, q, wanted=wanted)
    codes = {int(i["id"]): i["code"] for i in queries.list_items(here.scope, PageRequest(limit=200))["items"]}
    return [codes[i] for i in ids]


@pytest.mark.parametrize(
    ("q", "codes"),
    [
        ("cq", ["CQ", "100"]),  # the code itself before the initials of 重庆
        ("zq", ["100"]),
        ("ccgh", ["1001"]),
        ("zcgh", ["1001"]),
        ("chongqing", ["100"]),
        ("qingxiao", ["100"]),
        ("小面", ["100"]),
        ("面", ["100"]),
        ("100", ["100", "1001", "A_%", "2100"]),  # exact, prefix of code or name, then inside
        ("6901028", ["100"]),
        ("6901028001915", ["100"]),
        ("105G", ["100"]),
        ("hj", ["1001"]),
        ("hanging", ["2100"]),
        ("heart white", ["2100"]),
        ("ＷＨＩＴＥ", ["2100"]),
        ("t-light", ["2100"]),
        ("%", ["A_%"]),
        ("a_%", ["A_%"]),
        ("长城 干红", ["1001"]),
        ('"quoted" OR', []),
        ("nothing", []),
        ("   ", []),
    ],
)
def test_best_match_first(here: Shop, q: str, codes: list[str]) -> None:
    assert found(here, q) == codes


def test_another_company_is_never_found(here: Shop) -> None:
    assert queries.search_item_ids(shop().scope, "重庆") == []


def test_filters_narrow_the_search(here: Shop) -> None:
    assert found(here, "100", ItemFilter(brand="长城")) == ["1001"]
    assert found(here, "100", ItemFilter(kind="service")) == []


def test_a_scanned_box_names_the_item_and_the_unit_of_the_box(here: Shop) -> None:
    box = here.unit("箱")
    here.item("P1", packs=(PackDraft(box, 12),), barcodes=(BarcodeDraft("036000291452", box),))

    scanned = queries.lookup_item(here.scope, "0036000291452")  # the same GTIN with a leading zero

    assert (scanned["item"]["code"], scanned["unit"]["name"], scanned["unit"]["numerator"]) == ("P1", "箱", "12")
    assert scanned["matched"] == "barcode"


def test_a_typed_code_names_its_item_whatever_the_case(here: Shop) -> None:
    assert queries.lookup_item(here.scope, "cq")["item"]["code"] == "CQ"
    assert queries.lookup_item(here.scope, "cq")["matched"] == "code"


def test_an_unknown_code_is_not_guessed(here: Shop) -> None:
    with pytest.raises(NotFound):
        queries.lookup_item(here.scope, "690102")


@pytest.mark.parametrize("sort", ["code", "-code", "name", "-updated_at"])
def test_pages_follow_each_other_without_gap_or_repeat(here: Shop, sort: str) -> None:
    whole = [i["code"] for i in queries.list_items(here.scope, PageRequest(sort=sort))["items"]]
    seen: list[str] = []
    cursor = ""
    for _ in range(3):
        page = queries.list_items(here.scope, PageRequest(sort=sort, cursor=cursor, limit=2))
        seen += [i["code"] for i in page["items"]]
        cursor = page["next_cursor"] or ""

    assert seen == whole
    assert len(seen) == 5
    assert cursor == ""


def test_search_results_have_pages_too(here: Shop) -> None:
    first = queries.list_items(here.scope, PageRequest(q="100", limit=3))
    second = queries.list_items(here.scope, PageRequest(q="100", limit=3, cursor=first["next_cursor"]))

    assert [i["code"] for i in first["items"] + second["items"]] == ["100", "1001", "A_%", "2100"]
    assert second["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["x", "bm90IGpzb24", "WzEsMiwzXQ", "W251bGwsIDFd", "WyJhXHUwMDAwIiwxXQ"])
def test_a_cursor_nobody_gave_out_is_refused(here: Shop, cursor: str) -> None:
    with pytest.raises(InvalidInput, match="next_cursor"):
        queries.list_items(here.scope, PageRequest(cursor=cursor))


def test_a_cursor_of_another_order_is_refused(here: Shop) -> None:
    cursor = queries.list_items(here.scope, PageRequest(sort="code", limit=2))["next_cursor"]
    with pytest.raises(InvalidInput, match="next_cursor"):
        queries.list_items(here.scope, PageRequest(sort="updated_at", cursor=cursor))


def test_an_unknown_order_is_refused(here: Shop) -> None:
    with pytest.raises(InvalidInput, match="one of code"):
        queries.list_items(here.scope, PageRequest(sort="purchase_price"))
