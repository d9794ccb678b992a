"""`make lock`: writes both requirement locks from pyproject.toml, with hashes, for every platform, naming no index.

Versions in the locks stay as they are unless a pin in pyproject.toml moved; `--upgrade` moves them all.
"""

import subprocess
import sys

from tools.paths import ROOT

_COMMON = ["--generate-hashes", "--no-emit-index-url", "--universal", "--python-version", "3.11", "--quiet"]


def _compile(*arguments: str) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *_COMMON]
    subprocess.run([*command, "--custom-compile-command", "make lock", *arguments], check=True, cwd=ROOT)


def main(arguments: list[str]) -> None:
    _compile("--output-file", "requirements.lock", *arguments)
    dev = ["--extra", "dev", "--extra", "planning", "--constraint", "requirements.lock"]
    _compile(*dev, "--output-file", "requirements-dev.lock", *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
