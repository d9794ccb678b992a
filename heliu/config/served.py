"""What the web server loads: the application and, on SQLite, the worker beside it in the same process."""

import gc
import os

from django.urls import get_resolver

from heliu.config import wsgi
from heliu.config.turns import Application, Turns

__all__ = ["application"]


def _load_routes() -> None:
    """Before the first visitor comes, who would wait a second for them."""
    _ = get_resolver().url_patterns


def _leave_program_to_itself() -> None:
    """The collector walks what requests made and no longer the program, which took a tenth of a second each time.

    It comes after as many objects as a long list makes; what holds no cycles is freed at once anyway.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


application: Application = wsgi.application
_load_routes()
_leave_program_to_itself()

if os.environ.get("HELIU_WORKER_INSIDE") == "1":
    from heliu.core.background import Background

    application = Turns(application)
    Background(sole=True).start()
