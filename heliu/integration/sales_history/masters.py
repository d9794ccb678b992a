"""Items, customers, suppliers and categories of a history: what is there by code is used, the rest is created."""

from dataclasses import dataclass, replace
from decimal import Decimal

from heliu.access.models import Company
from heliu.catalog.drafts import CategoryDraft, ItemDraft
from heliu.catalog.models import Item, ItemCategory, Unit
from heliu.catalog.services import create_category, create_items
from heliu.core.rounding import from_scaled
from heliu.core.scales import PRICE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.integration.countries import country_code
from heliu.integration.histories import TradeHistory
from heliu.integration.online_retail.classes import CodeRole, LineClass
from heliu.integration.online_retail.masters import SERVICE_CATEGORY, HistoricItem
from heliu.integration.replenishment.policy import AVERAGE_DAYS, WEEK
from heliu.integration.replenishment.suppliers import SimulatedSupplier
from heliu.parties.drafts import PartyDraft
from heliu.parties.models import Party
from heliu.parties.services import create_parties
from heliu.stock.models import Warehouse

WALK_IN = "WALK-IN"
BAD_DEBT = "BAD-DEBT"
CUSTOMER_TERMS_DAYS = 30
_BATCH = 5_000
_PIECE, _SERVICE = "PCS", "SVC"
_ITEM_NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class Masters:
    """Ids by the codes of the history. parties: customer numbers, supplier codes, WALK_IN."""

    warehouse_id: int
    items: dict[str, int]
    units: dict[str, int]
    parties: dict[str, int]

    def customer(self, number: str | None) -> int:
        return self.parties[number or WALK_IN]


@business_transaction
def ensure_masters(scope: Scope, history: TradeHistory, suppliers: tuple[SimulatedSupplier, ...]) -> Masters:
    """All masters the history names, in one transaction."""
    units = dict(Unit.objects.filter(company_id=scope.company_id).values_list("code", "id"))
    items = _ensure_items(scope, history, units, weeks_demand(history) if suppliers else {})
    base_units = dict(Item.objects.filter(company_id=scope.company_id).values_list("id", "base_unit_id"))
    warehouse = Warehouse.objects.filter(company_id=scope.company_id, is_active=True).order_by("code").first()
    assert warehouse is not None, "a company is installed with a warehouse"
    return Masters(
        warehouse_id=int(warehouse.pk),
        items=items,
        units={code: base_units[item_id] for code, item_id in items.items()},
        parties=_ensure_parties(scope, _parties(scope, history, suppliers)),
    )


def weeks_demand(history: TradeHistory) -> dict[str, int]:
    """Pieces that sell in an average week of the last four, by code: the minimum stock of simulated purchasing."""
    found = {item.code: sum(item.demand[-AVERAGE_DAYS:]) * WEEK // AVERAGE_DAYS for item in history.demand.items}
    return {code: pieces for code, pieces in found.items() if pieces}


def _ensure_items(
    scope: Scope, history: TradeHistory, units: dict[str, int], minimums: dict[str, int]
) -> dict[str, int]:
    known = dict(Item.objects.filter(company_id=scope.company_id).values_list("code", "id"))
    missing = [item for item in history.items if item.code not in known]
    if missing:
        categories = _ensure_categories(scope, history, {item.category for item in missing})
        drafts = [
            replace(_item(history, item, units, categories), min_stock=_pieces(minimums.get(item.code)))
            for item in missing
        ]
        for start in range(0, len(drafts), _BATCH):
            part = drafts[start : start + _BATCH]
            known.update(zip((draft.code for draft in part), create_items(scope, part), strict=True))
    return {item.code: known[item.code] for item in history.items}


def _ensure_categories(scope: Scope, history: TradeHistory, wanted: set[str]) -> dict[str, int]:
    known = dict(ItemCategory.objects.filter(company_id=scope.company_id).values_list("code", "id"))
    for position, category in enumerate(history.categories, start=1):
        if category.code in wanted and category.code not in known:
            known[category.code] = create_category(
                scope,
                CategoryDraft(code=category.code, name=category.name_zh, name_en=category.name_en, position=position),
            )
    return known


def _item(history: TradeHistory, item: HistoricItem, units: dict[str, int], categories: dict[str, int]) -> ItemDraft:
    cost = history.demand.costs.get(item.code)
    name = item.name[:_ITEM_NAME_MAX]
    return ItemDraft(
        name=name,
        name_en=name,
        code=item.code,
        base_unit_id=units[_PIECE if item.is_stocked else _SERVICE],
        category_id=categories[item.category],
        kind="goods" if item.is_stocked else "service",
        sales_price=_price(item.price),
        purchase_price=_price(cost),
        is_purchased=item.is_stocked,
        is_sold=item.category != SERVICE_CATEGORY.code or item.role in (CodeRole.SERVICE, CodeRole.VOUCHER),
    )


def _pieces(quantity: int | None) -> Decimal | None:
    return None if quantity is None else Decimal(quantity)


def _price(scaled: int | None) -> Decimal | None:
    return from_scaled(scaled, PRICE_SCALE) if scaled else None


def _parties(scope: Scope, history: TradeHistory, suppliers: tuple[SimulatedSupplier, ...]) -> list[PartyDraft]:
    """Everybody the history trades with; a walk-in is one party for all."""
    home, currency = Company.objects.values_list("country", "currency").get(id=scope.company_id)
    found = [
        PartyDraft(
            code=WALK_IN, name="散客", name_en="Walk-in customer", is_customer=True, currency=currency, country=home
        )
    ]
    if any(total.lines for total in history.totals if total.line_class == LineClass.BAD_DEBT):
        found.append(
            PartyDraft(
                code=BAD_DEBT,
                name="坏账调整",
                name_en="Bad debt adjustments",
                is_customer=True,
                currency=currency,
                country=home,
            )
        )
    for customer in history.customers:
        found.append(
            PartyDraft(
                code=customer.number,
                name=customer.name,
                name_en=customer.name,
                is_customer=True,
                terms_kind="days",
                payment_terms_days=CUSTOMER_TERMS_DAYS,
                currency=currency,
                country=country_code(customer.country),
            )
        )
    return found + [_supplier(supplier, currency) for supplier in suppliers]


def _supplier(supplier: SimulatedSupplier, currency: str) -> PartyDraft:
    return PartyDraft(
        code=supplier.code,
        name=supplier.name_zh,
        name_en=supplier.name_en,
        is_supplier=True,
        terms_kind="days",
        payment_terms_days=supplier.terms_days,
        currency=currency,
        country=country_code(supplier.country),
    )


def _ensure_parties(scope: Scope, wanted: list[PartyDraft]) -> dict[str, int]:
    known = dict(Party.objects.filter(company_id=scope.company_id).values_list("code", "id"))
    drafts = [draft for draft in wanted if draft.code not in known]
    for start in range(0, len(drafts), _BATCH):
        part = drafts[start : start + _BATCH]
        known.update(zip((draft.code for draft in part), create_parties(scope, part), strict=True))
    return {draft.code: known[draft.code] for draft in wanted}
