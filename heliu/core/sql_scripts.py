"""SQL that the ORM cannot say (triggers, functions), kept as text beside the room: `<room>/sql/<name>.<engine>.sql`."""

from importlib import resources
from typing import Any

from django.db import migrations

_SEPARATOR = "\n--;\n"


def statements(package: str, name: str, vendor: str) -> list[str]:
    """Statements of a script in order; a line `--;` parts them, because trigger bodies hold semicolons."""
    text = resources.files(package).joinpath("sql", f"{name}.{vendor}.sql").read_text(encoding="utf-8")
    return [part.strip() for part in f"{text}\n".split(_SEPARATOR) if part.strip()]


def run_script(package: str, name: str) -> migrations.RunPython:
    """Migration step that runs a script of the engine in use. Triggers go away with their tables, so no way back."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        for statement in statements(package, name, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(forwards, migrations.RunPython.noop)
