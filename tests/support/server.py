"""A real `heliu serve` on loopback with a data directory of its own, for tests that need the whole program."""

import contextlib
import http.cookiejar
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support import databases
from tools.paths import ROOT

_START_SECONDS_MAX = 90
_STOP_SECONDS_MAX = 30
_ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)\s")
_SETUP_LINK = re.compile(r"(http://127\.0\.0\.1:\d+/setup\?token=\S+)")


class ServerFailed(Exception):
    """The server did not come up; carries what it printed."""


@dataclass(slots=True)
class Server:
    """A running server; `setup_link` is None once an administrator exists."""

    home: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str] = field(default_factory=dict)
    url: str = ""
    setup_link: str | None = None

    @property
    def log(self) -> str:
        return (self.home / "server.log").read_text(encoding="utf-8", errors="replace")

    @property
    def setup_token(self) -> str:
        assert self.setup_link is not None
        return self.setup_link.rpartition("=")[2]

    def verify(self) -> Any:
        """What `heliu verify --json` says of these books, in a process of its own."""
        command = [sys.executable, "-m", "heliu", "verify", "--json"]
        run = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        return json.loads(run.stdout.splitlines()[-1]) if run.stdout else run.stderr

    def kill(self) -> None:
        """As a power cut does: every process of the server ends at once, without a last word."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.kill()


def start(home: Path, *, database_url: str | None = None, from_nothing: bool = False) -> Server:
    """Starts the server on a free port; returns when it answers. Without a URL its books are on SQLite in `home`.

    from_nothing: the server makes its database itself, which takes it some seconds; else it finds an empty one.
    """
    books = home / "heliu.sqlite3"
    if database_url is None and not from_nothing and not books.exists():
        shutil.copyfile(databases.sqlite_template(), books)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HELIU_", "DJANGO_"))}
    environment |= {"HELIU_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    if database_url is not None:
        environment["HELIU_DATABASE_URL"] = database_url
    command = [sys.executable, "-m", "heliu", "serve", "--host", "127.0.0.1", "--port", "0"]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    server = Server(home=home, process=process, environment=environment)
    try:
        _await_answer(server)
    except ServerFailed:
        server.kill()
        raise
    return server


@contextlib.contextmanager
def running(home: Path, *, database_url: str | None = None, from_nothing: bool = False) -> Iterator[Server]:
    server = start(home, database_url=database_url, from_nothing=from_nothing)
    try:
        yield server
    finally:
        server.stop()


def _await_answer(server: Server) -> None:
    deadline = time.monotonic() + _START_SECONDS_MAX
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise ServerFailed(f"heliu serve ended with {server.process.returncode}:\n{server.log}")
        address = _ADDRESS.search(server.log)
        if address:
            if not _answers(address[1]):
                raise ServerFailed(f"heliu serve says {address[1]} before it answers there:\n{server.log}")
            server.url = address[1]
            link = _SETUP_LINK.search(server.log)
            server.setup_link = link[1] if link else None
            return
        time.sleep(0.1)
    raise ServerFailed(f"heliu serve did not answer within {_START_SECONDS_MAX} s:\n{server.log}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/api/v1/access/session", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@dataclass(slots=True)
class Answer:
    """What the server said."""

    status: int
    body: Any


@dataclass(slots=True)
class Client:
    """A person at the API: keeps cookies and the CSRF token, sends a new Idempotency-Key with each POST."""

    url: str
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    csrf_token: str = ""
    _sent: int = 0

    def get(self, path: str) -> Answer:
        return self._send("GET", path)

    def post(self, path: str, body: Any, *, key: str | None = None) -> Answer:
        return self._send("POST", path, body, key=key)

    def put(self, path: str, body: Any) -> Answer:
        return self._send("PUT", path, body)

    def enter(self) -> None:
        """Fetches the CSRF token that every changing request carries."""
        self.csrf_token = self.get("access/session").body["csrf_token"]

    def set_up(self, server: Server, *, username: str, password: str, company: str) -> Answer:
        """The first start: administrator and company, by the one-time link."""
        self.enter()
        body = {"token": server.setup_token, "username": username, "password": password, "company": {"name": company}}
        answer = self.post("access/setup", body)
        self.enter()
        return answer

    def sign_in(self, *, username: str, password: str) -> Answer:
        self.enter()
        answer = self.post("access/session", {"username": username, "password": password})
        self.enter()
        return answer

    def _send(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> Answer:
        self._sent += 1
        headers = {"Accept": "application/json", "X-CSRFToken": self.csrf_token, "Referer": self.url}
        if method == "POST":
            headers["Idempotency-Key"] = key or f"test-{os.getpid()}-{id(self)}-{self._sent}"
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", data=content, headers=headers, method=method)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(request, timeout=60) as answer:
                return Answer(answer.status, _read(answer.read()))
        except urllib.error.HTTPError as refusal:
            return Answer(refusal.code, _read(refusal.read()))


def _read(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return content.decode(errors="replace")
