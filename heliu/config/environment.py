"""What the outside decides: the data directory, the database, the secrets. Read once by settings."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous={synchronous};PRAGMA foreign_keys=ON;PRAGMA recursive_triggers=ON;"
    "PRAGMA cache_size=-64000;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;PRAGMA wal_autocheckpoint=4000;"
)
_KNOWN_SECRETS = frozenset({"secret", "changeme", "change-me", "password", "heliu", "insecure"})
_SECRET_MIN_LENGTH = 32


class BadEnvironment(SystemExit):
    """The program refuses to start with a setting that cannot be right; says which and what to do."""


def home_directory() -> Path:
    """HELIU_HOME or the per-user data directory of the platform; made with mode 700 if missing."""
    named = os.environ.get("HELIU_HOME")
    home = Path(named).expanduser().resolve() if named else _default_home()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def _default_home() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Heliu"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Heliu"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "heliu"


def secret_key(home: Path) -> str:
    """HELIU_SECRET_KEY, else a key generated once into a file that only its owner reads."""
    given = os.environ.get("HELIU_SECRET_KEY")
    if given is not None:
        if len(given) < _SECRET_MIN_LENGTH or given.lower() in _KNOWN_SECRETS:
            raise BadEnvironment(f"HELIU_SECRET_KEY: at least {_SECRET_MIN_LENGTH} random characters are needed.")
        return given
    path = home / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def names(name: str) -> list[str]:
    """A comma-separated list from the environment."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def database(home: Path) -> dict[str, Any]:
    """Django's database settings of HELIU_DATABASE_URL.

    sqlite:///file (from the working directory), sqlite:////absolute/file or postgresql://user:password@host/name.
    """
    url = os.environ.get("HELIU_DATABASE_URL") or f"sqlite:///{home / 'heliu.sqlite3'}"
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return _sqlite(url, home)
    if scheme in {"postgres", "postgresql"}:
        return _postgresql(url)
    raise BadEnvironment(f"HELIU_DATABASE_URL: {scheme or url!r} is not known; use sqlite:/// or postgresql://.")


def _sqlite(url: str, home: Path) -> dict[str, Any]:
    file = unquote(url.removeprefix("sqlite://").removeprefix("/"))
    path = Path(file) if file else home / "heliu.sqlite3"
    synchronous = os.environ.get("HELIU_SQLITE_SYNCHRONOUS", "FULL").upper()
    if synchronous not in {"FULL", "NORMAL"}:
        raise BadEnvironment("HELIU_SQLITE_SYNCHRONOUS: FULL (default, safe) or NORMAL.")
    return {
        "ENGINE": "heliu.core.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": _SQLITE_PRAGMAS.format(synchronous=synchronous),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    extra = dict(parse_qsl(parts.query))
    prepare = None if extra.pop("prepared", "on") == "off" else 5  # off: a pooler that knows no prepared statements
    pool = {"min_size": 2, "max_size": int(extra.pop("pool_max", "10")), "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "heliu",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": extra.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": pool, "server_side_binding": True, "prepare_threshold": prepare, **extra},
    }
