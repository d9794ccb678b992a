"""Vouchers and their seals."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from heliu.core.document_schemas import IdIn
from heliu.core.http import Router
from heliu.core.master_schemas import DecimalOrNone
from heliu.core.schemas import Schema
from heliu.ledger import queries, services
from heliu.ledger.api.schemas import PeriodCode, SealedOut, SealState, VoucherOut, VoucherPage

router = Router(tags=["ledger vouchers"])
_SEALED_PER_REQUEST = 20_000


class VoucherQuery(Schema):
    ledger_id: IdIn | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    period: PeriodCode | None = None
    word: str = Field("", max_length=4)
    number: int | None = Field(None, ge=1, le=2**31 - 1)
    kind: str = Field("", max_length=10)
    account_id: IdIn | None = None
    party_id: IdIn | None = None
    origin_kind: str = Field("", max_length=24)
    origin_id: IdIn | None = None
    amount: DecimalOrNone = None
    q: str = Field("", max_length=100)
    cursor: str | None = Field(None, max_length=200)
    limit: int = Field(50, ge=1, le=200)


@router.get("/vouchers", permission="ledger.voucher.read", response=VoucherPage)
def list_vouchers(request: HttpRequest, filters: Query[VoucherQuery]) -> dict[str, Any]:
    """Newest first. q: voucher number, number of the document behind it, or part of the memo."""
    wanted = queries.VoucherFilter(**filters.model_dump(exclude={"cursor", "limit"}))
    return queries.voucher_list(request.scope, wanted, cursor=filters.cursor, limit=filters.limit)


@router.get("/vouchers/{voucher_id}", permission="ledger.voucher.read", response=VoucherOut)
def read_voucher(request: HttpRequest, voucher_id: IdIn) -> dict[str, Any]:
    """Lines, the document behind it, reversal links, seal, and its twins in other ledgers."""
    return queries.voucher(request.scope, voucher_id)


@router.get("/seals", permission="ledger.seal.read", response=SealState)
def read_seals(request: HttpRequest) -> dict[str, Any]:
    """How far the hash chain has come."""
    return queries.seal_state(request.scope)


@router.post("/seals", permission="ledger.seal.create", response=SealedOut)
def seal_now(request: HttpRequest) -> dict[str, Any]:
    """Seals what is waiting now, at most one batch."""
    return {"sealed": services.seal_entries(request.scope, limit=_SEALED_PER_REQUEST)}
