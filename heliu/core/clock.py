"""The injected clock. Services ask here, never the operating system; rules get `today` as an argument."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

_frozen: ContextVar[dt.datetime | None] = ContextVar("heliu_clock", default=None)


def now() -> dt.datetime:
    """Current instant, UTC, aware."""
    return _frozen.get() or dt.datetime.now(dt.UTC)


def today(zone: str = "Asia/Shanghai") -> dt.date:
    """Business date in the company's time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def frozen(instant: dt.datetime) -> Iterator[None]:
    """Within the block now() is `instant` (aware)."""
    token = _frozen.set(instant)
    try:
        yield
    finally:
        _frozen.reset(token)
