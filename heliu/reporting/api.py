"""Routes of the workbench and of the verification page."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Query

from heliu.access.errors import NoCompany
from heliu.core import clock, jobs
from heliu.core.http import LOGGED_IN, Router
from heliu.core.models import Job
from heliu.core.schemas import Schema
from heliu.reporting import queries
from heliu.reporting.tasks import VERIFY

router = Router(tags=["reporting"])


class SalesOut(Schema):
    today: str
    yesterday: str
    month: str
    today_margin: str | None = None
    month_margin: str | None = None


class TrendDay(Schema):
    date: dt.date
    sales: str
    margin: str | None = None


class Owed(Schema):
    total: str
    overdue: str
    prepaid: str


class StockOut(Schema):
    value: str
    items: int
    quantity: str


class Waiting(Schema):
    orders_to_approve: int
    orders_to_ship: int
    purchases_to_approve: int
    purchases_to_receive: int


class LowItem(Schema):
    id: str
    code: str
    name: str
    min_stock: str
    on_hand: str


class BelowMinimum(Schema):
    count: int
    items: list[LowItem]


class TopItem(Schema):
    id: str
    code: str
    name: str
    quantity: str
    net: str


class Workbench(Schema):
    """earlier_trade_date: the last day of business before the days of the trend."""

    as_of: dt.date
    today: dt.date
    latest_trade_date: dt.date | None = None
    earlier_trade_date: dt.date | None = None
    currency: str
    sales: SalesOut
    trend: list[TrendDay]
    waiting: Waiting
    below_minimum: BelowMinimum
    top_items: list[TopItem]
    receivables: Owed | None = None
    payables: Owed | None = None
    stock: StockOut | None = None


class CheckOut(Schema):
    id: str
    name: str
    rows: int
    violations: int
    evidence: list[dict[str, Any]]


class Verification(Schema):
    """state: none before the first run, interrupted when its worker is gone, else the job's state; done and total tell
    its progress."""

    state: str
    job_id: str | None = None
    started_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None
    done: int = 0
    total: int = 0
    ok: bool | None = None
    checks: list[CheckOut] = []


class DocumentHit(Schema):
    """party: its name, empty for documents without one."""

    kind: str
    id: str
    number: str
    state: str
    business_date: dt.date
    party: str


class DocumentHits(Schema):
    items: list[DocumentHit]


class JobStarted(Schema):
    job_id: str


@router.get("/workbench", permission="reporting.workbench.read", response=Workbench, exclude_none=True)
def read_workbench(request: HttpRequest, as_of: dt.date | None = None) -> dict[str, Any]:
    """Sales, margin, stock value, receivables, payables, alerts and what waits; one day's view."""
    return queries.workbench(request.scope, as_of=as_of)  # type: ignore[attr-defined]


@router.get("/documents", permission=LOGGED_IN, response=DocumentHits)
def find_documents(request: HttpRequest, q: str = Query("", max_length=40)) -> dict[str, Any]:
    """Documents of any kind by number, newest first; from three characters on, and only what the user may see."""
    if request.scope is None:  # type: ignore[attr-defined]
        raise NoCompany
    return {"items": queries.find_documents(request.scope, q)}  # type: ignore[attr-defined]


@router.get("/verification", permission="reporting.verification.read", response=Verification)
def read_verification(request: HttpRequest) -> dict[str, Any]:
    """The latest proof of the books: running, or its result with evidence."""
    scope = request.scope  # type: ignore[attr-defined]
    row = Job.objects.filter(company_id=scope.company_id, kind=VERIFY).order_by("-id").first()
    if row is None:
        return {"state": "none"}
    result = row.result or {}
    return {
        "state": "interrupted" if jobs.is_lost(row, clock.now()) else row.state,
        "job_id": str(row.pk),
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "done": row.done,
        "total": row.total,
        "ok": result.get("ok"),
        "checks": result.get("checks", []),
    }


@router.post("/verification", permission="reporting.verification.run", response={202: JobStarted})
def run_verification(request: HttpRequest) -> tuple[int, dict[str, str]]:
    """Start a new proof of the books in the background."""
    job_id = jobs.enqueue(request.scope, VERIFY, title="账实核对")  # type: ignore[attr-defined]
    return 202, {"job_id": str(job_id)}
