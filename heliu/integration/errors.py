"""Refusals of an import. A refused file changes nothing; every fault names its line."""

from collections.abc import Sequence
from dataclasses import dataclass

from heliu.core.errors import Category, ErpError

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


class CompanyUnclear(ErpError):
    code = "company_unclear"
    template = "Name the company to import into with --company; companies here: {known}."


class CurrencyOfBooks(ErpError):
    """Amounts of a file without currency would be taken for other money."""

    code = "currency_of_books"
    template = (
        "Company {company} keeps its books in {books}, the file is in {file}: "
        "name another company with --company, or --currency {books} when the amounts of the file are in {books}."
    )


class AlreadyImported(ErpError):
    code = "already_imported"
    category = Category.CONFLICT
    template = "{count} documents of this file came in with {file} already, the first is {number}: nothing was changed."
