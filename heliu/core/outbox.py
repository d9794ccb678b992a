"""Transactional outbox: what leaves the system is written with the business change and sent after commit."""

from typing import Any

from heliu.core import clock
from heliu.core.ids import next_id
from heliu.core.models import OutboxMessage

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
