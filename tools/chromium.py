"""Chromium for the browser tests: what is on the machine, else the system's package."""

import os
import shutil
import sys

from tools.system import Program, install

CHROMIUM = Program(
    title="Chromium",
    debian_packages=("chromium", "fonts-noto-cjk"),
    other_systems="elsewhere: install Chrome or Chromium and set HELIU_CHROMIUM to its program file",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The program file, or None."""
    named = os.environ.get("HELIU_CHROMIUM")
    if named:
        return named
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def find_or_install() -> str:
    """The program file; raises ProgramMissing when there is none and none can be installed."""
    found = find()
    if found is None:
        install(CHROMIUM)
        found = find()
    if found is None:
        raise FileNotFoundError("the chromium package is installed but brought no chromium program")
    return found


if __name__ == "__main__":
    sys.stdout.write(find_or_install() + "\n")
