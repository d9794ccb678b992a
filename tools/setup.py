"""`make setup`: virtual environment, hash-locked packages, Heliu itself, Node packages, the built web client.

Idempotent: each step has a stamp (see `stamps.py`) and a second run takes about a second.
"""

import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

from tools import node, spa, stamps
from tools.paths import ROOT, venv_dir, venv_python

LOCK = ROOT / "requirements-dev.lock"


class SetupFailed(Exception):
    """A step could not be done; the message names what is missing and the command that mends it."""


def _run(*command: str) -> None:
    subprocess.run(command, check=True, cwd=ROOT)


def _works(python: Path) -> bool:
    """An environment copied or made by a Python that has gone is of no use."""
    if not python.exists():
        return False
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([str(python), "-c", probe], capture_output=True).returncode == 0


def make_environment() -> bool:
    if _works(venv_python()):
        return False
    try:
        import ensurepip  # noqa: F401  (Debian ships Python without it)
    except ImportError:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetupFailed(
            f"this Python has no venv with pip. On Debian or Ubuntu: sudo apt-get install python{version}-venv"
        ) from None
    venv.create(venv_dir(), clear=venv_dir().exists(), with_pip=True)
    return True


def install_requirements() -> bool:
    stamp = venv_dir() / ".heliu" / "requirements"
    digest = stamps.digest_of([LOCK], base=ROOT, salt=sys.version)
    if stamps.is_fresh(stamp, digest):
        return False
    pip = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    _run(*pip, "--require-hashes", "--requirement", str(LOCK))
    stamps.write(stamp, digest)
    return True


def install_heliu() -> bool:
    """Editable, so that code changes need no second set-up; again only when the package's own data changed."""
    stamp = venv_dir() / ".heliu" / "editable"
    digest = stamps.digest_of([ROOT / "pyproject.toml", LOCK], base=ROOT, salt=str(ROOT))
    if stamps.is_fresh(stamp, digest):
        return False
    pip = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    _run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    stamps.write(stamp, digest)
    return True


def _steps() -> list[tuple[str, Callable[[], bool]]]:
    return [
        ("virtual environment", make_environment),
        ("Python packages (hash-locked)", install_requirements),
        ("heliu, editable", install_heliu),
        ("Node packages", lambda: node.install_packages(python=venv_python())),
        ("web client", lambda: spa.build(python=venv_python())),
    ]


def main() -> int:
    for number, (title, step) in enumerate(_steps(), start=1):
        print(f"[{number}/{len(_steps())}] {title} ...", flush=True)
        started = time.monotonic()
        try:
            changed = step()
        except (SetupFailed, subprocess.CalledProcessError) as failure:
            print(f"setup stopped at '{title}': {failure}", file=sys.stderr)
            return 1
        print(f"      {'done' if changed else 'up to date'} in {time.monotonic() - started:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
