"""How PostgreSQL lays out tables whose few rows change all the time."""

from collections.abc import Callable
from typing import Any

_FILL_PERCENT = 50


def leave_room_for_updates(*tables: str) -> Callable[[Any, Any], None]:
    """Function for RunPython: half of each page stays free, so that a new version of a row lies beside the old one.

    Then no index changes, and a reader finds old versions cleared page by page instead of waiting for a vacuum: balance
    rows that change with every posting would otherwise be read through thousands of dead ones.
    """

    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table in tables:
                schema_editor.execute(f"ALTER TABLE {table} SET (fillfactor = {_FILL_PERCENT})", params=None)

    return forwards
