"""Keeping the chart: sub-accounts, names, switching off, and what refuses."""

import pytest

from heliu.core.errors import DuplicateCode, Forbidden, InvalidInput, NotFound, StaleVersion
from heliu.core.models import AuditRecord
from heliu.core.scope import Scope
from heliu.ledger.errors import AccountHasBalance, AccountInUse
from heliu.ledger.models import Account
from heliu.ledger.services import AccountDraft, create_account, delete_account, update_account
from heliu.posting.models import AccountRule
from tests.support.money_book import Side, money_book, sell

pytestmark = pytest.mark.django_db


def test_a_sub_account_continues_the_code_above_and_inherits_its_nature() -> None:
    book = money_book()

    account = create_account(
        book.scope, parent_id=book.accounts["6602"], code="6602.11", draft=AccountDraft("快递费", name_en="Courier")
    )

    parent = Account.objects.get(code="6602")
    assert (account.account_class, account.normal_side) == ("X", "D")
    assert account.statement_lines == parent.statement_lines
    assert AuditRecord.objects.get(noun="account", action="create").label == "6602.11"


def test_account_determination_follows_the_first_sub_account_of_a_bank() -> None:
    book = money_book()

    account = create_account(
        book.scope, parent_id=book.accounts["1002"], code="1002.01", draft=AccountDraft("工商银行", is_cash=True)
    )

    assert Account.objects.get(code="1002").is_leaf is False
    assert AccountRule.objects.get(ledger_id=book.ledger_id, key="CASH").account_id == account.id


def test_an_account_with_postings_gets_no_sub_account() -> None:
    book = money_book()
    book.enter("2026-01-05", Side("1002", "5"), Side("6301", "-5"))

    with pytest.raises(AccountHasBalance):
        create_account(book.scope, parent_id=book.accounts["1002"], code="1002.01", draft=AccountDraft("工商银行"))


@pytest.mark.parametrize("code", ["6602", "6603.11", "6602.", "6602.1.1", "6602.ab", "6602 11"])
def test_a_code_that_does_not_continue_the_one_above_is_refused(code: str) -> None:
    book = money_book()

    with pytest.raises(InvalidInput):
        create_account(book.scope, parent_id=book.accounts["6602"], code=code, draft=AccountDraft("x"))


def test_a_code_is_given_once() -> None:
    book = money_book()

    with pytest.raises(DuplicateCode):
        create_account(book.scope, parent_id=book.accounts["6602"], code="6602.01", draft=AccountDraft("x"))

    assert Account.objects.filter(code="6602.01").count() == 1


def test_a_name_changes_with_the_version_read() -> None:
    book = money_book()
    account_id = book.accounts["6602.02"]

    changed = update_account(book.scope, account_id, AccountDraft("办公用品"), version=1)
    with pytest.raises(StaleVersion):
        update_account(book.scope, account_id, AccountDraft("又一个名字"), version=1)

    assert (changed.name, changed.version) == ("办公用品", 2)
    assert Account.objects.get(id=account_id).name == "办公用品"


def test_an_account_with_a_balance_cannot_be_switched_off() -> None:
    book = money_book()
    book.enter("2026-01-05", Side("6602.02", "5"), Side("1002", "-5"))

    with pytest.raises(AccountInUse):
        update_account(book.scope, book.accounts["6602.02"], AccountDraft("办公费", is_active=False), version=1)

    assert Account.objects.get(code="6602.02").is_active is True


def test_an_account_that_posting_rules_name_cannot_be_switched_off() -> None:
    book = money_book()

    with pytest.raises(AccountInUse, match="accountrule"):
        update_account(book.scope, book.accounts["1122"], AccountDraft("应收账款", is_active=False), version=1)


def test_an_account_whose_balance_came_back_to_zero_may_be_switched_off() -> None:
    book = money_book()
    book.enter("2026-01-05", Side("6602.02", "5"), Side("1002", "-5"))
    book.enter("2026-01-06", Side("1002", "5"), Side("6602.02", "-5"))

    changed = update_account(book.scope, book.accounts["6602.02"], AccountDraft("办公费", is_active=False), version=1)

    assert changed.is_active is False


def test_an_unused_account_is_deleted_and_its_parent_becomes_a_leaf_again() -> None:
    book = money_book()
    account = create_account(
        book.scope, parent_id=book.accounts["1132"], code="1132.01", draft=AccountDraft("定期存款利息")
    )

    delete_account(book.scope, account.id)

    assert not Account.objects.filter(code="1132.01").exists()
    assert Account.objects.get(code="1132").is_leaf is True


@pytest.mark.parametrize("code", ["1122", "2221", "6001"])
def test_an_account_with_postings_rules_or_sub_accounts_is_not_deleted(code: str) -> None:
    book = money_book()
    sell(book, "2026-01-05")

    with pytest.raises(AccountInUse):
        delete_account(book.scope, book.accounts[code])

    assert Account.objects.filter(code=code).exists()


def test_another_companys_account_does_not_exist_here() -> None:
    mine, other = money_book(), money_book(code="T2")

    with pytest.raises(NotFound):
        update_account(mine.scope, other.accounts["6602.02"], AccountDraft("x"), version=1)
    with pytest.raises(NotFound):
        delete_account(mine.scope, other.accounts["6602.02"])


def test_each_change_of_the_chart_needs_its_permission() -> None:
    book = money_book()
    reader = Scope(book.scope.company_id, 1, permissions=frozenset({"ledger.account.read"}))

    for attempt in (
        lambda: create_account(reader, parent_id=book.accounts["6602"], code="6602.11", draft=AccountDraft("x")),
        lambda: update_account(reader, book.accounts["6602.02"], AccountDraft("x"), version=1),
        lambda: delete_account(reader, book.accounts["6602.02"]),
    ):
        with pytest.raises(Forbidden):
            attempt()

    assert Account.objects.count() == len(book.accounts)
