"""How far a purchase invoice may differ from its receipt and still count as matched, and where rates are booked."""

from heliu.core import audit
from heliu.core.errors import InvalidInput, StaleVersion
from heliu.core.rounding import from_scaled
from heliu.core.scales import AMOUNT_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.models import MatchTolerance


@business_transaction
def set_tolerance(
    scope: Scope, *, percent: int, amount: int, version: int, rate_to_exchange: bool | None = None
) -> None:
    """percent 1e-12 of the expected net (0.01 = 1 %), amount 1e-4 per line; version 0 = not set before.

    rate_to_exchange None leaves it as it is; it holds for invoices posted from now on.
    """
    scope.require("finance.match_tolerance.update")
    if not 0 <= percent <= RATE_SCALE or amount < 0:
        raise InvalidInput(loc=("percent",), field="percent", reason="between 0 and 1; the amount not negative.")
    row = MatchTolerance.objects.select_for_update(no_key=True).filter(company_id=scope.company_id).first()
    actual = row.version if row else 0
    if version != actual:
        raise StaleVersion(noun="match tolerance", id=str(scope.company_id), actual=actual, expected=version)
    before = _told(row) if row else None
    row = row or MatchTolerance(company_id=scope.company_id, version=0)
    row.percent, row.amount = from_scaled(percent, RATE_SCALE), from_scaled(amount, AMOUNT_SCALE)
    if rate_to_exchange is not None:
        row.rate_to_exchange = rate_to_exchange
    row.version += 1
    row.save()
    audit.record(scope, "update", noun="match_tolerance", object_id=row.id, before=before, after=_told(row))


def _told(row: MatchTolerance) -> dict[str, str]:
    return {
        "percent": str(row.percent),
        "amount": str(row.amount),
        "rate_to_exchange": str(row.rate_to_exchange).lower(),
    }
