"""A throwaway PostgreSQL cluster on loopback, made from the server programs that are on the machine.

`python -m tools.postgres run -- COMMAND ...` starts one, runs the command with HELIU_TEST_POSTGRES_URL set, removes it.
The server refuses to run as root, so root starts it as an unprivileged user. fsync stays on: crash tests mean it.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.system import Program, install

POSTGRESQL = Program(
    title="the PostgreSQL server (initdb, pg_ctl)",
    debian_packages=("postgresql",),
    other_systems="macOS: brew install postgresql@16; elsewhere: set HELIU_PG_BIN to the folder that holds initdb",
)
URL_VARIABLE = "HELIU_TEST_POSTGRES_URL"
_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "250",
    "shared_buffers": "256MB",
    "fsync": "on",
    "log_min_messages": "fatal",
}


def _candidates() -> Iterator[Path]:
    named = os.environ.get("HELIU_PG_BIN")
    if named:
        yield Path(named)
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    debian = Path("/usr/lib/postgresql")
    if debian.is_dir():
        versions = [entry for entry in debian.iterdir() if entry.name.isdigit()]
        yield from (entry / "bin" for entry in sorted(versions, key=lambda entry: int(entry.name), reverse=True))
    yield from sorted(Path("/opt/homebrew/opt").glob("postgresql@*/bin"), reverse=True)


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl, newest version first, or None."""
    needed = ("initdb", "pg_ctl", "postgres")
    return next((folder for folder in _candidates() if all((folder / name).exists() for name in needed)), None)


def find_or_install() -> Path:
    found = find_programs()
    if found is None:
        install(POSTGRESQL)
        found = find_programs()
    if found is None:
        raise FileNotFoundError("the postgresql package is installed but brought no initdb")
    return found


def _unprivileged() -> dict[str, str | int]:
    """Arguments for subprocess.run: root steps down to `postgres`, or `nobody` where that user does not exist."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam("postgres" if "postgres" in known else "nobody")
    return {"user": account.pw_uid, "group": account.pw_gid}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _initialise(programs: Path, home: Path, password: str) -> None:
    secret = home / "password"
    secret.write_text(password, encoding="utf-8")
    identity = _unprivileged()
    if identity:
        for path in (home, secret):
            os.chown(path, int(identity["user"]), int(identity["group"]))
    command = [programs / "initdb", "-D", home / "data", "-U", "heliu", "--pwfile", secret]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=home, **identity)  # type: ignore[call-overload]
    secret.unlink()


@contextlib.contextmanager
def throwaway_cluster() -> Iterator[str]:
    """Yields the URL of database `postgres` of a new cluster, as its superuser. Stops and removes it at the end."""
    programs = find_or_install()
    home = Path(tempfile.mkdtemp(prefix="heliu-pg-"))
    password, port = secrets.token_hex(16), _free_port()
    control = [programs / "pg_ctl", "-D", home / "data", "-w", "-t", "60"]
    options = " ".join(f"-c {name}={value}" for name, value in _OPTIONS.items())
    try:
        _initialise(programs, home, password)
        start = [*control, "-l", home / "log", "-o", f"-p {port} -k {home} {options}", "start"]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=home, **_unprivileged())  # type: ignore[call-overload]
        try:
            yield f"postgresql://heliu:{password}@127.0.0.1:{port}/postgres"
        finally:
            stop = [*control, "-m", "immediate", "stop"]
            subprocess.run(stop, check=False, stdout=subprocess.DEVNULL, cwd=home, **_unprivileged())  # type: ignore[call-overload]
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(arguments: list[str]) -> int:
    if arguments[:2] != ["run", "--"] or len(arguments) < 3:
        print("usage: python -m tools.postgres run -- COMMAND ...", file=sys.stderr)
        return 2
    with throwaway_cluster() as url:
        return subprocess.run(arguments[2:], env={**os.environ, URL_VARIABLE: url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
