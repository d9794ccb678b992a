"""Short requests follow each other; a long one holds nobody up."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from heliu.config.turns import Turns

_LONG_SECONDS = 20.0


def answer(turns: Turns, name: str) -> list[bytes]:
    return list(turns({"PATH_INFO": name}, lambda *_: None))


def test_short_requests_run_one_after_the_other() -> None:
    running, most = 0, 0

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        threading.Event().wait(0.002)
        running -= 1
        return [environ["PATH_INFO"].encode()]

    turns = Turns(application, patience_seconds=_LONG_SECONDS)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: answer(turns, str(n)), range(40)))
    assert answers == [[str(n).encode()] for n in range(40)]
    assert most == 1


def test_a_long_request_is_run_beside() -> None:
    has_begun, may_end = threading.Event(), threading.Event()

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "report":
            has_begun.set()
            assert may_end.wait(_LONG_SECONDS)
        return [environ["PATH_INFO"].encode()]

    turns = Turns(application, patience_seconds=0.01)
    with ThreadPoolExecutor(1) as pool:
        report = pool.submit(answer, turns, "report")
        assert has_begun.wait(_LONG_SECONDS)
        assert answer(turns, "order") == [b"order"]
        assert not report.done()
        may_end.set()
        assert report.result() == [b"report"]
    assert answer(turns, "order") == [b"order"]


def test_a_failure_gives_the_turn_back() -> None:
    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raise RuntimeError(environ["PATH_INFO"])

    turns = Turns(application, patience_seconds=_LONG_SECONDS)
    for name in ("first", "second"):
        with pytest.raises(RuntimeError, match=name):
            answer(turns, name)
