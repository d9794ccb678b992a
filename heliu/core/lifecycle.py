"""A document's life as data: one table of (from, to) → verb per document type; an illegal step raises."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from heliu.core.errors import IllegalTransition


class DocumentState(StrEnum):
    """Standard states 草稿 待审 已审核 执行中 已完成 已关闭, side exits 驳回 作废 红冲."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CLOSED = "closed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    POSTED = "posted"
    REVERSED = "reversed"


class Progress(StrEnum):
    """Derived per line and header: delivery, invoicing and settlement are three separate states."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class Invoicing(StrEnum):
    """Progress of invoicing; RED_DUE: goods came back that are still invoiced, a red invoice is awaited."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"
    RED_DUE = "red_due"


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """`steps` maps (from, to) to the verb or verbs that take the step; the same verb may leave several states."""

    document: str
    steps: Mapping[tuple[DocumentState, DocumentState], str | tuple[str, ...]]

    def after(self, state: str, verb: str, *, number: str = "") -> DocumentState:
        """State after `verb`. Raises IllegalTransition, naming what is possible instead."""
        for (source, target), names in self.steps.items():
            if source == state and verb in _several(names):
                return target
        raise IllegalTransition(
            document=self.document,
            number=number or "(draft)",
            state=str(state),
            verb=verb,
            allowed=", ".join(self.verbs(state)) or "nothing",
        )

    def verbs(self, state: str) -> tuple[str, ...]:
        """Verbs possible from `state`, in table order, without repeats."""
        found = (name for (source, _), names in self.steps.items() if source == state for name in _several(names))
        return tuple(dict.fromkeys(found))


def _several(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


def progress_of(done: int, whole: int) -> Progress:
    if done <= 0:
        return Progress.NONE
    return Progress.FULL if done >= whole else Progress.PARTIAL
