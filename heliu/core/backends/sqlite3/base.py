"""Django's SQLite backend with a short way through the outermost transaction.

Every posting takes it; Django's way sends BEGIN through two cursor wrappers, prepares COMMIT anew each time and sets
the driver's isolation level twice, which costs a posting six percent.
"""

import sqlite3

from django.db import DatabaseError
from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    transaction_mode: str | None

    def begin_outermost(self) -> None:
        """The state that `transaction.atomic()` would leave; no transaction may be open."""
        if self.connection is None:
            self.ensure_connection()
        self._execute(f"BEGIN {self.transaction_mode or 'DEFERRED'}")
        self.autocommit = False
        self.in_atomic_block = True
        self.commit_on_exit = True
        self.needs_rollback = False

    def end_outermost(self, *, keep: bool) -> None:
        """Commits, unless `keep` is false or an inner block demands otherwise; then runs what waits for the commit."""
        keep = keep and not self.needs_rollback
        self.in_atomic_block = False
        self.needs_rollback = False
        try:
            if self.closed_in_transaction:
                self.connection = None
                self.run_on_commit = []
            elif keep:
                self._keep()
            else:
                self._undo()
        finally:
            self.autocommit = True
        if self.run_on_commit:
            self.run_and_clear_commit_hooks()

    def _keep(self) -> None:
        try:
            self._execute("COMMIT")
        except DatabaseError:
            self._undo()
            raise

    def _execute(self, sql: str) -> None:
        """Raises the errors of django.db."""
        try:
            self.connection.execute(sql)
        except sqlite3.Error:
            with self.wrap_database_errors:
                raise

    def _undo(self) -> None:
        """SQLite has undone it already after some errors, such as a full disk."""
        self.run_on_commit = []
        try:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
        except sqlite3.Error:
            self.close()
