"""One benchmark on one engine in a process of its own: `python -m bench.worker NAME [--quick]` (started by bench).

Says what it does on stderr; the last line of stdout is the JSON list of its figures.
"""

import importlib
import json
import os
import sys

import django


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heliu.config.settings")
    django.setup()
    module = importlib.import_module(f"bench.{arguments[0]}")
    figures = module.run(quick="--quick" in arguments)
    print(json.dumps([figure.as_dict() for figure in figures], ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
