"""What access tells upward."""

from dataclasses import dataclass

from heliu.core.scope import Scope


@dataclass(frozen=True, slots=True)
class CompanyCreated:
    """A company exists; its books (chart, ledger, periods, first warehouse) are installed by who listens."""

    scope: Scope
    company_id: int
    framework: str
    currency: str
