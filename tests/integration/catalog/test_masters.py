"""Units, categories, tax codes, price levels."""

import datetime as dt
from decimal import Decimal

import pytest

from heliu.catalog import queries, services
from heliu.catalog.drafts import CategoryDraft, PriceLevelDraft, TaxCodeDraft, UnitDraft
from heliu.catalog.errors import CircularCategory, FixedAfterCreation
from heliu.catalog.models import ItemCategory, TaxCode
from heliu.catalog.queries import ItemFilter
from heliu.core.currency import UnknownCurrency
from heliu.core.errors import DuplicateCode, InvalidInput, StaleVersion
from heliu.core.master_lists import PageRequest
from tests.support.masters import Shop, shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Shop:
    return shop()


def test_a_chinese_company_starts_with_the_rates_of_the_vat_law(here: Shop) -> None:
    rates = {row["code"]: row["rate"] for row in queries.list_tax_codes(here.scope)["items"]}

    assert rates == {
        "VAT13": "0.13", "VAT9": "0.09", "VAT6": "0.06", "VAT3": "0.03", "VAT1": "0.01", "VAT0": "0", "EXEMPT": "0",
        "NOTAX": "0",
    }  # fmt: skip


def test_defaults_installed_again_change_nothing_and_add_a_second_country(here: Shop) -> None:
    services.install_defaults(here.scope)
    assert queries.list_units(here.scope)["total"] == 20
    services.install_defaults(here.scope, countries=["CN", "GB"])

    assert TaxCode.objects.filter(company=here.company).count() == 12
    assert TaxCode.objects.get(company=here.company, code="GB20").rate == Decimal("0.2")


def test_a_rate_never_changes_under_the_documents_that_used_it(here: Shop) -> None:
    draft = TaxCodeDraft(code="VAT13", name="增值税 12%", rate=Decimal("0.12"))

    with pytest.raises(FixedAfterCreation):
        services.update_tax_code(here.scope, here.tax("VAT13"), draft, version=1)

    assert TaxCode.objects.get(id=here.tax("VAT13")).rate == Decimal("0.13")


def test_a_tax_code_can_be_ended(here: Shop) -> None:
    end = dt.date(2027, 12, 31)
    draft = TaxCodeDraft(code="VAT13", name="增值税 13%", rate=Decimal("0.13"), valid_to=end)

    assert services.update_tax_code(here.scope, here.tax("VAT13"), draft, version=1) == 2
    assert TaxCode.objects.get(id=here.tax("VAT13")).valid_to == end


@pytest.mark.parametrize(
    "draft",
    [
        TaxCodeDraft(code="X", name="x", rate=Decimal("13")),
        TaxCodeDraft(code="X", name="x", rate=Decimal("0.1"), kind="exempt"),
        TaxCodeDraft(code="X", name="x", rate=Decimal("0.1"), kind="made up"),
        TaxCodeDraft(code="", name="x", rate=Decimal("0.1")),
        TaxCodeDraft(code="X", name="x", rate=Decimal("0.1"), country="cn"),
        TaxCodeDraft(
            code="X", name="x", rate=Decimal("0.1"), valid_from=dt.date(2026, 2, 1), valid_to=dt.date(2026, 1, 1)
        ),
    ],
)
def test_an_impossible_tax_code_is_refused(here: Shop, draft: TaxCodeDraft) -> None:
    with pytest.raises(InvalidInput):
        services.create_tax_code(here.scope, draft)

    assert not TaxCode.objects.filter(company=here.company, code="X").exists()


def test_decimals_of_a_unit_only_grow(here: Shop) -> None:
    kilogram = here.unit("千克")
    services.update_unit(here.scope, kilogram, UnitDraft(code="KG", name="千克", decimals=4), version=1)

    with pytest.raises(FixedAfterCreation):
        services.update_unit(here.scope, kilogram, UnitDraft(code="KG", name="千克", decimals=2), version=2)


def test_a_code_exists_once_and_a_stale_version_is_told(here: Shop) -> None:
    with pytest.raises(DuplicateCode, match="Unit PCS"):
        services.create_unit(here.scope, UnitDraft(code="PCS", name="件件"))
    with pytest.raises(StaleVersion):
        services.update_unit(here.scope, here.unit("件"), UnitDraft(code="PCS", name="件件"), version=9)


def test_a_price_level_has_a_real_currency_and_keeps_its_code(here: Shop) -> None:
    with pytest.raises(UnknownCurrency):
        services.create_price_level(here.scope, PriceLevelDraft(code="EXPORT", name="出口价", currency="XAU"))
    with pytest.raises(FixedAfterCreation):
        services.update_price_level(here.scope, here.level("RETAIL"), PriceLevelDraft(code="R", name="零售"), version=1)


def tree(here: Shop) -> tuple[int, int, int]:
    food = services.create_category(here.scope, CategoryDraft(code="F", name="食品"))
    drinks = services.create_category(here.scope, CategoryDraft(code="D", name="饮料", parent_id=food))
    tea = services.create_category(here.scope, CategoryDraft(code="T", name="茶", parent_id=drinks))
    return food, drinks, tea


def test_a_category_shows_everything_below_it(here: Shop) -> None:
    food, _, tea = tree(here)
    here.item("A1", category_id=tea)
    here.item("A2")

    assert [
        i["code"] for i in queries.list_items(here.scope, PageRequest(), ItemFilter(category_id=food))["items"]
    ] == ["A1"]
    assert [(r["name"], r["depth"], r["item_count"]) for r in queries.category_tree(here.scope)["items"]] == [
        ("食品", 0, 0), ("饮料", 1, 0), ("茶", 2, 1),
    ]  # fmt: skip


def test_a_moved_category_takes_what_is_below_along(here: Shop) -> None:
    food, drinks, tea = tree(here)
    services.update_category(here.scope, drinks, CategoryDraft(code="D", name="饮料"), version=1)

    assert ItemCategory.objects.get(id=tea).path == f"/{drinks}/{tea}/"
    assert ItemCategory.objects.get(id=food).path == f"/{food}/"


def test_a_category_never_ends_up_below_itself(here: Shop) -> None:
    food, _, tea = tree(here)

    with pytest.raises(CircularCategory):
        services.update_category(here.scope, food, CategoryDraft(code="F", name="食品", parent_id=tea), version=1)

    assert ItemCategory.objects.get(id=food).path == f"/{food}/"
