"""Posting remembers its setup; whoever changes it, the next posting sees it."""

from decimal import Decimal

import pytest
from django.db import connection, transaction

from heliu.catalog.models import Item, ItemCategory
from heliu.core import gateway
from heliu.parties.models import Party, PartyGroup
from heliu.posting.errors import InsufficientStock, UnknownReference
from heliu.posting.setup import Setup, load_setup
from heliu.stock.models import Warehouse
from tests.support.trading import Trading, trading

pytestmark = pytest.mark.django_db


def remembered(made: Trading) -> Setup:
    with gateway.cursor() as cur:
        return load_setup(cur, made.scope.company_id)


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_posting_reads_again_only_what_changed() -> None:
    made = trading()
    made.receive("A", "10", "100")
    known = remembered(made)

    made.ship("A", "1")
    sql("UPDATE catalog_item SET name = name")

    assert remembered(made) is known
    assert set(known.masters.items) == {made.item("A")}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE catalog_item SET name = 'new'",
        "UPDATE catalog_item SET code = 'new'",
        "UPDATE catalog_item SET costing_method = 'fifo'",
        "UPDATE stock_warehouse SET allow_negative = (1 = 1)",
        "UPDATE stock_location SET kind = 'storage' WHERE kind = 'loss'",
        "UPDATE stock_valuationbook SET cost_formula = 'fifo'",
        "UPDATE ledger_ledger SET reversal_style = 'flip'",
        "UPDATE ledger_account SET party_required = (1 = 1) WHERE code = '6401'",
        "UPDATE ledger_period SET state = 'closed'",
        "UPDATE posting_accountrule SET key = 'X' WHERE key = 'COGS'",
        "DELETE FROM posting_accountrule WHERE key = 'COGS'",
        "DELETE FROM posting_ledgervaluation",
    ],
)
def test_a_change_behind_the_services_is_seen(change: str) -> None:
    made = trading()
    made.receive("A", "10", "100")
    known = remembered(made)

    sql(change)

    assert remembered(made) is not known


def test_what_posting_does_not_read_changes_nothing() -> None:
    made = trading()
    made.receive("A", "10", "100")
    known = remembered(made)

    sql("UPDATE catalog_item SET name_en = 'pot', version = version + 1")
    sql("UPDATE parties_party SET name = 'new'")
    sql("UPDATE stock_warehouse SET name = 'new'")
    made.item("B")

    assert remembered(made) is known


def test_companies_do_not_disturb_each_other() -> None:
    made, other = trading(), trading(code="T2")
    known = remembered(made)

    other.receive("A", "1", "1")
    Item.objects.filter(company_id=other.scope.company_id).update(name="new")

    assert remembered(made) is known


def test_a_new_name_stands_in_the_next_refusal() -> None:
    made = trading()
    made.receive("A", "1", "1")
    with pytest.raises(InsufficientStock, match=Item.objects.get().name):
        made.ship("A", "2")

    Item.objects.update(name="渝新欧茶壶")

    with pytest.raises(InsufficientStock, match="渝新欧茶壶"):
        made.ship("A", "2")


def test_a_warehouse_that_may_go_negative_may_at_once_and_only_as_long() -> None:
    made = trading()
    made.receive("A", "1", "1")
    Warehouse.objects.update(allow_negative=True)
    made.ship("A", "2")
    assert made.on_hand("A") == Decimal(-1)

    Warehouse.objects.update(allow_negative=False)

    with pytest.raises(InsufficientStock):
        made.ship("A", "1")
    assert made.on_hand("A") == Decimal(-1)


def test_a_party_and_an_item_that_change_group_are_booked_by_the_new_one() -> None:
    made = trading()
    made.receive("A", "1", "1")
    company = made.scope.company_id
    group = PartyGroup.objects.create(company_id=company, code="G", name="group")
    category = ItemCategory.objects.create(company_id=company, code="C", name="category")

    Party.objects.filter(id=made.supplier).update(supplier_group=group)
    Item.objects.update(category=category)
    made.receive("A", "1", "1")

    known = remembered(made).masters
    assert known.party_groups[made.supplier][1] == group.id
    assert known.items[made.item("A")].category_id == category.id


def test_what_a_transaction_read_that_was_rolled_back_is_forgotten() -> None:
    made = trading()
    made.receive("A", "1", "1")
    name = Item.objects.get().name

    with transaction.atomic():
        Item.objects.update(name="never")
        made.receive("A", "1", "1")
        assert remembered(made).masters.items[made.item("A")].name == "never"
        transaction.set_rollback(True)
    made.receive("A", "1", "1")

    assert remembered(made).masters.items[made.item("A")].name == name


def test_an_item_that_was_removed_is_unknown_again() -> None:
    made = trading()
    item = made.item("A")
    with pytest.raises(InsufficientStock):
        made.ship("A", "1")

    for table in ("catalog_itemterm", "stock_stockbalance", "stock_coststate"):
        sql(f"DELETE FROM {table} WHERE item_id = %s", item)
    sql("DELETE FROM catalog_item WHERE id = %s", item)

    with pytest.raises(UnknownReference):
        made.ship("A", "1")
