"""Django's SQLite backend with a short way into a transaction.

Every posting begins one; Django's way goes through two cursor wrappers and a query log for a statement without
parameters and costs twenty times the statement.
"""

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    transaction_mode: str | None

    def _start_transaction_under_autocommit(self) -> None:
        with self.wrap_database_errors:
            self.connection.execute(f"BEGIN {self.transaction_mode or 'DEFERRED'}")
