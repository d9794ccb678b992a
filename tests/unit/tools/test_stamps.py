"""A set-up step runs again when, and only when, what it depends on changed."""

from pathlib import Path

from tools import stamps


def test_a_step_is_fresh_until_an_input_changes(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==5.2.19", encoding="utf-8")
    stamp = tmp_path / ".venv" / "stamp"
    before = stamps.digest_of([lock], base=tmp_path)
    assert not stamps.is_fresh(stamp, before)

    stamps.write(stamp, before)
    assert stamps.is_fresh(stamp, before)

    lock.write_text("django==5.2.20", encoding="utf-8")
    assert not stamps.is_fresh(stamp, stamps.digest_of([lock], base=tmp_path))


def test_the_order_of_files_does_not_matter_but_their_names_do(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("x", encoding="utf-8")
    two.write_text("y", encoding="utf-8")
    digest = stamps.digest_of([one, two], base=tmp_path)
    assert stamps.digest_of([two, one], base=tmp_path) == digest

    one.rename(tmp_path / "three")
    assert stamps.digest_of([tmp_path / "three", two], base=tmp_path) != digest


def test_another_python_means_another_environment(tmp_path: Path) -> None:
    assert stamps.digest_of([], base=tmp_path, salt="3.11") != stamps.digest_of([], base=tmp_path, salt="3.12")
