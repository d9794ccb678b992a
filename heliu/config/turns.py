"""Requests of one process take turns: two that run at once hinder each other more than they help.

SQLite gives Python's lock away with every row it reads, and each time another thread takes it up: four lists at once
took half again as long as one after the other. A long request keeps nobody waiting: who has waited for the patience of
a turn runs beside it.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PATIENCE_SECONDS = 0.05


class Turns:
    """A WSGI application that lets requests into another one at a time, as long as they are short."""

    def __init__(self, application: Application, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._application = application
        self._patience_seconds = patience_seconds
        self._turn = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        has_turn = self._turn.acquire(timeout=self._patience_seconds)
        try:
            return self._application(environ, start_response)
        finally:
            if has_turn:
                self._turn.release()
