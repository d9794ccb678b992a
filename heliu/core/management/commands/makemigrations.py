"""heliu makemigrations: Django's, with first migrations folded; `--fold` rewrites the existing ones."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import CommandParser
from django.core.management.commands.makemigrations import Command as DjangoCommand
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import MigrationWriter

from heliu.core.folding import as_first_migration, fold


class Command(DjangoCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--fold", action="store_true", help="fold the first migration of the rooms and write it anew"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options.pop("fold"):
            super().handle(*args, **options)
            return
        self.written_files: list[str] = []
        self.verbosity, self.dry_run = options["verbosity"], options["dry_run"]
        self.include_header, self.scriptable = False, False
        ours = {config.label for config in apps.get_app_configs() if config.name.startswith("heliu.")}
        firsts = {
            label: [migration]
            for (label, name), migration in MigrationLoader(None).disk_migrations.items()
            if name == "0001_initial" and label in ours and (not args or label in args)
        }
        self.write_migration_files(firsts)

    def write_migration_files(self, changes: dict[str, Any], *args: Any) -> None:
        for label, migrations in changes.items():
            for migration in migrations:
                if migration.initial:
                    migration.operations = fold(label, migration.operations)
        super().write_migration_files(changes, *args)
        if self.dry_run:
            return
        for migration in (m for migrations in changes.values() for m in migrations if m.initial):
            path = Path(MigrationWriter(migration).path)
            path.write_text(as_first_migration(path.read_text(encoding="utf-8")), encoding="utf-8")
