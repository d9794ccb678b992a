"""The built web client: `web/` in, `heliu/config/static_spa/` out. Run by `make setup` and by the wheel build."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tools import node, stamps
from tools.paths import SPA_IN_PACKAGE, WEB

_STAMP = SPA_IN_PACKAGE / ".source-digest"
_NOT_SOURCE = {"node_modules", "dist", "tests", "test-results", "coverage"}


def _sources() -> Iterator[Path]:
    for folder, names, files in os.walk(WEB):
        names[:] = sorted(name for name in names if name not in _NOT_SOURCE)
        yield from (Path(folder) / file for file in files if ".test." not in file and not file.endswith(".tsbuildinfo"))


def is_current() -> bool:
    """True when the package carries a build of exactly these sources (or when there are no sources, as in an sdist)."""
    if not (WEB / "package.json").exists():
        if not (SPA_IN_PACKAGE / "index.html").exists():
            raise FileNotFoundError("neither web/package.json nor a built web client: this source tree is incomplete")
        return True
    return stamps.is_fresh(_STAMP, stamps.digest_of(_sources(), base=WEB))


def build(*, python: Path | None = None) -> bool:
    """Builds the web client unless it is current. True when it had to run."""
    if is_current():
        return False
    node.install_packages(python=python)
    node.npm(["run", "build"], python=python)
    digest = stamps.digest_of(_sources(), base=WEB)
    shutil.rmtree(SPA_IN_PACKAGE, ignore_errors=True)
    shutil.copytree(WEB / "dist", SPA_IN_PACKAGE)
    stamps.write(_STAMP, digest)
    return True
