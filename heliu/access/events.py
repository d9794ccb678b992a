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


@dataclass(frozen=True, slots=True)
class WarehousesGiven:
    """Somebody's reach becomes these warehouses; who keeps them refuses ids that are not of the company."""

    scope: Scope
    warehouse_ids: tuple[int, ...]
