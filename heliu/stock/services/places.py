"""Warehouses, their default bins, the counterparts outside, and the ways to value what lies there."""

from heliu.access.events import WarehousesGiven
from heliu.core import audit
from heliu.core import currency as currencies
from heliu.core.books_lock import change_books_alone
from heliu.core.errors import DuplicateCode, InUse, InvalidInput, NotFound, StaleVersion, said
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.stock import queries
from heliu.stock.models import CostFormula, Location, LocationKind, ValuationBook, Warehouse

COUNTERPARTS = (
    ("@TRANSIT", "在途", LocationKind.TRANSIT),
    ("@SUPPLIER", "供应商", LocationKind.SUPPLIER),
    ("@CUSTOMER", "客户", LocationKind.CUSTOMER),
    ("@PRODUCTION", "生产", LocationKind.PRODUCTION),
    ("@LOSS", "损溢", LocationKind.LOSS),
)


@business_transaction
def create_warehouse(
    scope: Scope, *, code: str, name: str, address: str = "", allow_negative: bool = False
) -> Warehouse:
    """Warehouse with its default storage location (same code). Raises DuplicateCode, InvalidInput."""
    scope.require("stock.warehouse.create")
    code, name = code.strip(), name.strip()
    if not code or code.startswith("@"):
        raise InvalidInput(field="code", reason="enter a code that does not start with @.")
    if not name:
        raise InvalidInput(field="name", reason="enter a name.")
    taken = Warehouse.objects.filter(company_id=scope.company_id, code=code).exists()
    if taken or Location.objects.filter(company_id=scope.company_id, code=code).exists():
        raise DuplicateCode(noun="Warehouse", value=code)
    warehouse = Warehouse.objects.create(
        company_id=scope.company_id, code=code, name=name, address=address, allow_negative=allow_negative
    )
    Location.objects.create(
        company_id=scope.company_id,
        warehouse_id=warehouse.id,
        code=code,
        name=name,
        kind=LocationKind.STORAGE,
        is_default=True,
    )
    audit.record(scope, "create", noun="warehouse", object_id=warehouse.id, label=code, after={"name": name})
    return warehouse


@business_transaction
def install_places(scope: Scope, *, warehouse_code: str, warehouse_name: str) -> int:
    """First warehouse and the counterpart locations of a new company; returns the warehouse's id."""
    warehouse = create_warehouse(scope, code=warehouse_code, name=warehouse_name)
    Location.objects.bulk_create(
        Location(company_id=scope.company_id, code=code, name=name, kind=kind) for code, name, kind in COUNTERPARTS
    )
    return int(warehouse.id)


@business_transaction
def install_valuation_book(scope: Scope, *, code: str, name: str, cost_formula: str, currency: str) -> int:
    """A further way to value the company's goods; returns its id. Raises DuplicateCode, InvalidInput."""
    scope.require("stock.valuation_book.create")
    if cost_formula not in CostFormula.values:
        raise InvalidInput(field="cost_formula", reason=said("{value} is not known.", value=cost_formula))
    currencies.exponent(currency)
    if ValuationBook.objects.filter(company_id=scope.company_id, code=code).exists():
        raise DuplicateCode(noun="Valuation book", value=code)
    book = ValuationBook.objects.create(
        company_id=scope.company_id, code=code, name=name, cost_formula=cost_formula, currency=currency
    )
    audit.record(
        scope, "install", noun="valuation_book", object_id=book.id, label=code, after={"cost_formula": cost_formula}
    )
    return int(book.id)


@business_transaction
def update_warehouse(
    scope: Scope,
    warehouse_id: int,
    *,
    version: int,
    name: str,
    address: str,
    allow_negative: bool,
    is_active: bool,
) -> Warehouse:
    """Raises NotFound, StaleVersion, InUse (a warehouse with stock cannot be retired)."""
    scope.require("stock.warehouse.update")
    change_books_alone(scope.company_id)
    warehouse = (
        Warehouse.objects.select_for_update(no_key=True).filter(company_id=scope.company_id, id=warehouse_id).first()
    )
    if warehouse is None:
        raise NotFound(noun="Warehouse", id=str(warehouse_id))
    if warehouse.version != version:
        raise StaleVersion(noun="Warehouse", id=str(warehouse_id), actual=warehouse.version, expected=version)
    if not is_active and queries.has_stock(scope, warehouse_id):
        raise InUse(noun="Warehouse", value=warehouse.code)
    before = {"name": warehouse.name, "allow_negative": warehouse.allow_negative, "is_active": warehouse.is_active}
    warehouse.name, warehouse.address = name, address
    warehouse.allow_negative, warehouse.is_active = allow_negative, is_active
    warehouse.version += 1
    warehouse.save(update_fields=["name", "address", "allow_negative", "is_active", "version"])
    after = {"name": name, "allow_negative": allow_negative, "is_active": is_active}
    audit.record(
        scope, "update", noun="warehouse", object_id=warehouse.id, label=warehouse.code, before=before, after=after
    )
    return warehouse


def on_warehouses_given(event: WarehousesGiven) -> None:
    """Raises NotFound for an id that is no warehouse of the company."""
    own = Warehouse.objects.filter(company_id=event.scope.company_id, id__in=event.warehouse_ids)
    strange = sorted(set(event.warehouse_ids) - set(own.values_list("id", flat=True)))
    if strange:
        raise NotFound(noun="Warehouse", id=", ".join(map(str, strange)), loc=("warehouse_ids",))
