from pathlib import Path

import pytest

from heliu.config import environment

HOME = Path("/data/heliu")


def _database(monkeypatch: pytest.MonkeyPatch, url: str | None) -> dict[str, object]:
    monkeypatch.delenv("HELIU_DATABASE_URL", raising=False)
    if url is not None:
        monkeypatch.setenv("HELIU_DATABASE_URL", url)
    return environment.database(HOME)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        (None, HOME / "heliu.sqlite3"),
        ("sqlite:////var/books.sqlite3", Path("/var/books.sqlite3")),
        ("sqlite:///books.sqlite3", Path("books.sqlite3")),
        ("sqlite:///C:/books/heliu.sqlite3", Path("C:/books/heliu.sqlite3")),
        ("sqlite:////var/my%20books.sqlite3", Path("/var/my books.sqlite3")),
        ("sqlite://", HOME / "heliu.sqlite3"),
    ],
)
def test_where_the_sqlite_file_is(monkeypatch: pytest.MonkeyPatch, url: str | None, file: Path) -> None:
    assert _database(monkeypatch, url)["NAME"] == file


def test_sqlite_is_durable_and_takes_the_write_lock_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    options = _database(monkeypatch, None)["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"  # type: ignore[index]
    assert "synchronous=FULL" in options["init_command"]  # type: ignore[index]
    assert "journal_mode=WAL" in options["init_command"]  # type: ignore[index]


def test_a_postgresql_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _database(monkeypatch, "postgresql://heliu:p%40ss@db.example:5433/books?pool_max=25&sslmode=require")

    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "heliu", "p@ss", "db.example", "5433", "books",
    )  # fmt: skip
    options = found["OPTIONS"]
    assert options["pool"]["max_size"] == 25  # type: ignore[index]
    assert options["sslmode"] == "require"  # type: ignore[index]


def test_other_engines_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(environment.BadEnvironment, match="mysql"):
        _database(monkeypatch, "mysql://x/y")


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HELIU_SECRET_KEY", raising=False)

    first, second = environment.secret_key(tmp_path), environment.secret_key(tmp_path)

    assert first == second
    assert len(first) >= 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
