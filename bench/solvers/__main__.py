"""`python -m bench.solvers [NAME …] [--quick] [--json]`: every solver against its bars.

Each benchmark is a module of this package with `run(quick: bool) -> list[SolverFigure]` and runs in a process of its
own. Exit code 0 only if every bar that ran holds and every benchmark that was asked for ran.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import time
from typing import Any

from bench.solvers.figures import bar_text
from tools.paths import ROOT

BENCHMARKS = {
    "forecast": "demand distributions on car parts, jewelry and M3",
    "replenish": "stock against fill rate on car parts; closed forms",
    "price": "price alarms and buying ahead on commodity prices; levers of a purchase programme",
    "allocate": "orders to stores: size, time, gap, shipments",
    "customers": "segments and offers on a retailer's customers; known truth",
    "clearance": "slow movers and staged markdown in a simulation",
    "cash": "cash path of a simulated company with known truth",
}
_COLUMNS = ("name", "value", "unit", "goal", "ok", "seconds", "anchor")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.solvers",
        epilog="benchmarks:\n" + "\n".join(f"  {name:12} {text}" for name, text in BENCHMARKS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (default: all)")
    parser.add_argument("--quick", action="store_true", help="smaller amounts: four minutes for all")
    parser.add_argument("--json", action="store_true", help="end with a JSON list of the figures, in one line")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.names) - set(BENCHMARKS)):
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
    if options.worker:
        return _work(options.worker, quick=options.quick)
    figures, failed = measure(options.names or list(BENCHMARKS), quick=options.quick)
    print_table(figures)
    for name in failed:
        print(f"{name}: did not finish")
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    return 0 if figures and not failed and all(figure["ok"] for figure in figures) else 1


def measure(names: list[str], *, quick: bool) -> tuple[list[dict[str, Any]], list[str]]:
    """Figures of the benchmarks named, and the names of those that did not finish."""
    figures: list[dict[str, Any]] = []
    failed: list[str] = []
    for name in names:
        print(f"… {name}", file=sys.stderr, flush=True)
        started = time.perf_counter()
        command = [sys.executable, "-m", "bench.solvers", "--worker", name, *(["--quick"] if quick else [])]
        done = subprocess.run(command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, text=True)
        print(f"  {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        if done.returncode == 0 and done.stdout.strip():
            figures += json.loads(done.stdout.splitlines()[-1])
        else:
            failed.append(name)
    return figures, failed


def _environment() -> dict[str, str]:
    """One thread per numeric library: figures say what a core does, and do not depend on how many there are."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _work(name: str, *, quick: bool) -> int:
    module = importlib.import_module(f"bench.solvers.{name}")
    print(json.dumps([figure.as_dict() for figure in module.run(quick)], ensure_ascii=False))
    return 0


def print_table(figures: list[dict[str, Any]]) -> None:
    shown = ({**figure, "goal": bar_text(figure)} for figure in figures)
    rows = [_COLUMNS, *(tuple(_text(figure[column]) for column in _COLUMNS) for figure in shown)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_COLUMNS))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
