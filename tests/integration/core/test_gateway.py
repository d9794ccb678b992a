"""Set-based SQL from model metadata: what goes in comes out, on both engines, in one statement or thousands of rows."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from heliu.core import clock, gateway, numbering
from heliu.core.ids import next_id, next_ids
from heliu.core.models import AuditRecord, Counter
from heliu.ledger.models import Entry
from heliu.posting.models import PostedFact
from heliu.stock.models import StockBalance, StockMove
from tests.support.trading import trading

pytestmark = pytest.mark.django_db

COLUMNS = ("id", "company_id", "sequence", "period", "value")


def counters(company: int) -> dict[str, int]:
    return dict(Counter.objects.filter(company_id=company).values_list("sequence", "value"))


@pytest.mark.parametrize("count", [1, 15, 16, 2500])
def test_rows_are_inserted_whatever_their_number(count: int) -> None:
    rows = [(i, 1, f"s{n}", "", n) for n, i in enumerate(next_ids(count))]
    with gateway.cursor() as cur:
        gateway.insert(cur, Counter, COLUMNS, rows)
        gateway.insert(cur, Counter, COLUMNS, [])
    assert counters(1) == {f"s{n}": n for n in range(count)}


@pytest.mark.parametrize(
    "text", ["plain", "引号\"'", "back\\slash", "\\N", "\\.", "{curly, brace}", "NULL", "", " ", "tab\tnew\nline"]
)
@pytest.mark.parametrize("others", [0, 500])
def test_text_arrives_as_it_was(text: str, others: int) -> None:
    more = [(next_id(), 3, f"{text}{n}", "p", n) for n in range(others)]
    with gateway.cursor() as cur:
        gateway.insert(cur, Counter, COLUMNS, [(next_id(), 1, text, "p", 1), (next_id(), 2, text, "p", 2), *more])
        found = gateway.fetch(
            cur,
            f"SELECT sequence, value FROM core_counter WHERE {gateway.in_list('sequence')} ORDER BY value",
            (gateway.list_param([text, "other"]),),
        )
    assert found == [(text, 1), (text, 2)]
    assert set(counters(3)) == {f"{text}{n}" for n in range(others)}


def test_dates_moments_and_nothing_arrive_as_the_orm_reads_them() -> None:
    now = clock.now()
    names = [f.attname for f in AuditRecord._meta.concrete_fields]
    assert {"at", "before", "after"} <= set(names)
    company = trading()
    company.receive("A", "1", "1", day=dt.date(2026, 3, 9))
    move = StockMove.objects.get()
    assert (move.business_date, move.lot_id, move.reverses_id) == (dt.date(2026, 3, 9), None, None)
    assert now <= move.posted_at <= clock.now()
    assert move.posted_at.tzinfo is not None


def test_updates_touch_only_their_keys() -> None:
    ids = next_ids(20)
    with gateway.cursor() as cur:
        gateway.insert(cur, Counter, COLUMNS, [(i, 1, f"s{n}", "", 0) for n, i in enumerate(ids)])
        gateway.update(cur, Counter, keys=("id",), sets=("value",), rows=[(n + 1, i) for n, i in enumerate(ids[:18])])
        gateway.update(cur, Counter, keys=("company_id", "sequence"), sets=("value",), rows=[(99, 1, "s19")])
    assert counters(1) == {**{f"s{n}": n + 1 for n in range(18)}, "s18": 0, "s19": 99}


def test_an_upsert_adds_and_keeps_what_only_new_rows_need() -> None:
    first, second, third = next_ids(3)
    with gateway.cursor() as cur:
        for rows in ([(1, "a", "", 5, first)], [(1, "a", "", 7, second), (1, "b", "", -2, third)]):
            gateway.add(
                cur, Counter, keys=("company_id", "sequence", "period"), adds=("value",), extra=("id",), rows=rows
            )
    assert counters(1) == {"a": 12, "b": -2}
    assert sorted(Counter.objects.filter(company_id=1).values_list("id", flat=True)) == [first, third]


def test_lists_of_any_length_are_one_parameter() -> None:
    ids = next_ids(3000)
    with gateway.cursor() as cur:
        gateway.insert(cur, Counter, COLUMNS, [(i, 1, str(i), "", 1) for i in ids])
        sql = f"SELECT COUNT(*) FROM core_counter WHERE {gateway.in_list('id')}"
        assert gateway.fetch(cur, sql, (gateway.list_param(ids),)) == [(3000,)]
        assert gateway.fetch(cur, sql, (gateway.list_param([]),)) == [(0,)]


@pytest.mark.parametrize("count", [0, 1, 3, 8, 16, 17, 2500])
def test_values_asked_for_are_found_whatever_their_number(count: int) -> None:
    ids = next_ids(count + 1)
    with gateway.cursor() as cur:
        gateway.insert(cur, Counter, COLUMNS, [(i, 1, f"s{i}", "", 1) for i in ids])
        wanted, params = gateway.among("id", ids[:count])
        found = gateway.fetch(
            cur, f"SELECT id FROM core_counter WHERE company_id = %s AND {wanted} ORDER BY id", (1, *params)
        )
    assert [row[0] for row in found] == ids[:count]


@pytest.mark.parametrize("microsecond", [0, 7, 999_999])
def test_moments_written_as_text_are_read_as_the_same_moment(microsecond: int) -> None:
    here = dt.datetime(2026, 3, 9, 1, 2, 3, microsecond, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    with clock.frozen(here):
        trading().receive("A", "1", "1")
    assert PostedFact.objects.get().posted_at == here
    assert StockMove.objects.get().posted_at == here
    assert Entry.objects.get().posted_at == here


def test_errors_are_those_of_django() -> None:
    row = (next_id(), 1, "same", "", 1)
    with pytest.raises(IntegrityError), transaction.atomic(), gateway.cursor() as cur:
        gateway.insert(cur, Counter, COLUMNS, [row, row])
    assert counters(1) == {}


def test_the_database_itself_keeps_stock_from_going_below_zero() -> None:
    company = trading()
    company.receive("A", "1", "1")
    balance = StockBalance.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic(), gateway.cursor() as cur:
        gateway.update(cur, StockBalance, keys=("id",), sets=("on_hand",), rows=[(-1, balance.id)])
    assert StockBalance.objects.get().on_hand == 1


def test_numbers_follow_each_other_and_a_rollback_gives_them_back() -> None:
    with gateway.cursor() as cur:
        assert numbering.take(cur, company_id=1, sequence="x", period="202603") == 1
        assert numbering.take(cur, company_id=1, sequence="x", period="202603", count=5) == 2
        assert numbering.take(cur, company_id=1, sequence="x", period="202604") == 1
        assert numbering.take(cur, company_id=2, sequence="x", period="202603") == 1
    with transaction.atomic():
        with gateway.cursor() as cur:
            assert numbering.take(cur, company_id=1, sequence="x", period="202603", count=10) == 7
        transaction.set_rollback(True)
    with gateway.cursor() as cur:
        assert numbering.take(cur, company_id=1, sequence="x", period="202603") == 7
