"""Closing months: in order, against a check list, taken back only by a second person."""

import dataclasses

import pytest

from heliu.core.errors import Forbidden, IllegalTransition, InvalidInput
from heliu.core.models import AuditRecord
from heliu.core.scope import Scope
from heliu.ledger import closing
from heliu.ledger.errors import PeriodNotReady, PeriodOutOfOrder, SecondPersonRequired
from heliu.ledger.models import Period
from heliu.ledger.rules.periods import Finding, Severity
from heliu.ledger.services import check_list, close, open_again, reopen, soft_close
from tests.support.money_book import MoneyBook, Side, money_book, sell
from tests.support.tampering import tamper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_own_checks():
    before = closing.installed()
    closing.install(())
    yield
    closing.install(before)


def _other_person(book: MoneyBook) -> Scope:
    return dataclasses.replace(book.scope, user_id=book.scope.user_id + 1)


def _state(book: MoneyBook, code: int) -> str:
    return Period.objects.get(ledger_id=book.ledger_id, code=code).state


def test_a_month_is_closed_with_who_and_when() -> None:
    book = money_book()

    period = close(book.scope, book.periods[202601])

    assert (period.state, period.closed_by_id) == ("closed", book.scope.user_id)
    assert period.closed_at is not None
    assert AuditRecord.objects.get(noun="period").after == {"state": "closed"}


def test_months_are_closed_in_order() -> None:
    book = money_book()

    with pytest.raises(PeriodOutOfOrder, match="202601"):
        close(book.scope, book.periods[202602])

    assert _state(book, 202602) == "open"


def test_a_soft_close_is_taken_back_by_anybody_who_may_close() -> None:
    book = money_book()

    soft_close(book.scope, book.periods[202601])
    assert _state(book, 202601) == "soft_closed"
    open_again(book.scope, book.periods[202601])

    assert _state(book, 202601) == "open"


def test_who_closed_a_month_cannot_reopen_it_a_second_person_can() -> None:
    book = money_book()
    close(book.scope, book.periods[202601])

    with pytest.raises(SecondPersonRequired):
        reopen(book.scope, book.periods[202601], reason="漏记运费")
    assert _state(book, 202601) == "closed"
    reopen(_other_person(book), book.periods[202601], reason="漏记运费")

    assert _state(book, 202601) == "soft_closed"
    assert AuditRecord.objects.get(noun="period", action="reopen").reason == "漏记运费"


def test_only_the_last_closed_month_is_reopened() -> None:
    book = money_book()
    close(book.scope, book.periods[202601])
    close(book.scope, book.periods[202602])

    with pytest.raises(PeriodOutOfOrder, match="202602"):
        reopen(_other_person(book), book.periods[202601], reason="x")


def test_reopening_needs_a_reason() -> None:
    book = money_book()
    close(book.scope, book.periods[202601])

    with pytest.raises(InvalidInput):
        reopen(_other_person(book), book.periods[202601], reason="  ")


def test_an_open_month_cannot_be_reopened() -> None:
    book = money_book()

    with pytest.raises(IllegalTransition):
        reopen(_other_person(book), book.periods[202601], reason="x")


def test_profit_not_transferred_warns_and_may_be_accepted() -> None:
    book = money_book()
    sell(book, "2026-01-10")

    with pytest.raises(PeriodNotReady, match="Profit and loss"):
        close(book.scope, book.periods[202601])
    close(book.scope, book.periods[202601], accept_warnings=True)

    assert _state(book, 202601) == "closed"


def test_transferred_profit_no_longer_stands_against_closing() -> None:
    book = money_book()
    sell(book, "2026-01-10", "113", "100")
    book.enter("2026-01-31", Side("6001", "100"), Side("4103", "-100"), kind="closing")

    assert [f.check for f in check_list(book.scope, book.periods[202601]) if not f.ok] == []


def test_a_gap_in_the_voucher_numbers_cannot_be_accepted() -> None:
    book = money_book()
    entry = sell(book, "2026-01-10")
    tamper("UPDATE ledger_entry SET number = 2 WHERE id = %s", entry)

    with pytest.raises(PeriodNotReady, match="Voucher numbers"):
        close(book.scope, book.periods[202601], accept_warnings=True)

    assert _state(book, 202601) == "open"


def test_a_check_of_a_room_above_stands_against_closing() -> None:
    book = money_book()
    closing.install([lambda scope, period: Finding("drafts", "未过账单据", "Unposted documents", Severity.BLOCKING, 3)])

    with pytest.raises(PeriodNotReady, match="Unposted documents: 3"):
        close(book.scope, book.periods[202601], accept_warnings=True)


def test_closing_and_reopening_need_their_permissions() -> None:
    book = money_book()
    reader = Scope(book.scope.company_id, 3, permissions=frozenset({"ledger.period.read", "ledger.period.close"}))

    with pytest.raises(Forbidden):
        soft_close(dataclasses.replace(reader, permissions=frozenset()), book.periods[202601])
    close(reader, book.periods[202601])
    with pytest.raises(Forbidden):
        reopen(dataclasses.replace(reader, user_id=4), book.periods[202601], reason="x")

    assert _state(book, 202601) == "closed"
