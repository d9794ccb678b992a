"""Ledgers, charts, accounts."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Status

from heliu.core.document_lists import expected_version
from heliu.core.document_schemas import IdIn
from heliu.core.http import Router
from heliu.core.master_schemas import Changed, Created
from heliu.core.schemas import Schema
from heliu.ledger import queries, services
from heliu.ledger.api.schemas import AccountIn, AccountList, ChartList, LedgerList

router = Router(tags=["ledger accounts"])


class AccountFilter(Schema):
    chart_id: IdIn | None = None
    q: str = Field("", max_length=60)
    leaf: bool | None = None
    active: bool | None = None
    manual: bool = False
    cash: bool = False


class NewAccount(AccountIn):
    parent_id: IdIn
    code: str = Field(min_length=1, max_length=24)


def _draft(payload: AccountIn) -> services.AccountDraft:
    return services.AccountDraft(**{name: getattr(payload, name) for name in AccountIn.model_fields})


@router.get("/ledgers", permission="ledger.ledger.read", response=LedgerList)
def list_ledgers(request: HttpRequest) -> dict[str, Any]:
    """The primary ledger first, then the parallel ones."""
    return queries.ledger_list(request.scope)


@router.get("/charts", permission="ledger.account.read", response=ChartList)
def list_charts(request: HttpRequest) -> dict[str, Any]:
    return queries.chart_list(request.scope)


@router.get("/accounts", permission="ledger.account.read", response=AccountList)
def list_accounts(request: HttpRequest, filters: Query[AccountFilter]) -> dict[str, Any]:
    """The whole chart in code order (default: of the primary ledger)."""
    return queries.account_list(request.scope, **filters.model_dump())


@router.post("/accounts", permission="ledger.account.create", response={201: Created})
def create_account(request: HttpRequest, payload: NewAccount) -> tuple[int, dict[str, Any]]:
    """A sub-account below `parent_id`."""
    account = services.create_account(
        request.scope, parent_id=payload.parent_id, code=payload.code, draft=_draft(payload)
    )
    return 201, {"id": str(account.id), "version": account.version}


@router.put("/accounts/{account_id}", permission="ledger.account.update", response=Changed)
def update_account(request: HttpRequest, account_id: IdIn, payload: AccountIn) -> dict[str, Any]:
    """If-Match: the version read."""
    account = services.update_account(request.scope, account_id, _draft(payload), version=expected_version(request))
    return {"id": str(account.id), "version": account.version}


@router.delete("/accounts/{account_id}", permission="ledger.account.delete", response={204: None})
def delete_account(request: HttpRequest, account_id: IdIn) -> Status[None]:
    """Only what nothing uses."""
    services.delete_account(request.scope, account_id)
    return Status(204, None)
