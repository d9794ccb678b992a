"""`heliu serve`: one supervisor of web server, worker and scheduler; ends them all on SIGTERM."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from heliu.access.errors import SetupClosed
from heliu.access.services.setup import issue_setup_token

_THREADS = 8
_WORKER_PATIENCE_SECONDS = 15
_START_SECONDS_MAX = 60
_ANSWER_SECONDS_MAX = 2
_ASK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{shown}:{self.port}"


class PortTaken(Exception):
    """Somebody listens there already."""


def free_address(host: str, port: int) -> Address:
    """The address itself, or with port 0 one that is free now. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"{host}:{port} cannot be used: {error.strerror}. Choose another with --port.") from error
        return Address(host=host, port=probe.getsockname()[1])


def setup_link(address: Address) -> str | None:
    """One-time link for the first administrator, None when one exists."""
    try:
        return f"{address.url}/setup?token={issue_setup_token()}"
    except SetupClosed:
        return None


def greeting(address: Address) -> list[str]:
    """Lines printed at start: where it is, where the data is, and how to become its first administrator."""
    lines = [
        f"合流 Heliu      {address.url}",
        f"数据目录 data    {settings.HELIU_HOME}",
        f"数据库 database  {_database_name()}",
    ]
    link = setup_link(address)
    if link is not None:
        lines += ["", "首次使用，请用此一次性链接建立管理员（24 小时内有效）：", f"First start: {link}"]
    if settings.SPA_ROOT is None:
        lines += ["", "界面尚未构建，请运行 make setup。 The interface is not built: run make setup."]
    return lines


def _database_name() -> str:
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return f"SQLite {database['NAME']}"
    return f"PostgreSQL {database['HOST'] or 'local socket'}/{database['NAME']}"


def run(address: Address, *, workers: int | None = None, when_ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; returns when web server and worker have ended.

    when_ready: called once, from a thread of its own, as soon as the address answers.
    """
    on_sqlite = connections["default"].vendor == "sqlite"
    if on_sqlite:
        os.environ["HELIU_WORKER_INSIDE"] = "1"
    server = Server(
        "heliu.config.served:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=1 if on_sqlite else workers or max(2, os.cpu_count() or 2),
        blocking_threads=_THREADS,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        workers_kill_timeout=20,
        process_name=None,
    )
    child: list[subprocess.Popen[bytes]] = []
    if not on_sqlite:
        server.on_startup(lambda: child.append(_start_worker()))
        server.on_shutdown(lambda: _end_worker(child))
    _leave_database()
    threading.Thread(target=_await_answer, args=(address, when_ready), daemon=True).start()
    server.serve()


def _await_answer(address: Address, when_ready: Callable[[], None]) -> None:
    """A slow machine is told of its address at last all the same."""
    deadline = time.monotonic() + _START_SECONDS_MAX
    while time.monotonic() < deadline and not _answers(address):
        time.sleep(_ASK_AGAIN_SECONDS)
    when_ready()


def _answers(address: Address) -> bool:
    """Any answer counts; the library that follows proxies would ask one for this machine's own address."""
    asking = HTTPConnection(urlsplit(address.url).netloc, timeout=_ANSWER_SECONDS_MAX)
    try:
        asking.request("GET", "/api/v1/health")
        asking.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        asking.close()
    return True


def migrate() -> None:
    """Bring the tables up to date, and on SQLite the statistics its planner goes by (PostgreSQL does that itself)."""
    call_command("migrate", verbosity=0, interactive=False)
    if connections["default"].vendor == "sqlite":
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")  # rows read per index: quick, however long the books are
            cursor.execute("ANALYZE")


def _leave_database() -> None:
    """No connection may be shared with the processes that are started now."""
    connections.close_all()
    for alias in connections:
        close_pool = getattr(connections[alias], "close_pool", None)
        if close_pool is not None:
            close_pool()


def _start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "heliu", "work"])


def _end_worker(child: list[subprocess.Popen[bytes]]) -> None:
    for process in child:
        process.terminate()
        try:
            process.wait(_WORKER_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
