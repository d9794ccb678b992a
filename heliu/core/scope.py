"""Who acts, for which company, with which rights: the first argument of every service and query."""

from dataclasses import dataclass, field

from heliu.core.errors import Forbidden, OutOfScope


@dataclass(frozen=True, slots=True)
class Scope:
    """One acting user in one company.

    permissions: exact codes (globs are resolved when the scope is built). warehouses: ids the user may touch, None =
    all. own_documents: sees only documents they created. sees_cost: cost prices are shown; queries omit them otherwise.
    """

    company_id: int
    user_id: int
    user_name: str = ""
    permissions: frozenset[str] = frozenset()
    all_permissions: bool = False
    warehouses: frozenset[int] | None = None
    own_documents: bool = False
    sees_cost: bool = True
    source: str = field(default="", compare=False)

    def can(self, permission: str) -> bool:
        return self.all_permissions or permission in self.permissions

    def require(self, permission: str) -> None:
        """Raises Forbidden."""
        if not (self.all_permissions or permission in self.permissions):
            raise Forbidden(permission=permission)

    def require_warehouse(self, warehouse_id: int) -> None:
        """Raises OutOfScope."""
        if self.warehouses is not None and warehouse_id not in self.warehouses:
            raise OutOfScope(noun="Warehouse", id=str(warehouse_id))


def system_scope(company_id: int, *, user_id: int = 0, source: str = "system") -> Scope:
    """Scope of the program itself (jobs, demo, import): all rights inside one company."""
    return Scope(company_id=company_id, user_id=user_id, user_name="system", all_permissions=True, source=source)
