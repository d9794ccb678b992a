"""This thread's connection. Django looks for a running event loop each time it is asked, which a posting feels."""

import threading

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


class _OfThread(threading.local):
    wrapper: BaseDatabaseWrapper | None = None


_of_thread = _OfThread()


def active_connection() -> BaseDatabaseWrapper:
    """The same object as `connections["default"]`, which belongs to the thread as long as that lives."""
    found = _of_thread.wrapper
    if found is None:
        found = _of_thread.wrapper = connections[DEFAULT_DB_ALIAS]
    return found
