"""What a markdown is decided on: stock, weeks, a ladder of prices, beliefs about demand, and what has been sold."""

from dataclasses import dataclass, field

from heliu.solvers.problems import InvalidProblem, require, require_number


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticityPrior:
    """Price elasticity of demand in demand = base · (price / reference price) ^ elasticity: negative, −2 means that a
    price 1 % lower sells about 2 % more. `mean` and `deviation` are those of the category, see `category_prior`."""

    mean: float = -2.2
    deviation: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseDemandPrior:
    """Units a week at the reference price in a week of season factor 1; `deviation` is the standard deviation of its
    natural logarithm (0.5: two times out of three between 0.6 and 1.65 of the median `per_week`)."""

    per_week: float
    deviation: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSold:
    """One past week of this item: the price it stood at, units on hand when the week began, units sold."""

    price: float
    available: int
    sold: int
    season: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownProblem:
    """The decision of one item for the week that begins now.

    `ladder` holds the prices that may be asked, highest first; the first one is the reference price of the demand
    model. `price` is the one in force (it must be on the ladder); prices never rise again. Money is in one currency,
    per unit. Without `below_cost_approved` no price below `unit_cost` is proposed. After a cut the next one comes
    `weeks_between_cuts` weeks later at the earliest; `weeks_until_cut` is how many of them are still to wait now.
    `season` has one factor per remaining week (empty: all 1). `dispersion` is the size parameter of the negative
    binomial (variance = mean + mean² / size); None means Poisson. `salvage` is earned per unit left after the last
    week and may be negative (disposal); `holding_cost` is paid per unit left at the end of each week.
    """

    item: str
    units: int
    weeks: int
    ladder: tuple[float, ...]
    price: float
    unit_cost: float
    base_demand: BaseDemandPrior
    elasticity: ElasticityPrior = field(default_factory=ElasticityPrior)
    below_cost_approved: bool = False
    salvage: float = 0.0
    holding_cost: float = 0.0
    season: tuple[float, ...] = ()
    dispersion: float | None = None
    weeks_between_cuts: int = 1
    weeks_until_cut: int = 0
    sold: tuple[WeekSold, ...] = ()

    @property
    def prices(self) -> tuple[float, ...]:
        """What may be asked now or later: the price in force, then lower rungs not under the floor."""
        floor = -float("inf") if self.below_cost_approved else self.unit_cost
        return tuple(price for price in self.ladder if price == self.price or floor <= price < self.price)

    @property
    def seasons(self) -> tuple[float, ...]:
        return self.season or (1.0,) * self.weeks


def check(problem: MarkdownProblem) -> None:
    """Raises InvalidProblem naming the field that is wrong."""
    item = problem.item
    require(bool(item), "item", "is empty", "Give the id of the item")
    for name in ("units", "weeks", "weeks_between_cuts", "weeks_until_cut"):
        value = getattr(problem, name)
        require(isinstance(value, int), f"{item}.{name}", f"{value!r} is not a whole number", "Give a whole number")
    require_number(f"{item}.units", problem.units, at_least=0)
    require_number(f"{item}.weeks", problem.weeks, at_least=1, at_most=104)
    require_number(f"{item}.weeks_between_cuts", problem.weeks_between_cuts, at_least=1)
    require_number(f"{item}.weeks_until_cut", problem.weeks_until_cut, at_least=0)
    require(
        problem.weeks_until_cut < problem.weeks_between_cuts,
        f"{item}.weeks_until_cut",
        f"{problem.weeks_until_cut} is not below weeks_between_cuts {problem.weeks_between_cuts}",
        "Count the weeks from the last cut",
    )
    require_number(f"{item}.unit_cost", problem.unit_cost, at_least=0)
    require_number(f"{item}.salvage", problem.salvage, at_most=problem.price)
    require_number(f"{item}.holding_cost", problem.holding_cost, at_least=0)
    if problem.dispersion is not None:
        require_number(f"{item}.dispersion", problem.dispersion, above=0)
    _check_ladder(problem)
    _check_beliefs(problem)
    for week, sold in enumerate(problem.sold):
        _check_week(f"{item}.sold[{week}]", sold)


def _check_ladder(problem: MarkdownProblem) -> None:
    name = f"{problem.item}.ladder"
    require(bool(problem.ladder), name, "has no price", "Give at least the price in force")
    for rung, price in enumerate(problem.ladder):
        require_number(f"{name}[{rung}]", price, above=0)
    for rung in range(1, len(problem.ladder)):
        higher, price = problem.ladder[rung - 1 : rung + 1]
        require(price < higher, f"{name}[{rung}]", f"{price} is not below {higher}", "Give prices highest first, once")
    if problem.price not in problem.ladder:
        raise InvalidProblem(f"{problem.item}.price", f"{problem.price} is not on the ladder", "Put it on the ladder")


def _check_beliefs(problem: MarkdownProblem) -> None:
    item, elasticity, base = problem.item, problem.elasticity, problem.base_demand
    require_number(f"{item}.elasticity.mean", elasticity.mean, at_least=-8, at_most=-0.05)
    require_number(f"{item}.elasticity.deviation", elasticity.deviation, above=0, at_most=10)
    require_number(f"{item}.base_demand.per_week", base.per_week, above=0)
    require_number(f"{item}.base_demand.deviation", base.deviation, above=0, at_most=3)
    if problem.season:
        require(
            len(problem.season) == problem.weeks,
            f"{item}.season",
            f"has {len(problem.season)} factors for {problem.weeks} weeks",
            "Give one factor per remaining week",
        )
        for week, factor in enumerate(problem.season):
            require_number(f"{item}.season[{week}]", factor, at_least=0)


def _check_week(name: str, week: WeekSold) -> None:
    require_number(f"{name}.price", week.price, above=0)
    require_number(f"{name}.available", week.available, at_least=0)
    require_number(f"{name}.sold", week.sold, at_least=0)
    require_number(f"{name}.season", week.season, at_least=0)
    require(
        week.sold <= week.available, f"{name}.sold", f"{week.sold} of {week.available}", "Sell no more than there was"
    )
    require(week.season > 0 or week.sold == 0, f"{name}.season", "is 0 but something was sold", "Give its factor")
