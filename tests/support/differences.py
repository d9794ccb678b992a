"""Differences of stock for tests: a stocktake that was posted, and what waits of it."""

import datetime as dt
from decimal import Decimal

from heliu.warehouse import services
from heliu.warehouse.models import StocktakeLine
from heliu.warehouse.queries.differences import Waiting, waiting_of
from heliu.warehouse.services import NewStocktake, Outcome
from tests.support.trading import DAY, Trading, q


def counted(company: Trading, *, day: dt.date = DAY, **quantities: str) -> int:
    """A stocktake of everything, counted as said by item code and posted; what is not named is as the book says."""
    stocktake = services.create_stocktake(company.scope, NewStocktake(company.warehouse_id, day))
    services.start_stocktake(company.scope, stocktake)
    lines = StocktakeLine.objects.filter(document_id=stocktake).values_list("id", "item__code", "book_quantity")
    found = {line: q(quantities.get(code, str(book.normalize()))) for line, code, book in lines}
    services.count_stocktake(company.scope, stocktake, found)
    services.submit_stocktake(company.scope, stocktake)
    services.approve_stocktake(company.scope, stocktake)
    services.post_stocktake(company.scope, stocktake)
    return stocktake


def waits(company: Trading, document: int) -> list[tuple[Decimal, bool]]:
    """(quantity, whether it is a gain) of what waits of a document."""
    return [(Decimal(x.quantity) / q(1), x.is_gain) for x in waiting_of(company.scope, document)]


def only(company: Trading, document: int) -> Waiting:
    (found,) = waiting_of(company.scope, document)
    return found


def resolve(
    company: Trading, difference: int, quantity: str, outcome: str, *, party: int = 0, day: dt.date = DAY
) -> int:
    """Returns the resolution."""
    outcomes = [Outcome(difference, q(quantity), outcome, party)]
    results = services.resolve_differences(company.scope, outcomes, business_date=day, reason="the shelf was searched")
    return results[0].fact_id
