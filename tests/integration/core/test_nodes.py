"""No two processes may make the same id."""

import multiprocessing
import os
import subprocess
import sys
from multiprocessing.connection import Connection

import pytest
from django.db import connections

from heliu.core import ids
from tests.support.harness import ENGINE
from tools.paths import ROOT

_ASK = (
    "import django; django.setup(); from heliu.core import ids; import sys;"
    "sys.stdout.write(f'{ids.next_id()} {ids.node()}\\n'); sys.stdout.flush(); sys.stdin.read()"
)


def _start() -> subprocess.Popen[str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "heliu.config.settings"}
    environment["HELIU_DATABASE_URL"] = _url()
    return subprocess.Popen(
        [sys.executable, "-c", _ASK],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _url() -> str:
    name = connections["default"].settings_dict["NAME"]
    if ENGINE == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['HELIU_DATABASE_URL'].rpartition('/')[0]}/{name}"


@pytest.mark.django_db(transaction=True)
def test_living_processes_have_different_numbers_and_a_dead_ones_is_free_again() -> None:
    own = ids.node()
    first, second = _start(), _start()
    numbers = [int(process.stdout.readline().split()[1]) for process in (first, second) if process.stdout]

    assert len({own, *numbers}) == 3

    first.kill()
    first.wait()
    third = _start()
    assert third.stdout is not None
    assert int(third.stdout.readline().split()[1]) == numbers[0]
    for process in (second, third):
        process.communicate("")


def _ask_in_child(answer: Connection) -> None:
    answer.send(ids.node())


@pytest.mark.django_db(transaction=True)
def test_a_forked_process_claims_a_number_of_its_own_and_leaves_its_parents_alone() -> None:
    own = ids.node()
    here, there = multiprocessing.Pipe()
    connections.close_all()
    child = multiprocessing.get_context("fork").Process(target=_ask_in_child, args=(there,))
    child.start()
    number = here.recv()
    child.join()

    another = _start()
    assert another.stdout is not None
    others = int(another.stdout.readline().split()[1])
    another.communicate("")

    assert number != own
    assert ids.node() == own
    assert others != own


def test_a_number_given_by_the_environment_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    before = ids._node
    monkeypatch.setenv("HELIU_NODE", "37")
    ids.forget_node()
    try:
        assert ids.node() == 37
        assert (ids.next_id() >> 16) & 63 == 37
    finally:
        ids._node = before


def test_ids_of_one_process_only_grow() -> None:
    made = [ids.next_id(), *ids.next_ids(1000), ids.next_id()]

    assert made == sorted(set(made))
    ids.observe(made[-1] + (5 << 22))
    assert ids.next_id() > made[-1] + (5 << 22)
