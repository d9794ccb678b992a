"""Ids made by the application: unique, strictly increasing in a process, ordered after what a locked row has seen."""

import datetime as dt
import threading

import pytest

from heliu.core import ids
from heliu.core.ids import ids_within, next_id, next_ids, observe


def test_ids_increase_strictly_and_runs_do_not_overlap() -> None:
    taken = [next_id(), *next_ids(1000), next_id(), *next_ids(3)]
    assert taken == sorted(set(taken))
    assert all(0 < value < 2**63 for value in taken)


def test_ids_of_many_threads_never_meet_and_increase_in_each() -> None:
    runs: list[list[int]] = []

    def work() -> None:
        mine = [value for _ in range(200) for value in (next_id(), *next_ids(7))]
        runs.append(mine)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(run == sorted(run) for run in runs)
    assert len({value for run in runs for value in run}) == 8 * 200 * 8


def test_a_clock_that_steps_back_does_not_take_ids_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = next_id()
    monkeypatch.setattr(ids.time, "time", lambda: 1_000_000_000.0)
    after = next_ids(5)
    assert after[0] > before
    assert after == sorted(after)


def test_an_id_of_a_faster_clock_is_followed() -> None:
    """Another process, whose clock runs ahead, wrote the row that is now locked."""
    ahead = next_id() + ids_within(dt.timedelta(milliseconds=50)) + (1 << 16)
    observe(ahead)
    assert next_id() > ahead


def test_ids_made_within_a_time_lie_within_its_distance() -> None:
    first = next_id()
    assert 0 < next_id() - first < ids_within(dt.timedelta(seconds=10))
