"""The check list before 结账. Rooms above add their checks through a literal table (heliu.flows.wiring)."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from heliu.core.scope import Scope
from heliu.ledger.rules.periods import Finding


@dataclass(frozen=True, slots=True)
class ClosingPeriod:
    """The month of a ledger that somebody wants to close."""

    period_id: int
    ledger_id: int
    code: int
    starts_on: dt.date
    ends_on: dt.date


ClosingCheck = Callable[[Scope, ClosingPeriod], Finding]
_installed: list[ClosingCheck] = []


def install(checks: Sequence[ClosingCheck]) -> None:
    """Replace the checks of the rooms above; called by heliu.flows at start and by tests."""
    _installed[:] = checks


def installed() -> Sequence[ClosingCheck]:
    return tuple(_installed)
