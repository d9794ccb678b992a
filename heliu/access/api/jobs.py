"""Background jobs as their owner sees them."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Query

from heliu.access import queries
from heliu.access.api.schemas import Id
from heliu.access.errors import NoCompany
from heliu.core import jobs
from heliu.core.errors import Forbidden
from heliu.core.http import LOGGED_IN, Router
from heliu.core.schemas import Schema
from heliu.core.scope import Scope

router = Router(tags=["jobs"])


class JobOut(Schema):
    id: str
    kind: str
    title: str
    state: str
    done: int
    total: int
    message: str
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    user_id: str
    user_name: str
    created_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None


class JobPage(Schema):
    items: list[JobOut]
    next_cursor: str | None


def _scope(request: HttpRequest) -> Scope:
    scope: Scope | None = request.scope  # type: ignore[attr-defined]
    if scope is None:
        raise NoCompany
    return scope


@router.get("/jobs", permission=LOGGED_IN, response=JobPage)
def list_jobs(
    request: HttpRequest,
    cursor: Id | None = None,
    limit: int = Query(50, ge=1, le=200),
    state: str = Query("", pattern=r"^(|queued|running|succeeded|failed|cancelled)$"),
) -> dict[str, Any]:
    """Jobs of the company; without `access.job.read` only one's own."""
    return queries.jobs(_scope(request), cursor=cursor, limit=limit, state=state)


@router.get("/jobs/{job_id}", permission=LOGGED_IN, response=JobOut)
def read_job(request: HttpRequest, job_id: Id) -> dict[str, Any]:
    """How far a job is, or how it ended."""
    return queries.job(_scope(request), int(job_id))


@router.post("/jobs/{job_id}/cancel", permission=LOGGED_IN, response=JobOut)
def cancel_job(request: HttpRequest, job_id: Id) -> dict[str, Any]:
    """Ask a job to stop: one's own, or any with `access.job.update`."""
    scope = _scope(request)
    row = queries.job(scope, int(job_id))
    if row["user_id"] != str(scope.user_id) and not scope.can("access.job.update"):
        raise Forbidden(permission="access.job.update")
    jobs.cancel(scope, int(job_id))
    return queries.job(scope, int(job_id))
