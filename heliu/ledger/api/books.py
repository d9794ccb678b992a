"""Account ledger, trial balance, balances by party."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from heliu.core.document_schemas import IdIn
from heliu.core.http import Router
from heliu.core.schemas import Schema
from heliu.ledger import queries
from heliu.ledger.api.schemas import (
    AccountLedgerPage,
    BalanceSheet,
    IncomeStatement,
    PartyBalances,
    PeriodCode,
    TrialBalance,
)

router = Router(tags=["ledger books"])


class AccountLedgerQuery(Schema):
    account_id: IdIn
    date_from: dt.date
    date_to: dt.date
    ledger_id: IdIn | None = None
    party_id: IdIn | None = None
    item_id: IdIn | None = None
    cursor: str | None = Field(None, max_length=200)
    limit: int = Field(50, ge=1, le=200)


class TrialBalanceQuery(Schema):
    period_from: PeriodCode
    period_to: PeriodCode
    ledger_id: IdIn | None = None
    level: int | None = Field(None, ge=1, le=9)
    include_zero: bool = False


class PartyBalanceQuery(Schema):
    account_id: IdIn
    ledger_id: IdIn | None = None
    cursor: str | None = Field(None, max_length=200)
    limit: int = Field(50, ge=1, le=200)


class BalanceSheetQuery(Schema):
    period: PeriodCode
    ledger_id: IdIn | None = None


class IncomeStatementQuery(Schema):
    period_from: PeriodCode
    period_to: PeriodCode
    ledger_id: IdIn | None = None


@router.get("/account-ledger", permission="ledger.balance.read", response=AccountLedgerPage)
def read_account_ledger(request: HttpRequest, filters: Query[AccountLedgerQuery]) -> dict[str, Any]:
    """明细账 of an account with everything below it, oldest line first, with running balance."""
    wanted = queries.LedgerRange(**filters.model_dump(exclude={"cursor", "limit"}))
    return queries.account_ledger(request.scope, wanted, cursor=filters.cursor, limit=filters.limit)


@router.get("/trial-balance", permission="ledger.balance.read", response=TrialBalance)
def read_trial_balance(request: HttpRequest, filters: Query[TrialBalanceQuery]) -> dict[str, Any]:
    """科目余额表 over a range of months."""
    return queries.trial_balance(request.scope, **filters.model_dump())


@router.get("/party-balances", permission="ledger.balance.read", response=PartyBalances)
def list_party_balances(request: HttpRequest, filters: Query[PartyBalanceQuery]) -> dict[str, Any]:
    """Who has a balance on an account, largest on its normal side first."""
    return queries.party_balances(request.scope, **filters.model_dump())


@router.get("/balance-sheet", permission="ledger.balance.read", response=BalanceSheet)
def read_balance_sheet(request: HttpRequest, filters: Query[BalanceSheetQuery]) -> dict[str, Any]:
    """资产负债表 at the end of a month, in the format of the ledger's chart."""
    return queries.read_balance_sheet(request.scope, **filters.model_dump())


@router.get("/income-statement", permission="ledger.balance.read", response=IncomeStatement)
def read_income_statement(request: HttpRequest, filters: Query[IncomeStatementQuery]) -> dict[str, Any]:
    """利润表 over a range of months and for the year to date."""
    return queries.read_income_statement(request.scope, **filters.model_dump())
