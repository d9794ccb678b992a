"""The locks are complete, carry hashes and name no registry, so that a clone installs the same packages anywhere."""

import json
import re
from typing import Any

import pytest

from tests.architecture.source import Fault, pyproject, report
from tools import node
from tools.paths import ROOT, WEB

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")
_ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|^-i ", re.MULTILINE)


def pins(text: str) -> dict[str, str]:
    """Package → version of a requirements lock."""
    found = (_PIN.match(line) for line in text.splitlines())
    return {_plain(match["name"]): match["version"] for match in found if match}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def requirement_faults(text: str, wanted: list[str]) -> list[Fault]:
    faults = []
    if _ADDRESS.search(text):
        faults.append(Fault("lock", "names a registry or an address"))
    entries = [part for part in re.split(r"\n(?=[A-Za-z0-9])", text) if _PIN.match(part)]
    faults += [Fault(_PIN.match(part)["name"], "has no hash") for part in entries if "--hash=sha256:" not in part]  # type: ignore[index]
    locked = pins(text)
    for requirement in wanted:
        name, _, version = requirement.partition("==")
        name = _plain(re.split(r"[\[<>=!~ ]", name)[0])
        if name not in locked:
            faults.append(Fault(name, "is not in the lock: run `make lock`"))
        elif version and locked[name] != version:
            faults.append(Fault(name, f"is pinned {version} but locked {locked[name]}: run `make lock`"))
    return faults


def package_lock_faults(lock: dict[str, Any]) -> list[Fault]:
    """npm may write a lock that `npm ci` refuses elsewhere: a platform's optional package left out, or an address."""
    packages = lock["packages"]
    faults = []
    for path, entry in packages.items():
        if "://" in str(entry.get("resolved", "")):
            faults.append(Fault(path, "carries a download address"))
        if path.startswith("node_modules/") and not entry.get("link") and "integrity" not in entry:
            faults.append(Fault(path, "has no integrity hash"))
        for name in entry.get("optionalDependencies", {}):
            if f"node_modules/{name}" not in packages and f"{path}/node_modules/{name}" not in packages:
                faults.append(Fault(path, f"{name} is missing from the lock"))
    return faults


def _wanted(*, dev: bool) -> list[str]:
    project: Any = pyproject()["project"]
    return [*project["dependencies"], *(project["optional-dependencies"]["dev"] if dev else [])]


@pytest.mark.parametrize(("file", "dev"), [("requirements.lock", False), ("requirements-dev.lock", True)])
def test_requirement_locks_are_complete_hashed_and_portable(file: str, dev: bool) -> None:
    faults = requirement_faults((ROOT / file).read_text(encoding="utf-8"), _wanted(dev=dev))
    assert not faults, report(faults)


def test_both_locks_agree_on_every_version() -> None:
    runtime = pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    everything = pins((ROOT / "requirements-dev.lock").read_text(encoding="utf-8"))
    assert len(runtime) > 20
    assert {name: everything.get(name) for name in runtime} == runtime


def test_the_wheel_build_uses_the_node_that_the_lock_names() -> None:
    name, _, version = node.PINNED.partition("==")
    assert pins((ROOT / "requirements-dev.lock").read_text(encoding="utf-8"))[name] == version


def test_the_package_lock_is_complete_and_portable() -> None:
    faults = package_lock_faults(json.loads((WEB / "package-lock.json").read_text(encoding="utf-8")))
    assert not faults, report(faults)


def test_web_packages_are_pinned_exactly() -> None:
    manifest = json.loads((WEB / "package.json").read_text(encoding="utf-8"))
    versions = {**manifest["dependencies"], **manifest["devDependencies"]}
    assert [name for name, version in versions.items() if not re.match(r"^(?:npm:.+@)?\d", version)] == []


@pytest.mark.parametrize(
    ("text", "wanted", "says"),
    [
        ("django==5.2.19\n", [], "has no hash"),
        ("--index-url https://mirror.example/simple\n", [], "names a registry"),
        ("django==5.2.19 --hash=sha256:00\n", ["orjson==3.13.0"], "is not in the lock"),
        ("django==5.2.18 --hash=sha256:00\n", ["django==5.2.19"], "is pinned 5.2.19 but locked 5.2.18"),
    ],
)
def test_a_faulty_requirement_lock_is_caught(text: str, wanted: list[str], says: str) -> None:
    (fault,) = requirement_faults(text, wanted)
    assert says in fault.what


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"integrity": "sha512-0", "resolved": "https://mirror.example/a.tgz"}, "download address"),
        ({}, "no integrity hash"),
        ({"integrity": "sha512-0", "optionalDependencies": {"a-darwin-arm64": "1.0.0"}}, "a-darwin-arm64 is missing"),
    ],
)
def test_a_faulty_package_lock_is_caught(entry: dict[str, Any], says: str) -> None:
    (fault,) = package_lock_faults({"packages": {"node_modules/a": entry}})
    assert says in fault.what
