"""The `heliu` command: every sub-command is a Django management command of one of the rooms."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heliu.config.settings")
    from django.core.management import execute_from_command_line

    command, *rest = sys.argv[1:] or ["help"]
    execute_from_command_line(["heliu", command if command.startswith("-") else command.replace("-", "_"), *rest])


if __name__ == "__main__":
    main()
