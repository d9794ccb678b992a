"""Posting remembers masters; whoever changes one, the next posting sees it."""

from decimal import Decimal

import pytest
from django.db import connection, transaction

from heliu.catalog.models import Item, ItemCategory
from heliu.core import gateway
from heliu.parties.models import Party, PartyGroup
from heliu.posting.config import ask_setup, setup_of
from heliu.posting.errors import InsufficientStock, UnknownReference
from heliu.posting.masters import Masters
from heliu.stock.models import Warehouse
from tests.support.trading import DAY, Trading, trading

pytestmark = pytest.mark.django_db


def remembered(made: Trading) -> Masters:
    with gateway.cursor() as cur:
        answer = ask_setup(cur, made.scope.company_id, {DAY})
        return setup_of(cur, made.scope.company_id, answer()).masters


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_posting_reads_again_only_what_changed() -> None:
    made = trading()
    made.receive("A", "10", "100")
    known = remembered(made)

    made.ship("A", "1")
    sql("UPDATE catalog_item SET name = name, version = version + 1")

    assert remembered(made) is known
    assert set(known.items) == {made.item("A")}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE catalog_item SET name = 'new'",
        "UPDATE catalog_item SET code = 'new'",
        "UPDATE catalog_item SET costing_method = 'fifo'",
        "UPDATE stock_warehouse SET allow_negative = (1 = 1)",
        "UPDATE stock_location SET warehouse_id = NULL WHERE kind = 'transit'",
    ],
)
def test_a_change_behind_the_services_is_seen(change: str) -> None:
    made = trading()
    made.receive("A", "10", "100")
    known = remembered(made)

    sql(change)

    assert remembered(made) is not known


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

    known = remembered(made)
    assert known.party_groups[made.supplier][1] == group.id
    assert known.items[made.item("A")].category_id == category.id


def test_what_a_transaction_read_that_was_rolled_back_is_forgotten() -> None:
    made = trading()
    made.receive("A", "1", "1")
    name = Item.objects.get().name

    with transaction.atomic():
        Item.objects.update(name="never")
        made.receive("A", "1", "1")
        assert remembered(made).items[made.item("A")].name == "never"
        transaction.set_rollback(True)
    made.receive("A", "1", "1")

    assert remembered(made).items[made.item("A")].name == name


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
