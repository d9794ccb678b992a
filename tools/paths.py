"""Where things stand in a checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
SPA_IN_PACKAGE = ROOT / "heliu" / "config" / "static_spa"
CACHE = ROOT / ".cache"
RESULTS = ROOT / "test-results"


def venv_dir() -> Path:
    return ROOT / ".venv"


def venv_python() -> Path:
    """The interpreter inside the virtual environment, on any system."""
    return venv_dir() / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
