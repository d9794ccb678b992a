"""Stock that may be slow, and what can be done with it: other locations, bundles, supplier returns, lower prices."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from heliu.solvers.markdown import ElasticityPrior
from heliu.solvers.problems import require, require_number, require_unique


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesHistory:
    """Units sold per period, oldest first. `exposure` is the share of each period in which the item could be bought
    (empty: all of it), `prices` what it stood at (empty: today's price)."""

    sold: tuple[float, ...]
    exposure: tuple[float, ...] = ()
    prices: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Units of an item at a location. Money is per unit in one currency.

    `unit_cost` is the book value, `salvage` what scrapping brings (negative: disposal costs), `days_left` the days
    until shelf life or season ends (None: neither), `holding_cost` per unit and day, `ladder` the lower prices that may
    be asked, none of them below `unit_cost` unless `below_cost_approved`.
    """

    id: str
    item: str
    location: str
    units: int
    unit_cost: float
    price: float
    history: SalesHistory
    age_days: int = 0
    days_left: int | None = None
    salvage: float = 0.0
    holding_cost: float = 0.0
    ladder: tuple[float, ...] = ()
    below_cost_approved: bool = False
    elasticity: ElasticityPrior = field(default_factory=ElasticityPrior)

    @property
    def lower_prices(self) -> tuple[float, ...]:
        floor = -float("inf") if self.below_cost_approved else self.unit_cost
        return tuple(price for price in self.ladder if floor <= price < self.price)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A location that may receive an item. Its own `units` are sold first; `space` limits what it takes in all."""

    item: str
    location: str
    units: int
    price: float
    history: SalesHistory
    transit_days: int = 0
    freight: float = 0.0
    freight_fixed: float = 0.0
    space: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Offer the holding to buyers of a partner at `discount` money off per unit.

    `confidence` is the share of the partner's sales that include the item at full price, `lift` that share over the
    item's share of all sales: a partner with a lift of 1 or less does not pull the item and is not used.
    `partner_units` limits how many bundles there can be. `handling` is paid per bundle.
    """

    holding: str
    partner: str
    partner_history: SalesHistory
    partner_units: int
    confidence: float
    lift: float
    discount: float
    handling: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRight:
    """The supplier of a holding takes units back at `credit` each, less `fee` each and `fee_fixed` for the parcel."""

    holding: str
    supplier: str
    credit: float
    fee: float = 0.0
    fee_fixed: float = 0.0
    units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCap:
    """Units that a supplier takes back in all, over all holdings."""

    supplier: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowMoveProblem:
    """`horizon_days` bounds the view for stock without an end; what is left then counts at salvage. A holding is slow
    when its cover passes `slow_cover_days`, when it sells out in time with less than `sell_out_target`, or when nothing
    was sold for `idle_days`. `obsolescence` is the chance that the demand of an item
    ends for good in a period. Actions must together gain more than `least_gain` over keeping."""

    holdings: tuple[Holding, ...]
    outlets: tuple[Outlet, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    returns: tuple[ReturnRight, ...] = ()
    return_caps: tuple[ReturnCap, ...] = ()
    period_days: int = 7
    horizon_days: int = 365
    slow_cover_days: float = 120.0
    sell_out_target: float = 0.8
    idle_days: int = 90
    least_gain: float = 0.0
    obsolescence: float = 0.01


def check(problem: SlowMoveProblem) -> None:
    """Raises InvalidProblem naming the id and field that is wrong."""
    require_number("period_days", problem.period_days, at_least=1)
    require_number("horizon_days", problem.horizon_days, at_least=1)
    require_number("slow_cover_days", problem.slow_cover_days, above=0)
    require_number("sell_out_target", problem.sell_out_target, at_least=0, at_most=1)
    require_number("idle_days", problem.idle_days, at_least=1)
    require_number("least_gain", problem.least_gain, at_least=0)
    require_number("obsolescence", problem.obsolescence, at_least=0, at_most=0.5)
    require_unique("holding", [holding.id for holding in problem.holdings])
    require_unique("outlet", [f"{outlet.item} at {outlet.location}" for outlet in problem.outlets])
    require_unique("return right of", [right.holding for right in problem.returns])
    require_unique("return cap of", [cap.supplier for cap in problem.return_caps])
    for holding in problem.holdings:
        _check_holding(holding)
    for outlet in problem.outlets:
        _check_outlet(outlet)
    known = {holding.id for holding in problem.holdings}
    for bundle in problem.bundles:
        _check_known(f"bundle with {bundle.partner}", bundle.holding, known)
        _check_bundle(bundle, next(one for one in problem.holdings if one.id == bundle.holding))
    for right in problem.returns:
        _check_known(f"return to {right.supplier}", right.holding, known)
        _check_right(right)
    for cap in problem.return_caps:
        require_number(f"return cap of {cap.supplier}", cap.units, at_least=0)


def _check_known(name: str, holding: str, known: set[str]) -> None:
    require(holding in known, name, f"names holding {holding}, which is not there", "Name one of the holdings")


def _check_whole(name: str, value: float) -> None:
    require(isinstance(value, int), name, f"{value!r} is not a whole number", "Give a whole number")
    require_number(name, value, at_least=0)


def _check_holding(holding: Holding) -> None:
    name = holding.id
    _check_whole(f"{name}.units", holding.units)
    require_number(f"{name}.unit_cost", holding.unit_cost, at_least=0)
    require_number(f"{name}.price", holding.price, above=0)
    require_number(f"{name}.age_days", holding.age_days, at_least=0)
    require_number(f"{name}.salvage", holding.salvage, at_most=holding.price)
    require_number(f"{name}.holding_cost", holding.holding_cost, at_least=0)
    if holding.days_left is not None:
        require_number(f"{name}.days_left", holding.days_left, at_least=0)
    for rung, price in enumerate(holding.ladder):
        require_number(f"{name}.ladder[{rung}]", price, above=0)
        require(price < holding.price, f"{name}.ladder[{rung}]", f"{price} is not below the price", "Give lower prices")
    require_number(f"{name}.elasticity.mean", holding.elasticity.mean, at_least=-8, at_most=-0.05)
    require_number(f"{name}.elasticity.deviation", holding.elasticity.deviation, above=0, at_most=10)
    check_history(name, holding.history)


def _check_outlet(outlet: Outlet) -> None:
    name = f"{outlet.item} at {outlet.location}"
    _check_whole(f"{name}.units", outlet.units)
    require_number(f"{name}.price", outlet.price, above=0)
    require_number(f"{name}.transit_days", outlet.transit_days, at_least=0)
    require_number(f"{name}.freight", outlet.freight, at_least=0)
    require_number(f"{name}.freight_fixed", outlet.freight_fixed, at_least=0)
    if outlet.space is not None:
        _check_whole(f"{name}.space", outlet.space)
    check_history(name, outlet.history)


def _check_bundle(bundle: Bundle, holding: Holding) -> None:
    name = f"bundle of {bundle.holding} with {bundle.partner}"
    _check_whole(f"{name}.partner_units", bundle.partner_units)
    require_number(f"{name}.confidence", bundle.confidence, at_least=0, at_most=1)
    require_number(f"{name}.lift", bundle.lift, at_least=0)
    require_number(f"{name}.discount", bundle.discount, at_least=0)
    require(bundle.discount < holding.price, f"{name}.discount", "leaves no price", "Give less than the price")
    require_number(f"{name}.handling", bundle.handling, at_least=0)
    check_history(name, bundle.partner_history)


def _check_right(right: ReturnRight) -> None:
    name = f"return of {right.holding} to {right.supplier}"
    require_number(f"{name}.credit", right.credit, at_least=0)
    require_number(f"{name}.fee", right.fee, at_least=0)
    require_number(f"{name}.fee_fixed", right.fee_fixed, at_least=0)
    if right.units is not None:
        _check_whole(f"{name}.units", right.units)


def check_history(name: str, history: SalesHistory) -> None:
    """Raises InvalidProblem for an empty history, a wrong length, or a value outside its range."""
    require(bool(history.sold), f"{name}.history", "is empty", "Give at least one period")
    for period, sold in enumerate(history.sold):
        require_number(f"{name}.history.sold[{period}]", sold, at_least=0)
    _check_beside(f"{name}.history.exposure", history.exposure, len(history.sold), (0.0, 1.0))
    _check_beside(f"{name}.history.prices", history.prices, len(history.sold), (1e-9, None))


def _check_beside(name: str, values: Sequence[float], periods: int, limits: tuple[float, float | None]) -> None:
    if not values:
        return
    require(len(values) == periods, name, f"has {len(values)} values for {periods} periods", "Give one per period")
    for period, value in enumerate(values):
        require_number(f"{name}[{period}]", value, at_least=limits[0], at_most=limits[1])
