"""Running SQL text of a migration, chosen by engine: rules that the database itself enforces."""

from collections.abc import Callable
from pathlib import Path
from typing import Any


def run_sql(folder: Path, name: str) -> Callable[[Any, Any], None]:
    """Function for RunPython that executes `{folder}/{name}_{engine}.sql`; an empty line parts its statements."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        text = (folder / f"{name}_{vendor}.sql").read_text(encoding="utf-8")
        for statement in text.split("\n\n"):
            if statement.strip():
                schema_editor.execute(statement.strip(), params=None)

    return forwards
