"""Facts told upward: a lower room emits, flows.wiring names the handlers, all in the same transaction.

The table is literal and installed once at start (heliu.flows.wiring). An event without a row in the table is refused,
so nothing is emitted into the void by mistake.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Handler = Callable[[Any], None]
_table: dict[type[Any], Sequence[Handler]] = {}


def install(table: Mapping[type[Any], Sequence[Handler]]) -> None:
    """Replace the whole table; called by heliu.flows at start and by tests."""
    _table.clear()
    _table.update(table)


def emit(event: Any) -> None:
    """Run the handlers of `event` now, in order, inside the caller's transaction. Raises KeyError if unknown."""
    for handler in _table[type(event)]:
        handler(event)
