"""Posted rows refuse change and deletion by raw SQL on both engines, in both books."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from heliu.core import clock, gateway
from heliu.core.ids import next_id
from heliu.ledger.models import Entry, EntryLine, EntrySeal, OpenItem, Period, Settlement
from heliu.posting.models import NoEffect, PostedFact
from heliu.stock.models import Location, StockMove, StockValue, ValuationBook
from tests.support.money_book import ENTRY_COLUMNS, LINE_COLUMNS, MoneyBook, Side, money_book, sell

pytestmark = pytest.mark.django_db


def _item(book: MoneyBook) -> int:
    from heliu.catalog.models import Item, Unit

    company = book.scope.company_id
    unit = Unit.objects.create(company_id=company, code="U", name="unit")
    stamps = {"created_at": clock.now(), "updated_at": clock.now()}
    return int(Item.objects.create(company_id=company, code="I1", name="item", base_unit=unit, **stamps).id)


def _fill_every_table(book: MoneyBook) -> None:
    company, now = book.scope.company_id, clock.now()
    entry_id = sell(book, "2026-03-05")
    EntrySeal.objects.create(company_id=company, entry_id=entry_id, sequence=1, previous_hash="", hash="a")
    open_item = OpenItem.objects.create(
        company_id=company, ledger_id=book.ledger_id, kind="AR", account_id=book.accounts["1122"], currency="CNY",
        business_date="2026-03-05", due_date="2026-03-05", origin_kind="sales_invoice", origin_id=1, origin_key=1,
        amount=1, open_amount=1, amount_txn=1, open_txn=1, fact_id=1,
    )  # fmt: skip
    Settlement.objects.create(
        company_id=company, open_item=open_item, fact_id=1, business_date="2026-03-05", amount=-1, amount_txn=-1
    )
    fact = PostedFact.objects.create(
        company_id=company, key="k", kind="MANUAL", origin_kind="x", origin_id=1, business_date="2026-03-05",
        posted_at=now, posted_by_id=1, payload="{}",
    )  # fmt: skip
    NoEffect.objects.create(company_id=company, ledger_id=book.ledger_id, fact=fact)
    item = _item(book)
    places = {place.code: place.id for place in Location.objects.filter(company_id=company)}
    move = StockMove.objects.create(
        company_id=company, item_id=item, from_location_id=places["@SUPPLIER"], to_location_id=places["WH01"],
        quantity=1, business_date="2026-03-05", posted_at=now, origin_kind="x", origin_id=1, origin_line_id=1,
        fact_id=1,
    )  # fmt: skip
    StockValue.objects.create(
        company_id=company, book=ValuationBook.objects.get(company_id=company), item_id=item, move=move, kind="move",
        quantity=1, amount=1, contra_key="GRIR", business_date="2026-03-05", fact_id=1,
    )  # fmt: skip


POSTED = [Entry, EntryLine, EntrySeal, Settlement, StockMove, StockValue, PostedFact, NoEffect]


@pytest.mark.parametrize("model", POSTED, ids=lambda m: m._meta.db_table)
def test_the_database_refuses_to_change_or_delete_a_posted_row(model: type) -> None:
    _fill_every_table(money_book())
    table = model._meta.db_table
    before = list(model.objects.values().order_by("id"))
    assert before

    for statement in (f"UPDATE {table} SET company_id = company_id", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert list(model.objects.values().order_by("id")) == before


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("model", POSTED, ids=lambda m: m._meta.db_table)
def test_a_posted_row_is_not_replaced_by_an_insert_either(model: type) -> None:
    _fill_every_table(money_book())
    table = model._meta.db_table
    before = list(model.objects.values().order_by("id"))

    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")

    assert list(model.objects.values().order_by("id")) == before


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize("model", POSTED, ids=lambda m: m._meta.db_table)
def test_the_server_refuses_to_empty_a_table_of_posted_rows(model: type) -> None:
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.engine("postgresql")
def test_the_server_refuses_an_entry_whose_debits_and_credits_differ() -> None:
    book = money_book()

    with pytest.raises(IntegrityError, match="debits and credits differ"), transaction.atomic():
        book.enter("2026-03-05", Side("1002", "10"), Side("6001", "-9.9999"))

    assert Entry.objects.count() == 0


@pytest.mark.engine("postgresql")
def test_the_server_refuses_a_line_added_to_a_balanced_entry_later() -> None:
    book = money_book()
    entry_id = sell(book, "2026-03-05")
    row = dict(EntryLine.objects.filter(entry_id=entry_id).values(*LINE_COLUMNS)[0])
    row |= {"id": next_id(), "line_no": 9, "debit": 10_000, "credit": 0, "amount_txn": 10_000, "rate": 1, "quantity": 0}

    refused = pytest.raises(IntegrityError, match="debits and credits differ")
    with refused, transaction.atomic(), gateway.cursor() as cur:
        gateway.insert(cur, EntryLine, LINE_COLUMNS, [tuple(row.values())])

    assert EntryLine.objects.filter(entry_id=entry_id).count() == 3


def _refused(book: MoneyBook, **changes: object) -> None:
    row = dict(zip(ENTRY_COLUMNS, Entry.objects.values_list(*ENTRY_COLUMNS)[0], strict=True))
    row |= {"id": next_id(), "number": 900, **changes}
    with pytest.raises(DatabaseError, match="period is closed or not its own"), transaction.atomic():  # noqa: SIM117
        with gateway.cursor() as cur:
            gateway.insert(cur, Entry, ENTRY_COLUMNS, [tuple(row.values())])
    assert Entry.objects.count() == 1


def test_nothing_enters_a_closed_period() -> None:
    book = money_book()
    sell(book, "2026-03-05")
    Period.objects.filter(ledger_id=book.ledger_id, code=202604).update(state="closed")

    _refused(book, period_id=book.periods[202604], business_date="2026-04-01")


def test_an_entry_lies_in_the_period_of_its_own_date() -> None:
    book = money_book()
    sell(book, "2026-03-05")

    _refused(book, period_id=book.periods[202604])


def test_an_entry_lies_in_a_period_of_its_own_ledger() -> None:
    book = money_book()
    sell(book, "2026-03-05")
    other = money_book(code="T2")

    _refused(book, period_id=other.periods[202603])


def test_a_soft_closed_period_still_takes_entries() -> None:
    book = money_book()
    Period.objects.filter(ledger_id=book.ledger_id, code=202603).update(state="soft_closed")

    sell(book, "2026-03-05")

    assert Entry.objects.count() == 1
