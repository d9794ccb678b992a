"""Stops with a clear sentence when Python is too old. Written so that any Python since 2.7 can read it."""

import sys

if sys.version_info[:2] < (3, 11):
    sys.stderr.write(
        "Heliu needs Python 3.11 or newer; {0} is {1}.\n"
        "Install a newer one (Debian: apt-get install python3.11 python3.11-venv; macOS: brew install python@3.12)\n"
        "and name it: make PYTHON=python3.12 setup\n".format(sys.executable, sys.version.split()[0])
    )
    sys.exit(1)
