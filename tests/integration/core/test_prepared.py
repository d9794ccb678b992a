"""A prepared query answers as the query it was built from, for any arguments."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db.models import QuerySet

from heliu.catalog.models import Item
from heliu.core.prepared import prepared
from tests.support.trading import trading

pytestmark = pytest.mark.django_db


@prepared
def _codes(company_id: int, ids: Sequence[int]) -> "QuerySet[Item, Any]":
    return (
        Item.objects.filter(company_id=company_id, id__in=ids, base_unit__decimals__gte=0)
        .order_by("code")
        .values_list("code", "sales_price")
    )


@prepared
def _items(ids: Sequence[int]) -> "QuerySet[Item, Item]":
    return Item.objects.filter(id__in=ids)


_NAMES = ("base_unit__name", "sales_price", "created_at", "code")


@prepared
def _prices(ids: Sequence[int]) -> "QuerySet[Item, Any]":
    return Item.objects.filter(id__in=ids).order_by("code").values(*_NAMES)


@prepared
def _first_of(ids: Sequence[int]) -> "QuerySet[Item, Item]":
    return Item.objects.filter(id=ids[0])


@prepared
def _all_but(ids: Sequence[int]) -> "QuerySet[Item, Item]":
    return Item.objects.all()


def test_lists_of_any_length_are_answered_by_one_statement() -> None:
    made = trading()
    ids = [made.item(code) for code in "ABCD"]
    company = made.scope.company_id

    for part in ([], ids[:1], ids[1:3], ids, [*ids, 7]):
        expected = (
            Item.objects.filter(company_id=company, id__in=part).order_by("code").values_list("code", "sales_price")
        )
        assert _codes(company, part) == list(expected)
    assert _codes(company + 1, ids) == []


def test_model_objects_come_whole() -> None:
    made = trading()
    item = made.item("A")

    assert [found.name for found in _items({item})] == [Item.objects.get(id=item).name]


def test_rows_of_values_come_by_name() -> None:
    made = trading()
    ids = [made.item(code) for code in "AB"]

    assert _prices(ids) == list(Item.objects.filter(id__in=ids).order_by("code").values(*_NAMES))


def test_a_list_stands_in_the_query_as_a_list_or_is_refused() -> None:
    with pytest.raises(TypeError, match="column__in=ids"):
        _first_of([1])
    with pytest.raises(TypeError, match="argument 1 does not stand in the query"):
        _all_but([1])
