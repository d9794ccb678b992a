"""`heliu serve` as a whole: it starts from nothing, works, and ends when told."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import server as servers
from tools.paths import ROOT

pytestmark = pytest.mark.engine("sqlite")


@pytest.mark.slow
def test_from_nothing_to_a_company_and_a_clean_end(tmp_path: Path) -> None:
    with servers.running(tmp_path, from_nothing=True) as server:
        assert f"数据目录 data    {tmp_path}" in server.log
        client = servers.Client(server.url)
        started = client.set_up(server, username="boss", password="Kirschbaum-77", company="合流商贸")
        assert started.status == 200, started.body
        assert client.get("health").body["status"] == "ok"
        assert client.get("access/users").body["total"] == 1
        server.stop()
        assert server.process.returncode == 0

    with servers.running(tmp_path) as again:
        assert again.setup_link is None


@pytest.mark.slow
def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with servers.running(tmp_path) as server:
        port = server.url.rpartition(":")[2]
        second = _heliu(tmp_path, "serve", "--port", port)

    assert second.returncode == 1
    assert f"127.0.0.1:{port} cannot be used" in second.stderr


@pytest.mark.slow
def test_the_server_does_not_outlive_its_killed_supervisor(tmp_path: Path) -> None:
    with servers.running(tmp_path) as server:
        server.process.kill()
        server.process.wait()
        deadline = time.monotonic() + 15
        while servers._answers(server.url) and time.monotonic() < deadline:
            time.sleep(0.2)

        assert not servers._answers(server.url)


def _heliu(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "HELIU_HOME": str(home), "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "heliu", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.mark.slow
def test_doctor_and_setup_link_on_a_fresh_directory(tmp_path: Path) -> None:
    before = _heliu(tmp_path, "doctor", "--json")
    link = _heliu(tmp_path, "setup-link", "--port", "9000")
    after = _heliu(tmp_path, "doctor", "--json")

    assert before.returncode == 1
    assert {c["name"]: c["ok"] for c in json.loads(before.stdout)["checks"]}["migrations"] is False
    assert link.returncode == 0, link.stderr
    assert link.stdout.startswith("http://127.0.0.1:9000/setup?token=")
    found = {c["name"]: c["ok"] for c in json.loads(after.stdout)["checks"]}
    assert found.pop("web client") in (True, False)
    assert all(found.values()), found
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_a_known_or_short_secret_is_refused(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HELIU_HOME": str(tmp_path), "HELIU_SECRET_KEY": "changeme"}
    done = subprocess.run(
        [sys.executable, "-m", "heliu", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "HELIU_SECRET_KEY" in done.stderr
