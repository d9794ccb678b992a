"""Many hands at once: each action in a thread of its own, with a database connection of its own."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

from django.db import connection

from heliu.core.errors import ErpError
from heliu.core.transactions import writing

_PATIENCE_SECONDS = 1.0


def at_once(actions: Sequence[Callable[[], object]], *, hands: int = 0) -> Counter[str]:
    """Runs the actions from one start signal; counts "done" and the codes of refusals.

    hands: that many threads share the actions (0 = one each). What is no refusal of the product is raised here.
    """
    hands = hands or len(actions)
    start = threading.Barrier(hands)
    outcomes: list[str] = []
    accidents: list[Exception] = []

    def work(mine: Sequence[Callable[[], object]]) -> None:
        try:
            start.wait()
            for action in mine:
                try:
                    action()
                    outcomes.append("done")
                except ErpError as error:
                    outcomes.append(error.code)
                except Exception as error:
                    accidents.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(actions[i::hands],)) for i in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if accidents:
        raise ExceptionGroup("accidents in threads", accidents)
    return Counter(outcomes)


def before_commit_of(first: Callable[[], object], second: Callable[[], object]) -> str:
    """Runs `second` in another connection while `first` is done and not committed (PostgreSQL).

    `first` is committed once `second` waits for it or has ended. Returns "done" or the code of its refusal.
    """
    outcome: list[Counter[str]] = []
    accidents: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(at_once([second]))
        except BaseException as accident:
            accidents.append(accident)

    other = threading.Thread(target=run)
    with writing():
        first()
        other.start()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while other.is_alive() and time.monotonic() < deadline and not _somebody_waits():
            time.sleep(0.02)
    other.join()
    if accidents:
        raise accidents[0]
    ((code, _),) = outcome[0].items()
    return code


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0"
        )
        return bool(cursor.fetchone()[0])
