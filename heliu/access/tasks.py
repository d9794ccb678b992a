"""Housekeeping of access: what has ended is swept away at night."""

import datetime as dt
from typing import Any

from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from heliu.access.models import LoginFailure, SetupToken, UserSession
from heliu.access.rules.lockout import FORGOTTEN_AFTER
from heliu.core import clock
from heliu.core.http import forget_answers
from heliu.core.jobs import JobRun, job

_KEPT_KEYS = dt.timedelta(days=30)
_KEPT_TASKS = dt.timedelta(days=14)


@job("access.sweep", cron="17 3 * * *")
def sweep(run: JobRun) -> dict[str, Any]:
    """Expired sessions, forgotten failures, old idempotency keys and finished queue entries."""
    now = clock.now()
    Session.objects.filter(expire_date__lt=now).delete()
    live = Session.objects.values("session_key")
    return {
        "sessions": UserSession.objects.exclude(session_key__in=live).delete()[0],
        "login_failures": LoginFailure.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()[0],
        "setup_tokens": SetupToken.objects.filter(expires_at__lt=now).delete()[0],
        "idempotency_keys": forget_answers(before=now - _KEPT_KEYS),
        "queue_entries": DBTaskResult.objects.finished().filter(finished_at__lt=now - _KEPT_TASKS).delete()[0],
    }
