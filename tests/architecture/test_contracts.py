"""What is generated is fresh: migrations, the OpenAPI document, the typed client."""

import difflib
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.utils import translation

from tools import node
from tools.paths import ROOT, WEB

OPENAPI = WEB / "openapi.json"
CLIENT = WEB / "src" / "api" / "schema.d.ts"


def missing_migrations(wanted: ProjectState) -> list[str]:
    loader = MigrationLoader(None)
    with translation.override(None):
        changes = MigrationAutodetector(loader.project_state(), wanted).changes(graph=loader.graph)
    return [
        f"{app}: {operation.describe()}"
        for app, migrations in changes.items()
        if apps.get_app_config(app).name.startswith("heliu.")
        for migration in migrations
        for operation in migration.operations
    ]


def _project() -> ProjectState:
    """The models as `makemigrations` sees them: labels untranslated."""
    with translation.override(None):
        return ProjectState.from_apps(apps)


def difference(committed: str, generated: str, *, name: str) -> str:
    """Empty when equal, else the first lines of a diff."""
    lines = difflib.unified_diff(
        committed.splitlines(), generated.splitlines(), name, "generated now", lineterm="", n=1
    )
    return "\n".join(list(lines)[:40])


def test_migrations_are_complete() -> None:
    assert missing_migrations(_project()) == []


def test_a_column_without_migration_is_caught() -> None:
    before = missing_migrations(_project())
    state = _project()
    state.add_model(ModelState("sales", "Seeded", [("id", models.BigAutoField(primary_key=True))]))
    assert set(missing_migrations(state)) - set(before) == {"sales: Create model Seeded"}


def test_the_openapi_document_is_what_the_routes_say() -> None:
    run = subprocess.run([sys.executable, "-m", "heliu", "openapi"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    stale = difference(OPENAPI.read_text(encoding="utf-8"), run.stdout, name="web/openapi.json")
    assert not stale, f"run `make api`\n{stale}"


def test_the_typed_client_is_what_the_openapi_document_says(tmp_path: Path) -> None:
    generated = tmp_path / "schema.d.ts"
    generator = WEB / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
    command = ["node", str(generator), str(OPENAPI), "-o", str(generated), "--default-non-nullable=false"]
    subprocess.run(command, cwd=WEB, check=True, capture_output=True, env=node.environment(Path(sys.executable)))
    stale = difference(CLIENT.read_text(encoding="utf-8"), generated.read_text(encoding="utf-8"), name="schema.d.ts")
    assert not stale, f"run `make api`\n{stale}"


@pytest.mark.parametrize("change", ["\n+ a route more", ""])
def test_a_stale_document_is_caught(change: str) -> None:
    assert bool(difference("{}", "{}" + change, name="seeded")) is bool(change)
