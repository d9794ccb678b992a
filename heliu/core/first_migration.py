"""First migrations make the tables of a room in one go: Django renders every model anew for each table it makes, which
took most of the time of a first start."""

from typing import Any

from django.db import migrations
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState


class FirstMigration(migrations.Migration):
    """A migration that begins with new tables; does what Django's would do, with the models rendered once."""

    initial = True

    def apply(self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False) -> ProjectState:
        """The state after the migration; `project_state` becomes it, as with Django's."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        tables = [op for op in self.operations if isinstance(op, CreateModel)]
        rest = self.operations[len(tables) :]
        if any(isinstance(op, CreateModel) for op in rest):
            raise TypeError(f"{self}: new tables come first; write it with `heliu makemigrations --fold`")
        before = project_state.clone()
        project_state.__dict__.pop("apps", None)  # rendered again when the first table asks, then with all of them
        for table in tables:
            table.state_forwards(self.app_label, project_state)
        for table in tables:
            table.database_forwards(self.app_label, schema_editor, before, project_state)
        last = migrations.Migration(self.name, self.app_label)
        last.operations, last.atomic = rest, self.atomic
        return last.apply(project_state, schema_editor)
