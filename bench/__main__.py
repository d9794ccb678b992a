"""`python -m bench [NAME …] [--quick] [--json]`: one table; exit code 0 only when every figure that ran keeps its goal.

Each benchmark runs per engine in a process of its own, on a database of its own. PostgreSQL is the server named by
HELIU_TEST_POSTGRES_URL, else a throwaway cluster. `solvers` stands for `python -m bench.solvers --quick`, whose figures
carry an anchor where these carry a floor.
"""

import argparse
import json
import subprocess
import sys
from typing import Any

from bench.databases import POSTGRESQL, SQLITE, Databases
from bench.solvers import __main__ as solvers
from tools.paths import ROOT

BENCHMARKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "delivery": ("one shipment of five lines through the posting path, beside raw SQL", (SQLITE, POSTGRESQL)),
    "cycles": ("order to cash and procure to stock through the services, beside plain SQL", (SQLITE, POSTGRESQL)),
    "batch": ("posting of history, a thousand documents at a time", (SQLITE, POSTGRESQL)),
    "growth": ("what questions and a posting cost after a long history", (SQLITE, POSTGRESQL)),
    "endpoints": ("lists and deliveries over HTTP", (SQLITE, POSTGRESQL)),
    "item_search": ("search while typing", (SQLITE, POSTGRESQL)),
}
_SOLVERS = "solvers"
_COLUMNS = ("name", "value", "unit", "goal", "floor", "ok")


def main(arguments: list[str]) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.names) - {*BENCHMARKS, _SOLVERS}):
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join([*BENCHMARKS, _SOLVERS])}")
    engines = (options.engine,) if options.engine else (SQLITE, POSTGRESQL)
    figures: list[dict[str, Any]] = []
    failed: list[str] = []
    names = options.names or [*BENCHMARKS, _SOLVERS]
    with Databases() as databases:
        for name in (name for name in names if name != _SOLVERS):
            for engine in (e for e in BENCHMARKS[name][1] if e in engines):
                print(f"… {name} on {engine}", file=sys.stderr, flush=True)
                found = _run(name, databases.new(engine), quick=options.quick)
                figures += found
                if not found:
                    failed.append(f"{name} on {engine}")
    _print_table(figures)
    if _SOLVERS in names:
        measured, missing = solvers.measure(list(solvers.BENCHMARKS), quick=True)
        solvers.print_table(measured)
        figures += measured
        failed += missing
    for name in failed:
        print(f"{name}: did not finish")
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    return 0 if figures and not failed and all(figure["ok"] for figure in figures) else 1


def _parser() -> argparse.ArgumentParser:
    names = "\n".join(f"  {name:14} {text}" for name, (text, _) in BENCHMARKS.items())
    names += f"\n  {_SOLVERS:14} every solver against its bars, in small"
    parser = argparse.ArgumentParser(
        prog="python -m bench", epilog=f"benchmarks:\n{names}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (default: all)")
    parser.add_argument("--quick", action="store_true", help="smaller amounts: minutes instead of a quarter of an hour")
    parser.add_argument("--json", action="store_true", help="end with a JSON list of the figures, in one line")
    parser.add_argument("--engine", choices=(SQLITE, POSTGRESQL), help="only one of the engines")
    return parser


def _run(name: str, environment: dict[str, str], *, quick: bool) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "bench.worker", name, *(["--quick"] if quick else [])]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        return []
    figures: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _print_table(figures: list[dict[str, Any]]) -> None:
    rows = [_COLUMNS, *(tuple(_text(figure[column]) for column in _COLUMNS) for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_COLUMNS))]
    for row in rows:
        cells = [
            cell.ljust(w) if i in (0, 2) else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
