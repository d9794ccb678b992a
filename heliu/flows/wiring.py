"""Which event wakes whom: one literal table, read top to bottom, all inside the emitting transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

TABLE: Mapping[type[Any], Sequence[Callable[[Any], None]]] = {}
