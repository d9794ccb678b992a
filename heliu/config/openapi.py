"""One name, one shape in the OpenAPI document: what two rooms call alike is told apart by the room's name."""

import functools
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ninja.openapi import schema as ninja_openapi
from ninja.schema import NinjaGenerateJsonSchema

from heliu.core.schemas import Schema


def _subclasses(parent: type[Any]) -> Iterator[type[Any]]:
    for child in parent.__subclasses__():
        yield child
        yield from _subclasses(child)


@functools.cache
def shared_names() -> frozenset[str]:
    """Class names that more than one module of the product uses; asked after all routes are known."""
    ours = {child for child in _subclasses(Schema) if child.__module__.startswith("heliu.")}
    counted = Counter(child.__name__ for child in ours)
    return frozenset(name for name, times in counted.items() if times > 1)


def told_apart(path: str) -> str | None:
    """`heliu.sales.api.schemas.OrderIn` → `SalesOrderIn` where another room has an OrderIn too, else None."""
    words = path.split(".")
    if words[0] != "heliu" or words[1] == "core" or words[-1] not in shared_names():
        return None
    return f"{words[1].capitalize()}{words[-1]}"


class NamesOfRooms(NinjaGenerateJsonSchema):
    """Ninja keeps all shapes of all routes in one dictionary by class name: the last of two namesakes would win."""

    def get_defs_ref(self, core_mode_ref: Any) -> Any:
        reference = super().get_defs_ref(core_mode_ref)
        path = core_mode_ref[0].rsplit(":", 1)[0]
        name = None if "[" in path else told_apart(path)
        if name is not None:
            self._prioritized_defsref_choices[reference].insert(0, name)  # type: ignore[arg-type]
        return reference


def install() -> None:
    """Ninja names its generator in one module only; this is the one place to put ours."""
    ninja_openapi.NinjaGenerateJsonSchema = NamesOfRooms  # type: ignore[misc]
