"""Background jobs: a named function, queued in the business transaction, with progress that its owner can watch.

A room registers a job in its tasks.py:

    @job("catalog.import_items")
    def import_items(run: JobRun, *, file: str) -> dict[str, Any]: ...

and queues it with `jobs.enqueue(scope, "catalog.import_items", title="…", arguments={"file": …})`. Jobs must be
idempotent: one that was cut off by a crash is started again.
"""

import contextlib
import datetime as dt
import importlib
import importlib.util
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection

from heliu.core import clock, fence
from heliu.core.errors import Category, ErpError
from heliu.core.models import Job
from heliu.core.scope import Scope, system_scope
from heliu.core.transactions import business_transaction

log = logging.getLogger("heliu.jobs")
ATTEMPTS_MAX = 3
LOST_AFTER = dt.timedelta(minutes=2)
HEARTBEAT_SECONDS = 20.0  # float: seconds; several times within LOST_AFTER
_PROGRESS_INTERVAL_SECONDS = 0.5


class JobCancelled(ErpError):
    code = "job_cancelled"
    category = Category.CONFLICT
    template = "The job was cancelled by its owner."


class UnknownJob(ErpError):
    code = "unknown_job"
    template = "There is no job named {kind}."


@dataclass(slots=True)
class JobRun:
    """What a running job holds: its scope, and the way to tell how far it is."""

    job_id: int
    scope: Scope
    _told_at: float = field(default=0.0)  # float: seconds

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Tell how far it is; cheap to call often. Raises JobCancelled when the owner asked to stop."""
        now = time.monotonic()
        if now - self._told_at < _PROGRESS_INTERVAL_SECONDS and done < total:
            return
        self._told_at = now
        row = Job.objects.filter(pk=self.job_id)
        row.update(done=done, total=total, message=message[:300], heartbeat_at=clock.now())
        if row.filter(cancel_requested=True).exists():
            raise JobCancelled


JobFunction = Callable[..., dict[str, Any] | None]
ScopeBuilder = Callable[[int, int], Scope]
_registry: dict[str, JobFunction] = {}
_crons: dict[str, str] = {}
_scope_builders: list[ScopeBuilder] = []


def job(kind: str, *, cron: str = "") -> Callable[[JobFunction], JobFunction]:
    """Register a job function; `cron` makes it a standing schedule of the installation (company 0)."""

    def register(function: JobFunction) -> JobFunction:
        if _registry.setdefault(kind, function) is not function:
            raise ValueError(f"job {kind} is registered twice")
        if cron:
            _crons[kind] = cron
        return function

    return register


def install_scope_builder(builder: ScopeBuilder) -> None:
    """Access tells how a job's scope is made, so that a job holds the rights its owner has when it runs."""
    _scope_builders[:] = [builder]


def load() -> None:
    """Import every room's tasks.py, which registers its jobs."""
    for config in apps.get_app_configs():
        module = f"{config.name}.tasks"
        if config.name.startswith("heliu.") and importlib.util.find_spec(module) is not None:
            importlib.import_module(module)


def standing_schedules() -> dict[str, str]:
    """kind → cron expression of every job registered with one."""
    load()
    return dict(_crons)


@business_transaction
def enqueue(scope: Scope, kind: str, *, title: str = "", arguments: dict[str, Any] | None = None) -> int:
    """Queue a job of `scope`'s company and user; it starts only if the surrounding transaction commits."""
    from heliu.core.tasks import run_job

    load()
    if kind not in _registry:
        raise UnknownJob(kind=kind)
    row = Job.objects.create(
        company_id=scope.company_id,
        user_id=scope.user_id,
        user_name=scope.user_name,
        kind=kind,
        title=title or kind,
        arguments=arguments or {},
        created_at=clock.now(),
    )
    run_job.enqueue(str(row.pk))
    return int(row.pk)


def execute(job_id: int) -> None:
    """Run one queued job to its end and keep how it ended; a finished or cancelled job is left alone."""
    now = clock.now()
    claimed = Job.objects.filter(pk=job_id, state__in=("queued", "running"), finished_at__isnull=True)
    if not claimed.filter(cancel_requested=False).update(state="running", started_at=now, heartbeat_at=now):
        claimed.update(state="cancelled", finished_at=now)
        return
    row = Job.objects.get(pk=job_id)
    try:
        load()
        if row.kind not in _registry:
            raise UnknownJob(kind=row.kind)
        run = JobRun(job_id=job_id, scope=_scope_of(row))
        with _alive(job_id), fence.inside(row.company_id):
            result = _registry[row.kind](run, **row.arguments)
    except JobCancelled as error:
        _finish(job_id, "cancelled", error=_told(error))
    except ErpError as error:
        _finish(job_id, "failed", error=_told(error))
    except Exception:
        log.exception("job %s (%s) failed", row.kind, job_id)
        _finish(job_id, "failed", error={"code": "internal", "message": "The job failed; its cause is in the log."})
    else:
        _finish(job_id, "succeeded", result=result)


@contextlib.contextmanager
def _alive(job_id: int) -> Iterator[None]:
    """A step that takes minutes without telling progress is no sign of death: the heart beats beside it."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(HEARTBEAT_SECONDS):
            with contextlib.suppress(DatabaseError):  # locked or away for a moment: the next beat tells
                Job.objects.filter(pk=job_id, finished_at__isnull=True).update(heartbeat_at=clock.now())
        connection.close()

    heart = threading.Thread(target=beat, name=f"heliu-job-{job_id}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        done.set()
        heart.join()


def is_lost(job: Job, now: dt.datetime) -> bool:
    """Marked as running, but nobody works on it any more; requeue_lost starts it again as soon as a worker is there."""
    return job.state == "running" and (job.heartbeat_at is None or job.heartbeat_at < now - LOST_AFTER)


def _scope_of(row: Job) -> Scope:
    if row.user_id == 0 or not _scope_builders:
        return system_scope(row.company_id, source=f"job:{row.kind}")
    return _scope_builders[0](row.company_id, row.user_id)


def _told(error: ErpError) -> dict[str, Any]:
    facts = {name: fact if isinstance(fact, dict) else str(fact) for name, fact in error.told().items()}
    return {"code": error.code, "message": str(error), "facts": facts}


def _finish(
    job_id: int, state: str, *, result: dict[str, Any] | None = None, error: dict[str, Any] | None = None
) -> None:
    Job.objects.filter(pk=job_id).update(state=state, finished_at=clock.now(), result=result, error=error)


@business_transaction
def requeue_lost(now: dt.datetime) -> int:
    """Start again what a dead worker left behind; after three attempts it counts as failed. Returns how many."""
    from heliu.core.tasks import run_job

    lost = Job.objects.filter(state="running", finished_at__isnull=True, heartbeat_at__lt=now - LOST_AFTER)
    count = 0
    for row in lost.order_by("id"):
        if row.attempts + 1 >= ATTEMPTS_MAX:
            _finish(row.pk, "failed", error={"code": "lost", "message": "The worker ended three times during it."})
            continue
        Job.objects.filter(pk=row.pk).update(state="queued", attempts=row.attempts + 1, heartbeat_at=None)
        run_job.enqueue(str(row.pk))
        count += 1
    return count


@business_transaction
def cancel(scope: Scope, job_id: int) -> bool:
    """Ask a job to stop: at once if it waits, at its next progress report if it runs."""
    rows = Job.objects.filter(company_id=scope.company_id, pk=job_id, finished_at__isnull=True)
    if rows.filter(state="queued").update(state="cancelled", cancel_requested=True, finished_at=clock.now()):
        return True
    return rows.update(cancel_requested=True) > 0
