"""Keeping a chart of accounts: add sub-accounts, rename, switch off, delete what nothing uses."""

import re
from dataclasses import dataclass

from django.db.models import ForeignObjectRel, Sum

from heliu.core import audit, events
from heliu.core.books_lock import change_books_alone
from heliu.core.errors import DuplicateCode, InvalidInput, NotFound, StaleVersion, said
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.ledger.errors import AccountHasBalance, AccountInUse
from heliu.ledger.events import AccountSplit
from heliu.ledger.models import Account, AccountBalance, Chart, EntryLine, OpenItem, SubledgerBalance

_CODE = re.compile(r"[0-9A-Z]+(?:\.[0-9A-Z]+)*")
_HISTORY = frozenset({EntryLine, AccountBalance, SubledgerBalance, OpenItem})
_AUDITED = ("name", "name_en", "is_cash", "is_monetary", "party_required", "item_required", "is_active")


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """What a person may choose. Class, side and statement lines come from the account above."""

    name: str
    name_en: str = ""
    is_cash: bool = False
    is_monetary: bool = False
    party_required: bool = False
    item_required: bool = False
    is_active: bool = True


@business_transaction
def create_account(scope: Scope, *, parent_id: int, code: str, draft: AccountDraft) -> Account:
    """A sub-account below `parent_id`; its code continues the parent's: 1002.01. The parent stops being a leaf.

    Raises NotFound, InvalidInput, DuplicateCode, AccountHasBalance (the parent has postings of its own).
    """
    scope.require("ledger.account.create")
    change_books_alone(scope.company_id)
    parent = _locked(scope, parent_id)
    _check_name(draft)
    code = code.strip()
    if not _CODE.fullmatch(code) or code.rpartition(".")[0] != parent.code or len(code) > 24:
        raise InvalidInput(
            field="code",
            reason=said("continue the code above with a point: {code}", code=f"{parent.code}.01"),
            loc=("code",),
        )
    if Account.objects.filter(company_id=scope.company_id, chart_id=parent.chart_id, code=code).exists():
        raise DuplicateCode(noun="Account", value=code, loc=("code",))
    account = Account.objects.create(
        company_id=scope.company_id,
        chart_id=parent.chart_id,
        parent_id=parent.id,
        code=code,
        account_class=parent.account_class,
        normal_side=parent.normal_side,
        is_control=parent.is_control,
        statement_lines=parent.statement_lines,
        **_fields(draft),
    )
    if parent.is_leaf:
        _make_parent(scope, parent, account)
    audit.record(scope, "create", noun="account", object_id=account.id, label=code, after=_fields(draft))
    return account


@business_transaction
def update_account(scope: Scope, account_id: int, draft: AccountDraft, *, version: int) -> Account:
    """Raises NotFound, StaleVersion, InvalidInput, AccountInUse (switched off with a balance or named by rules)."""
    scope.require("ledger.account.update")
    change_books_alone(scope.company_id)
    account = _locked(scope, account_id)
    if account.version != version:
        raise StaleVersion(noun="Account", id=str(account_id), actual=account.version, expected=version)
    _check_name(draft)
    if account.is_active and not draft.is_active:
        _refuse_retiring(account)
    before = {name: getattr(account, name) for name in _AUDITED}
    for name, value in _fields(draft).items():
        setattr(account, name, value)
    account.version += 1
    account.save()
    audit.record(
        scope, "update", noun="account", object_id=account.id, label=account.code, before=before, after=_fields(draft)
    )
    return account


@business_transaction
def delete_account(scope: Scope, account_id: int) -> None:
    """Only what nothing uses; the last sub-account gone, the parent is a leaf again. Raises NotFound, AccountInUse."""
    scope.require("ledger.account.delete")
    change_books_alone(scope.company_id)
    account = _locked(scope, account_id)
    users = _used_by(account)
    if users:
        raise AccountInUse(account=account.code, used_by=", ".join(sorted(users)))
    parent_id = account.parent_id
    before = {"code": account.code, "name": account.name}
    audit.record(scope, "delete", noun="account", object_id=account.id, label=account.code, before=before)
    account.delete()
    if parent_id is not None and not Account.objects.filter(parent_id=parent_id).exists():
        Account.objects.filter(company_id=scope.company_id, id=parent_id).update(is_leaf=True)


def _locked(scope: Scope, account_id: int) -> Account:
    rows = Account.objects.select_for_update(no_key=True).filter(company_id=scope.company_id, id=account_id)
    account = rows.first()
    if account is None:
        raise NotFound(noun="Account", id=str(account_id))
    Chart.objects.select_for_update(no_key=True).get(id=account.chart_id)
    return account


def _fields(draft: AccountDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in _AUDITED}


def _check_name(draft: AccountDraft) -> None:
    if not draft.name.strip():
        raise InvalidInput(field="name", reason="enter a name.", loc=("name",))


def _make_parent(scope: Scope, parent: Account, child: Account) -> None:
    """Rules that name the parent move to its first child; postings cannot move, so they stand against it."""
    events.emit(AccountSplit(scope=scope, parent_id=parent.id, child_id=child.id))
    users = _used_by(parent) - {"account"}
    if users & {str(model._meta.model_name) for model in _HISTORY}:
        raise AccountHasBalance(account=parent.code)
    if users:
        raise AccountInUse(account=parent.code, used_by=", ".join(sorted(users)))
    parent.is_leaf = False
    parent.save(update_fields=["is_leaf"])


def _refuse_retiring(account: Account) -> None:
    history = {model._meta.model_name for model in _HISTORY}
    if balance_of(account):
        raise AccountInUse(account=account.code, used_by="a balance")
    users = _used_by(account) - history
    if users:
        raise AccountInUse(account=account.code, used_by=", ".join(sorted(users)))


def balance_of(account: Account) -> int:
    """Debit-positive balance over all ledgers, zero when nothing is left."""
    sums = AccountBalance.objects.filter(account_id=account.id).aggregate(debit=Sum("debit"), credit=Sum("credit"))
    return (sums["debit"] or 0) - (sums["credit"] or 0)


def _used_by(account: Account) -> set[str]:
    """Names of all tables, of this room or any above, with a row that points to the account."""
    found = set()
    for relation in Account._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        model, column = relation.related_model, relation.field.attname
        if model._base_manager.filter(**{column: account.id}).exists():
            found.add(str(model._meta.model_name))
    return found
