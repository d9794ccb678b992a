"""`make test`: every stage in order, none left out silently, counts at the end.

    static       ruff, mypy, Biome, tsc, package lock
    unit         unit, property and architecture tests
    sqlite       integration, API and scenario tests on SQLite
    postgresql   the same tests on PostgreSQL (a throwaway cluster)
    e2e          the browser tests in Chromium against a real server
    web          vitest

A stage that runs no test has failed; under CI=true so has one that skipped a test.
"""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import node
from tools.paths import RESULTS, ROOT

_WORKERS = "2"
_BOTH_ENGINES = ("tests/integration", "tests/api", "tests/scenarios")


@dataclass(slots=True)
class Outcome:
    """What a stage did; `faults` are sentences, empty when it is green."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.faults


def _call(command: Sequence[str], *, environment: dict[str, str] | None = None, cwd: Path = ROOT) -> int:
    print("$ " + " ".join(command), flush=True)
    return subprocess.run(command, cwd=cwd, env={**os.environ, **(environment or {})}).returncode


def _read_counts(report: Path, outcome: Outcome) -> None:
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        total, bad = int(suite.get("tests", 0)), int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        outcome.failed += bad
        outcome.skipped += skipped
        outcome.passed += total - bad - skipped


def _judge(outcome: Outcome, code: int, report: Path) -> Outcome:
    if report.exists():
        _read_counts(report, outcome)
    if code != 0:
        outcome.faults.append(f"the test runner ended with {code}")
    if outcome.passed == 0:
        outcome.faults.append("no test passed")
    if outcome.skipped and os.environ.get("CI") == "true":
        outcome.faults.append(f"{outcome.skipped} skipped under CI")
    return outcome


def _pytest(name: str, folders: Sequence[str], *options: str, engine: str = "sqlite") -> Outcome:
    report = RESULTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    present = [folder for folder in folders if (ROOT / folder).is_dir()]
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", "--durations=5", *options, *present]
    code = _call(command, environment={"HELIU_TEST_ENGINE": engine})
    return _judge(Outcome(), code, report)


def static() -> Outcome:
    outcome = Outcome()
    commands = {
        "ruff": ["-m", "ruff", "check", "."],
        "layout": ["-m", "ruff", "format", "--check", "."],
        "types": ["-m", "mypy"],
        "web style": ["-m", "tools.node", "run", "lint"],
        "web types": ["-m", "tools.node", "run", "typecheck"],
        "web package lock": ["-m", "tools.node", "run", "check:lock"],
    }
    for title, arguments in commands.items():
        if _call([sys.executable, *arguments]) == 0:
            outcome.passed += 1
        else:
            outcome.failed += 1
            outcome.faults.append(title)
    return outcome


def unit() -> Outcome:
    return _pytest("unit", ("tests/unit", "tests/properties", "tests/architecture"), "-n", _WORKERS)


def sqlite() -> Outcome:
    return _pytest("sqlite", _BOTH_ENGINES, "-n", _WORKERS)


def postgresql() -> Outcome:
    return _pytest("postgresql", _BOTH_ENGINES, "-n", _WORKERS, engine="postgresql")


def e2e() -> Outcome:
    # a story builds on what the tests before it in its file have done
    return _pytest("e2e", ("tests/e2e",), "-n", _WORKERS, "--dist", "loadfile")


def web() -> Outcome:
    node.install_packages()
    report = RESULTS / "web.xml"
    report.unlink(missing_ok=True)
    options = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={report}"]
    code = _call([sys.executable, "-m", "tools.node", "run", "test", "--", *options])
    return _judge(Outcome(), code, report)


STAGES: dict[str, Callable[[], Outcome]] = {
    stage.__name__: stage for stage in (static, unit, sqlite, postgresql, e2e, web)
}


def _run(name: str) -> Outcome:
    print(f"\n===== {name} =====", flush=True)
    started = time.monotonic()
    outcome = STAGES[name]()
    outcome.seconds = time.monotonic() - started
    return outcome


def _print_summary(outcomes: dict[str, Outcome]) -> None:
    print(f"\n{'stage':<12}{'seconds':>9}{'passed':>9}{'failed':>8}{'skipped':>9}")
    for name, outcome in outcomes.items():
        row = f"{name:<12}{outcome.seconds:>9.0f}{outcome.passed:>9}{outcome.failed:>8}{outcome.skipped:>9}"
        print(row + ("" if outcome.ok else "   FAILED: " + "; ".join(outcome.faults)))
    total = Outcome(
        passed=sum(outcome.passed for outcome in outcomes.values()),
        failed=sum(max(outcome.failed, 0 if outcome.ok else 1) for outcome in outcomes.values()),
        skipped=sum(outcome.skipped for outcome in outcomes.values()),
    )
    print(f"\n{total.passed} passed, {total.failed} failed, {total.skipped} skipped", flush=True)


def main(arguments: list[str]) -> int:
    unknown = sorted(set(arguments) - set(STAGES))
    if unknown:
        print(f"no such stage: {', '.join(unknown)}; there are: {', '.join(STAGES)}", file=sys.stderr)
        return 2
    RESULTS.mkdir(exist_ok=True)
    outcomes = {name: _run(name) for name in (arguments or STAGES)}
    _print_summary(outcomes)
    return 0 if all(outcome.ok for outcome in outcomes.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
