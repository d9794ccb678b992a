"""Empty databases for benchmarks: migrated once per run and engine, copied for each benchmark."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from tools.paths import CACHE, ROOT
from tools.postgres import URL_VARIABLE, throwaway_cluster

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_TEMPLATE = "heliu_bench_template"


class Databases(contextlib.ExitStack):
    """Hands out the environment of a new database; everything is removed at the end."""

    def __enter__(self) -> "Databases":
        super().__enter__()
        CACHE.mkdir(exist_ok=True)
        # beside the checkout and not in /tmp, which may be memory: a commit has to reach a disk
        self.home = Path(self.enter_context(tempfile.TemporaryDirectory(prefix="bench-", dir=CACHE)))
        self._server = ""
        self._count = 0
        return self

    def new(self, engine: str) -> dict[str, str]:
        """Environment of a process that works on a migrated, empty database of its own."""
        self._count += 1
        home = self.home / f"{engine}-{self._count}"
        home.mkdir()
        url = self._sqlite(home) if engine == SQLITE else self._postgresql()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HELIU_", "DJANGO_"))}
        return kept | {"HELIU_HOME": str(home), "HELIU_DATABASE_URL": url, "HELIU_NODE": "0"}

    def _sqlite(self, home: Path) -> str:
        template = self.home / "template.sqlite3"
        if not template.exists():
            self._migrate(f"sqlite:///{template}")
            with contextlib.closing(sqlite3.connect(template)) as file:
                file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(template, home / "heliu.sqlite3")
        return f"sqlite:///{home / 'heliu.sqlite3'}"

    def _postgresql(self) -> str:
        if not self._server:
            given = os.environ.get(URL_VARIABLE) or self.enter_context(throwaway_cluster())
            self._server = given.rpartition("/")[0]
            self._execute(f'DROP DATABASE IF EXISTS "{_TEMPLATE}" WITH (FORCE)', f'CREATE DATABASE "{_TEMPLATE}"')
            self._migrate(f"{self._server}/{_TEMPLATE}")
        name = f"heliu_bench_{os.getpid()}_{self._count}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{_TEMPLATE}"')
        self.callback(self._execute, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        return f"{self._server}/{name}"

    def _execute(self, *statements: str) -> None:
        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as server:
            for statement in statements:
                server.execute(statement)  # type: ignore[call-overload]

    def _migrate(self, url: str) -> None:
        environment = {**os.environ, "HELIU_HOME": str(self.home), "HELIU_DATABASE_URL": url}
        command = [sys.executable, "-m", "heliu", "migrate", "--verbosity", "0", "--skip-checks"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
