"""`pip install .` brings everything: the wheel carries the built web client, the SQL of the triggers and the data."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import spa
from tools.paths import ROOT, SPA_IN_PACKAGE

_PACKAGE_TEXTS = {".py", ".sql", ".json", ".csv", ".gz"}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that git knows in a folder of their own, with a web client that passes as built from them."""
    folder = tmp_path_factory.mktemp("checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in listed.split("\0"):
        if name and (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    built = folder / SPA_IN_PACKAGE.relative_to(ROOT)
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (built / "assets" / "index-0.js").write_text("export {}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spa, "WEB", folder / "web")
        digest = spa.stamps.digest_of(spa._sources(), base=folder / "web")
    spa.stamps.write(built / ".source-digest", digest)
    return folder


def _build(checkout: Path, into: Path) -> set[str]:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    command = [*pip, "--no-build-isolation", "--wheel-dir", str(into), str(checkout)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    (wheel,) = into.glob("heliu-*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_carries_the_package_with_its_data_and_the_web_client(checkout: Path, tmp_path: Path) -> None:
    names = _build(checkout, tmp_path)
    source = {
        path.relative_to(checkout).as_posix()
        for path in (checkout / "heliu").rglob("*")
        if path.suffix in _PACKAGE_TEXTS and path.is_file()
    }
    assert source - names == set()
    assert "heliu/config/static_spa/index.html" in names
    assert any(name.startswith("heliu/config/static_spa/assets/") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "tools/", "web/", "bench/"))]


def test_a_source_tree_without_the_web_client_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spa, "WEB", tmp_path / "web")
    monkeypatch.setattr(spa, "SPA_IN_PACKAGE", tmp_path / "static_spa")
    with pytest.raises(FileNotFoundError, match="incomplete"):
        spa.is_current()


def test_a_changed_source_makes_the_web_client_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "web" / "src").mkdir(parents=True)
    (tmp_path / "web" / "package.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(spa, "WEB", tmp_path / "web")
    monkeypatch.setattr(spa, "_STAMP", tmp_path / "stamp")
    assert not spa.is_current()
    spa.stamps.write(tmp_path / "stamp", spa.stamps.digest_of(spa._sources(), base=tmp_path / "web"))
    assert spa.is_current()
    (tmp_path / "web" / "src" / "main.tsx").write_text("export {}", encoding="utf-8")
    assert not spa.is_current()
