"""One way to write: all or nothing, hooks after the commit only, whatever happens inside."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from heliu.core.ids import next_id
from heliu.core.models import Counter
from heliu.core.transactions import business_transaction, writing

pytestmark = pytest.mark.django_db(transaction=True)


class Refused(Exception):
    pass


def count(name: str) -> None:
    Counter.objects.create(id=next_id(), company_id=1, sequence=name, period="", value=1)


def stored() -> set[str]:
    return set(Counter.objects.filter(company_id=1).values_list("sequence", flat=True))


def is_idle() -> bool:
    return not connection.in_atomic_block and connection.get_autocommit() and not connection.needs_rollback


@pytest.fixture
def told() -> list[str]:
    return []


def test_what_is_written_stays_and_hooks_run_after_it_stays(told: list[str]) -> None:
    with writing():
        count("a")
        transaction.on_commit(lambda: told.append(f"{sorted(stored())} {is_idle()}"))
        assert told == []

    assert (stored(), told) == ({"a"}, ["['a'] True"])


def test_an_error_takes_everything_back_and_its_hooks(told: list[str]) -> None:
    @business_transaction
    def refused() -> None:
        count("a")
        transaction.on_commit(lambda: told.append("never"))
        raise Refused

    with pytest.raises(Refused):
        refused()

    assert (stored(), told, is_idle()) == (set(), [], True)
    with writing():
        count("b")
    assert (stored(), told) == ({"b"}, [])


def test_an_inner_use_case_joins_the_outer_one(told: list[str]) -> None:
    @business_transaction
    def inner() -> None:
        count("inner")
        transaction.on_commit(lambda: told.append("inner"))

    @business_transaction
    def refused() -> None:
        inner()
        raise Refused

    with pytest.raises(Refused):
        refused()
    assert (stored(), told) == (set(), [])

    with writing():
        inner()
        assert told == []
    assert (stored(), told) == ({"inner"}, ["inner"])


def test_a_savepoint_inside_can_be_taken_back_alone(told: list[str]) -> None:
    def inner() -> None:
        with transaction.atomic():
            count("inner")
            transaction.on_commit(lambda: told.append("inner"))
            raise Refused

    with writing():
        count("outer")
        with pytest.raises(Refused):
            inner()
        transaction.on_commit(lambda: told.append("outer"))

    assert (stored(), told) == ({"outer"}, ["outer"])


def test_a_block_without_savepoint_that_fails_takes_the_whole_back() -> None:
    with writing():
        count("outer")
        with pytest.raises(Refused), transaction.atomic(savepoint=False):
            raise Refused
        with pytest.raises(transaction.TransactionManagementError):
            count("late")

    assert (stored(), is_idle()) == (set(), True)


@pytest.mark.parametrize("demand", [lambda: transaction.set_rollback(True), lambda: connection.close()])
def test_a_transaction_told_to_end_without_keeping_keeps_nothing(demand: Callable[[], None]) -> None:
    with writing():
        count("a")
        demand()

    assert (stored(), is_idle()) == (set(), True)
    with writing():
        count("b")
    assert stored() == {"b"}


def test_nobody_commits_in_the_middle() -> None:
    with writing():
        count("a")
        with pytest.raises(transaction.TransactionManagementError):
            transaction.commit()

    assert stored() == {"a"}


@pytest.mark.engine("sqlite")
def test_a_commit_that_fails_leaves_nothing_and_the_connection_usable() -> None:
    @business_transaction
    def dangling() -> None:
        count("a")
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            cursor.execute("INSERT INTO stock_warehouse VALUES (1, 'X', 'X', '', 0, 1, 1, 99)")

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        dangling()

    assert (stored(), is_idle()) == (set(), True)
    with writing():
        count("b")
    assert stored() == {"b"}
