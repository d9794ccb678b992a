"""What is due by the clock: cron expressions become jobs, each due time once, however many schedulers run."""

import datetime as dt

from croniter import croniter
from django.conf import settings
from django.db import IntegrityError, transaction

from heliu.core import clock, jobs
from heliu.core.models import Schedule, ScheduleFiring
from heliu.core.scope import system_scope
from heliu.core.transactions import business_transaction


@business_transaction
def install() -> None:
    """One schedule row per job registered with a cron expression; an edited or paused row is kept."""
    known = set(Schedule.objects.filter(company_id=0).values_list("name", flat=True))
    for kind, cron in jobs.standing_schedules().items():
        if kind not in known:
            Schedule.objects.create(name=kind, kind=kind, cron=cron, created_at=clock.now())


def last_due(cron: str, now: dt.datetime) -> dt.datetime:
    """Latest due time not after `now`; cron is read in the installation's time zone."""
    from zoneinfo import ZoneInfo

    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    due: dt.datetime = croniter(cron, local + dt.timedelta(seconds=1)).get_prev(dt.datetime)
    return due.astimezone(dt.UTC)


def tick(now: dt.datetime) -> int:
    """Queue every job whose due time has come and was not fired yet; what was missed while off fires once."""
    fired = 0
    for schedule in Schedule.objects.filter(active=True).order_by("id"):
        due = last_due(schedule.cron, now)
        if due <= schedule.created_at or ScheduleFiring.objects.filter(schedule=schedule, fire_at=due).exists():
            continue
        try:
            _fire(schedule, due)
            fired += 1
        except IntegrityError:
            continue  # another scheduler was faster
    return fired


@business_transaction
def _fire(schedule: Schedule, due: dt.datetime) -> None:
    with transaction.atomic():
        ScheduleFiring.objects.create(schedule=schedule, fire_at=due)
    scope = system_scope(schedule.company_id, source="scheduler")
    jobs.enqueue(scope, schedule.kind, title=schedule.name, arguments=schedule.arguments)
