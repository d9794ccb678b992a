"""Many hands at once: each action in a thread of its own, with a database connection of its own."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

from django.db import connection

from heliu.core.errors import ErpError


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
