"""Test databases: migrated once per state of the migrations, copied per worker, made anew after a test that commits.

Django empties tables after such a test, but posted rows refuse DELETE (that is their purpose). So on SQLite the file is
replaced by the template; on PostgreSQL rows are removed with triggers off for that one session, and rows that the
migrations had written are put back.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import psycopg
from django.db import connection, connections
from django.test import TransactionTestCase

from tools import stamps
from tools.paths import CACHE, ROOT
from tools.postgres import URL_VARIABLE

_TEMPLATES = CACHE / "test-templates"
_KEEP_TEMPLATES = 4
_SEED_SCHEMA = "heliu_test_seed"


class TestDatabase(Protocol):
    """What the harness needs of an engine."""

    __test__ = False

    def create(self) -> None: ...

    def restore(self) -> None: ...

    def remove(self) -> None: ...


def for_engine(engine: str) -> TestDatabase:
    return SqliteDatabase() if engine == "sqlite" else PostgresqlDatabase()


def restore_after_commits(database: TestDatabase) -> None:
    """From here on a test that commits leaves through `restore` instead of Django's flush."""
    TransactionTestCase._fixture_teardown = lambda case: database.restore()  # type: ignore[method-assign]


def schema_digest() -> str:
    """Changes whenever a migrated database could come out different."""
    package = ROOT / "heliu"
    kinds = ("*.sql", "*.json", "*.csv", "*.toml", "permissions.py", "settings*.py")
    files = {path for kind in kinds for path in package.rglob(kind) if "static_spa" not in path.parts}
    files |= set(package.rglob("migrations/*.py"))
    files |= {ROOT / "requirements-dev.lock"}
    return stamps.digest_of(files, base=ROOT, salt=sys.version)[:16]


@contextlib.contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process of this checkout at a time."""
    _TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (_TEMPLATES / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    """In a process of its own, so that no connection of the test process ever sees the template."""
    command = [sys.executable, "-m", "heliu", "migrate", "--verbosity", "0"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "HELIU_DATABASE_URL": url}, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"heliu migrate failed while the test database was made:\n{done.stdout}{done.stderr}")


def sqlite_template() -> Path:
    """A migrated, empty file to copy; made when there is none for this state of the migrations."""
    template = _TEMPLATES / f"{schema_digest()}.sqlite3"
    with _alone("sqlite"):
        if not template.exists():
            _build_sqlite_template(template)
    return template


def _build_sqlite_template(template: Path) -> None:
    unfinished = template.with_suffix(".unfinished")
    _delete_sqlite(unfinished)
    _migrate(f"sqlite:///{unfinished}")
    with contextlib.closing(sqlite3.connect(unfinished)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    unfinished.rename(template)
    oldest_first = sorted(_TEMPLATES.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)
    for path in oldest_first[:-_KEEP_TEMPLATES]:
        path.unlink(missing_ok=True)


def _delete_sqlite(file: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)


class SqliteDatabase:
    """A file per worker; the template is kept between runs."""

    def __init__(self) -> None:
        self.path = Path(str(connection.settings_dict["NAME"]))

    def create(self) -> None:
        self.template = sqlite_template()
        self.restore()

    def restore(self) -> None:
        connections.close_all()
        _delete_sqlite(self.path)
        shutil.copyfile(self.template, self.path)

    def remove(self) -> None:
        connections.close_all()
        _delete_sqlite(self.path)


class PostgresqlDatabase:
    """A database per worker, created from a template database of the same server."""

    def __init__(self) -> None:
        self.server_url = os.environ[URL_VARIABLE]
        self.name = str(connection.settings_dict["NAME"])
        checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
        self.template = f"heliu_template_{checkout}_{schema_digest()}"
        self._restore_sql = ""

    def create(self) -> None:
        self.create_copy(self.name)
        with self._own() as own:
            self._restore_sql = _prepare_restore(own)

    def create_copy(self, name: str) -> None:
        """A migrated, empty database of that name."""
        with _alone("postgresql"), self._server() as server:
            known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template]).fetchone()
            if known is None:
                self._build_template(server)
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')

    def restore(self) -> None:
        connections.close_all()
        with self._own() as own:
            own.execute(self._restore_sql)

    def remove(self) -> None:
        for alias in connections:
            connections[alias].close()
            if hasattr(connections[alias], "close_pool"):
                connections[alias].close_pool()
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _server(self) -> psycopg.Connection:
        return psycopg.connect(self.server_url, autocommit=True)

    def _own(self) -> psycopg.Connection:
        return psycopg.connect(self._url(self.name), autocommit=True)

    def _url(self, database: str) -> str:
        return f"{self.server_url.rpartition('/')[0]}/{database}"

    def _build_template(self, server: psycopg.Connection) -> None:
        unfinished = f"{self.template}_unfinished"
        server.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{unfinished}"')
        _migrate(self._url(unfinished))
        server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')


def _prepare_restore(own: psycopg.Connection) -> str:
    """Keeps what the migrations wrote in a schema of its own; returns the SQL that brings that state back."""
    own.execute(f"CREATE SCHEMA {_SEED_SCHEMA}")
    statements = ["SET session_replication_role = replica"]
    for (table,) in own.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
        statements.append(f'DELETE FROM public."{table}"')
        if own.execute(f'SELECT 1 FROM public."{table}" LIMIT 1').fetchone() is None:
            continue
        own.execute(f'CREATE TABLE {_SEED_SCHEMA}."{table}" AS TABLE public."{table}"')
        columns = ", ".join(f'"{name}"' for name in _writable_columns(own, table))
        statements.append(f'INSERT INTO public."{table}" ({columns}) SELECT {columns} FROM {_SEED_SCHEMA}."{table}"')
    for name, value in own.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"):
        known = "1, false" if value is None else f"{value}, true"
        statements.append(f"SELECT setval('public.\"{name}\"', {known})")
    return "BEGIN; " + "; ".join(statements) + "; COMMIT"


def _writable_columns(own: psycopg.Connection, table: str) -> list[str]:
    rows = own.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in rows.fetchall()]
