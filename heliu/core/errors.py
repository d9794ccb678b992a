"""Errors of the business: one class per failure, a stable code, structured facts, no prose to parse.

The HTTP status is decided once, in heliu.core.http, from `category`. The SPA translates `code` and fills in `facts`.
`message` is a complete English sentence: what, where, remedy.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar


class Category(StrEnum):
    INVALID = "invalid"
    FORBIDDEN = "forbidden"
    UNAUTHENTICATED = "unauthenticated"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    PRECONDITION = "precondition"
    UNAVAILABLE = "unavailable"


class Sentence(str):
    """A sentence with facts in it: the reader's language puts it together from pattern and values."""

    __slots__ = ("pattern", "values")

    pattern: str
    values: dict[str, str]


def said(pattern: str, **values: object) -> Sentence:
    """`pattern` with its values filled in. Every pattern has its text in the web client; numbers are called n."""
    words = {name: str(value) for name, value in values.items()}
    sentence = Sentence(pattern.format(**words))
    sentence.pattern, sentence.values = pattern, words
    return sentence


def opened(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they are told: beside a sentence stand its pattern and values, as `reason_pattern`, `reason_values`."""
    told = dict(facts)
    for name, fact in facts.items():
        if isinstance(fact, Sentence):
            told |= {f"{name}_pattern": fact.pattern, f"{name}_values": fact.values}
    return told


class ErpError(Exception):
    """Base of every refusal. Subclasses set `code`, `category` and `template` (a format string over the facts)."""

    code: ClassVar[str] = "error"
    category: ClassVar[Category] = Category.INVALID
    template: ClassVar[str] = "The request was refused."

    def __init__(self, *, loc: tuple[str | int, ...] = (), **facts: Any) -> None:
        self.loc = loc
        self.facts = facts
        super().__init__(self.template.format(**facts))

    def told(self) -> dict[str, Any]:
        return opened(self.facts)


class InvalidNumber(ErpError):
    code = "invalid_number"
    template = "{field}: {value} is refused ({reason})."


class InvalidInput(ErpError):
    """A field holds something that cannot be accepted; `field`, `reason` and what to do."""

    code = "invalid_input"
    template = "{field}: {reason}"


class InvalidFields(ErpError):
    """Several faults of one request at once; each a (loc, code, message)."""

    code = "invalid_input"
    template = "{count} fields are refused."

    def __init__(self, faults: list[ErpError]) -> None:
        self.faults = faults
        super().__init__(count=len(faults))


class NotFound(ErpError):
    code = "not_found"
    category = Category.NOT_FOUND
    template = "{noun} {id} does not exist in this company."


class Forbidden(ErpError):
    code = "forbidden"
    category = Category.FORBIDDEN
    template = "This needs the permission {permission}."


class OutOfScope(ErpError):
    code = "out_of_scope"
    category = Category.FORBIDDEN
    template = "{noun} {id} is outside your data scope."


class IllegalTransition(ErpError):
    code = "illegal_transition"
    category = Category.CONFLICT
    template = "{document} {number} is {state}: {verb} is not possible; possible now: {allowed}."


class StaleVersion(ErpError):
    code = "stale_version"
    category = Category.PRECONDITION
    template = "{noun} {id} was changed by somebody else (version {actual}, yours {expected}): reload and repeat."


class IdempotencyConflict(ErpError):
    code = "idempotency_conflict"
    category = Category.CONFLICT
    template = "Idempotency key {key} was already used for a different request."


class DuplicateCode(ErpError):
    code = "duplicate_code"
    category = Category.CONFLICT
    template = "{noun} {value} exists already."


class InUse(ErpError):
    code = "in_use"
    category = Category.CONFLICT
    template = "{noun} {value} is in use and can only be archived."
