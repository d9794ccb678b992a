"""What the web server loads: the application and, on SQLite, the worker beside it in the same process."""

import os

from heliu.config.wsgi import application

__all__ = ["application"]

if os.environ.get("HELIU_WORKER_INSIDE") == "1":
    from heliu.core.background import Background

    Background(sole=True).start()
