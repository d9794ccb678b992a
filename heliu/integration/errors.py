"""Refusals of an import. A refused file changes nothing; every fault names its line."""

from collections.abc import Sequence
from dataclasses import dataclass

from heliu.core.errors import ErpError

FAULTS_SHOWN_MAX = 20


@dataclass(frozen=True, slots=True)
class LineFault:
    """One unreadable cell: physical line (the header is line 1), column, what stands there, what is wrong with it."""

    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.reason}" + (f" ({self.value!r})" if self.value else "")


class ImportRefused(ErpError):
    """The file cannot be imported as a whole; `faults` holds the first 20, `fault_count` all."""

    code = "import_refused"
    template = "{file} is refused and nothing was changed: {reason}"

    def __init__(
        self, *, file: str, reason: str, faults: Sequence[LineFault] = (), fault_count: int | None = None
    ) -> None:
        self.faults = tuple(faults[:FAULTS_SHOWN_MAX])
        self.fault_count = len(faults) if fault_count is None else fault_count
        super().__init__(
            file=file,
            reason=reason,
            fault_count=self.fault_count,
            faults=[
                {"line": fault.line, "column": fault.column, "value": fault.value, "reason": fault.reason}
                for fault in self.faults
            ],
        )
