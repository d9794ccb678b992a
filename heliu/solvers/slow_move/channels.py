"""What n units earn in each place they can go to: concave functions of n, in money, up to the end of the view."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.markdown import ElasticityPrior
from heliu.solvers.slow_move.problem import Bundle, Holding, Outlet, ReturnRight
from heliu.solvers.slow_move.sell_through import Demand, Sale, estimate, sale

Floats = NDArray[np.float64]

# Gauss–Hermite nodes and weights of a standard normal: elasticity is averaged over them.
_NODES = np.array([-(3.0**0.5), 0.0, 3.0**0.5])
_CHANCES = np.array([1.0, 4.0, 1.0]) / 6.0


class Action(StrEnum):
    KEEP = "keep"
    MARKDOWN = "markdown"
    BUNDLE = "bundle"
    TRANSFER = "transfer"
    RETURN = "return"
    SCRAP = "scrap"


@dataclass(frozen=True, slots=True)
class Channel:
    """`values` at the stocks asked for; `fixed` is paid once when any unit goes there; `limit` in units."""

    action: Action
    target: str
    price: float
    values: Floats
    limit: int
    fixed: float = 0.0
    sale: Sale | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The stretch of time a holding is judged on, in days, and the length of a period."""

    days: float
    period_days: float
    hazard: float

    def periods(self, days: float) -> float:
        return max(days, 0.0) / self.period_days


def elasticity_factors(prior: ElasticityPrior, relative_price: float) -> tuple[Floats, Floats]:
    """Demand at the price over demand today, and the chance of each; a lower price never sells less."""
    elasticity = np.clip(prior.mean + prior.deviation * _NODES, -8.0, 0.0)
    return relative_price**elasticity, _CHANCES


def at_price(holding: Holding, demand: Demand, units: Floats, *, price: float, view: View) -> Channel:
    """Sell here at `price` until the end; what is left goes for salvage."""
    factors, chances = elasticity_factors(holding.elasticity, price / holding.price)
    periods = view.periods(view.days)
    sold_by_end = sale(demand, periods, factors=factors, chances=chances)
    sold_by_half = sale(demand, 0.5 * periods, factors=factors, chances=chances)
    return Channel(
        action=Action.KEEP if price == holding.price else Action.MARKDOWN,
        target=holding.location,
        price=price,
        values=_earned(holding, units, view.days, earning=price, sales=(sold_by_half, sold_by_end)),
        limit=holding.units,
        sale=sold_by_end,
    )


def _earned(holding: Holding, units: Floats, days: float, *, earning: float, sales: tuple[Sale, Sale]) -> Floats:
    """Stock held over the days by Simpson's rule on its expectation at the start, the middle and the end."""
    half, end = (one.left(units) for one in sales)
    unit_days = days * (units + 4.0 * half + end) / 6.0
    return earning * (units - end) + holding.salvage * end - holding.holding_cost * unit_days


def bundled(holding: Holding, demand: Demand, units: Floats, *, bundle: Bundle, view: View) -> Channel | None:
    """Buyers of the partner get the discount, all others pay today's price; None for a partner that does not pull.

    The item's buyers among the partner's (its sales × confidence) answer to the lower price as to any; the others stay.
    Without a separate count of both, the price earned is their average.
    """
    if bundle.lift <= 1.0 or bundle.partner_units == 0:
        return None
    partner = estimate(bundle.partner_history, price=1.0, elasticity=-1.0, hazard=view.hazard)
    factors, chances = elasticity_factors(holding.elasticity, 1.0 - bundle.discount / holding.price)
    among = min(partner.rate * bundle.confidence, demand.rate)
    periods = view.periods(view.days)
    most = min(partner.rate, bundle.partner_units / max(periods, 1e-9))
    taken = np.minimum(among * factors, most)
    together = (demand.rate - among + taken) / demand.rate
    rate_bundled = float(chances @ taken)
    share = rate_bundled / (demand.rate - among + rate_bundled)
    price = holding.price - share * (bundle.discount + bundle.handling)
    sales = tuple(sale(demand, part * periods, factors=together, chances=chances) for part in (0.5, 1.0))
    return Channel(
        action=Action.BUNDLE,
        target=bundle.partner,
        price=holding.price - bundle.discount,
        values=_earned(holding, units, view.days, earning=price, sales=(sales[0], sales[1])),
        limit=holding.units,
        sale=sales[1],
    )


def transferred(holding: Holding, outlet: Outlet, units: Floats, *, view: View) -> Channel:
    """Sell there after the stock that is there already; freight per unit; the road shortens the time."""
    demand = estimate(outlet.history, price=outlet.price, elasticity=holding.elasticity.mean, hazard=view.hazard)
    days = max(view.days - outlet.transit_days, 0.0)
    half, end = (sale(demand, view.periods(part * days)) for part in (0.5, 1.0))
    own = float(outlet.units)
    more_left = end.left(own + units) - end.left(np.full(1, own))[0]
    more_half = half.left(own + units) - half.left(np.full(1, own))[0]
    unit_days = outlet.transit_days * units + days * (units + 4.0 * more_half + more_left) / 6.0
    values = outlet.price * (units - more_left) + holding.salvage * more_left - outlet.freight * units
    space = holding.units if outlet.space is None else outlet.space
    return Channel(
        action=Action.TRANSFER,
        target=outlet.location,
        price=outlet.price,
        values=values - holding.holding_cost * unit_days,
        limit=min(space, holding.units),
        fixed=outlet.freight_fixed,
        sale=end,
    )


def returned(holding: Holding, right: ReturnRight, units: Floats, *, limit: int) -> Channel:
    return Channel(
        action=Action.RETURN,
        target=right.supplier,
        price=right.credit,
        values=(right.credit - right.fee) * units,
        limit=min(limit, holding.units),
        fixed=right.fee_fixed,
    )


def scrapped(holding: Holding, units: Floats) -> Channel:
    return Channel(
        action=Action.SCRAP,
        target="",
        price=holding.salvage,
        values=holding.salvage * units,
        limit=holding.units,
    )
