"""Transactional outbox: what leaves the system is written with the business change and sent after commit.

A topic's receiver is registered with `receive`; `pump` delivers at least once, with growing pauses after failures.
"""

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from heliu.core import clock
from heliu.core.ids import next_id
from heliu.core.models import OutboxMessage

Receiver = Callable[[int, dict[str, Any]], None]
log = logging.getLogger("heliu.outbox")
_receivers: dict[str, Receiver] = {}
_CLAIM = dt.timedelta(minutes=5)
_LONGEST_PAUSE_MINUTES = 360

COLUMNS = ("id", "company_id", "topic", "payload", "created_at", "next_attempt_at", "attempts", "last_error")


def put(company_id: int, topic: str, payload: dict[str, Any]) -> None:
    """Queue one message; sent at least once by the worker after commit, with backoff."""
    now = clock.now()
    OutboxMessage.objects.create(
        company_id=company_id, topic=topic, payload=payload, created_at=now, next_attempt_at=now
    )


def row(company_id: int, topic: str, payload: dict[str, Any]) -> tuple[Any, ...]:
    """The same message as a gateway row over COLUMNS, for set-based writers."""
    now = clock.now()
    return (next_id(), company_id, topic, payload, now, now, 0, "")


def receive(topic: str, receiver: Receiver) -> None:
    """Name who delivers messages of `topic`: a function of company id and payload that raises when it could not."""
    _receivers[topic] = receiver


def pause_after(attempts: int) -> dt.timedelta:
    """Pause before the next attempt: 1, 2, 4 … minutes, at most six hours."""
    return dt.timedelta(minutes=min(2 ** max(attempts - 1, 0), _LONGEST_PAUSE_MINUTES))


def pump(now: dt.datetime, *, limit: int = 200) -> int:
    """Deliver what is due; returns how many were delivered. Messages nobody receives are closed in one statement."""
    due = OutboxMessage.objects.filter(done_at__isnull=True, next_attempt_at__lte=now)
    due.exclude(topic__in=list(_receivers)).update(done_at=now)
    delivered = 0
    for message in due.filter(topic__in=list(_receivers)).order_by("next_attempt_at", "id")[:limit]:
        seen = OutboxMessage.objects.filter(pk=message.pk, next_attempt_at=message.next_attempt_at, done_at=None)
        if seen.update(next_attempt_at=now + _CLAIM):  # claimed: another worker passes it by
            delivered += _deliver(message, now)
    return delivered


def _deliver(message: OutboxMessage, now: dt.datetime) -> int:
    row = OutboxMessage.objects.filter(pk=message.pk)
    attempts = message.attempts + 1
    try:
        _receivers[message.topic](message.company_id, message.payload)
    except Exception as error:
        log.warning("outbox %s %s: attempt %s failed", message.topic, message.pk, attempts, exc_info=error)
        row.update(attempts=attempts, last_error=str(error)[:2000], next_attempt_at=now + pause_after(attempts))
        return 0
    row.update(attempts=attempts, done_at=now, last_error="")
    return 1
