"""Prices on a level, for the price proposal of a sales line."""

from collections.abc import Sequence
from decimal import Decimal

from heliu.catalog.models import ItemPrice
from heliu.core.scope import Scope


def level_prices(scope: Scope, level_code: str, ids: Sequence[int]) -> dict[tuple[int, int], Decimal]:
    """(item id, unit id) → price on the level named by its code; items without such a price are left out."""
    rows = ItemPrice.objects.filter(
        company_id=scope.company_id, item_id__in=ids, price_level__code=level_code, price_level__status="active"
    )
    return {(item, unit): price for item, unit, price in rows.values_list("item_id", "unit_id", "price")}
