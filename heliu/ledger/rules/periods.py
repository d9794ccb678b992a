"""A period's life: open → soft-closed → closed, back only by a second person; and what stands against closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """BLOCKING: the period cannot be closed. WARNING: it can, when the person who closes says so."""

    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check list shown before closing. `count` things found, 0 = fine."""

    check: str
    label_zh: str
    label_en: str
    severity: Severity
    count: int
    message: str = ""

    @property
    def ok(self) -> bool:
        return self.count == 0


OPEN, SOFT_CLOSED, CLOSED = "open", "soft_closed", "closed"
STEPS = {
    (OPEN, SOFT_CLOSED): "soft_close",
    (OPEN, CLOSED): "close",
    (SOFT_CLOSED, CLOSED): "close",
    (SOFT_CLOSED, OPEN): "open_again",
    (CLOSED, SOFT_CLOSED): "reopen",
}


def standing_against(findings: Sequence[Finding], *, warnings_accepted: bool) -> list[Finding]:
    """Findings that keep the period open."""
    return [
        finding
        for finding in findings
        if not finding.ok and (finding.severity is Severity.BLOCKING or not warnings_accepted)
    ]
