"""Safety stock over several sites: guaranteed service on a distribution tree (Simpson 1958; Graves & Willems 2000).

Every site promises its customers a service time and keeps the stock that demand over its net replenishment time can
need, up to a bound of `factor` standard deviations. Which promises cost the least is found exactly.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import require, require_number, require_unique


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """`supplier`: the site it is served by, "" from outside. `processing`: whole periods to move or make the goods.
    `holding_cost`: money per unit and period. Sites without customers among the sites have `deviation` (standard
    deviation of demand per period, units) and `service`, the time promised to the market."""

    name: str
    supplier: str = ""
    processing: int = 0
    holding_cost: float = 1.0
    deviation: float = 0.0
    service: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTree:
    """`factor`: standard deviations that the bound covers; `inbound`: service time of the outside supplier. Demands of
    different stores are independent, so their variances add up at the warehouse."""

    sites: Sequence[Site]
    factor: float = 1.645
    inbound: int = 0


@dataclass(frozen=True, slots=True)
class GuaranteedService:
    """Per site in the given order: promised `service` and `net` replenishment time in periods, `safety_stock` in units
    (not rounded); `cost` is money per period."""

    sites: tuple[str, ...]
    service: tuple[int, ...]
    net: tuple[int, ...]
    safety_stock: tuple[float, ...]
    cost: float


class _Tree:
    def __init__(self, problem: ServiceTree) -> None:
        self.problem = problem
        self.sites = {site.name: site for site in problem.sites}
        self.served: dict[str, list[str]] = {name: [] for name in self.sites}
        for site in problem.sites:
            if site.supplier:
                self.served[site.supplier].append(site.name)
        self.order = self._top_down()
        self.variance = self._variances()
        self.longest = self._longest()
        self._best: dict[tuple[str, int], tuple[float, int]] = {}

    def _top_down(self) -> list[str]:
        found = [site.name for site in self.problem.sites if not site.supplier]
        for name in found:
            found.extend(self.served[name])
        left = [name for name in self.sites if name not in set(found)]
        require(not left, f"site {left[0] if left else ''}", "is its own supplier by a circle", "Break the circle")
        return found

    def _variances(self) -> dict[str, float]:
        variance: dict[str, float] = {}
        for name in reversed(self.order):
            below = self.served[name]
            variance[name] = sum(variance[one] for one in below) if below else self.sites[name].deviation ** 2
        return variance

    def _longest(self) -> dict[str, int]:
        longest: dict[str, int] = {}
        for name in self.order:
            site = self.sites[name]
            before = longest[site.supplier] if site.supplier else self.problem.inbound
            longest[name] = before + site.processing
        return longest

    def stock(self, name: str, net: int) -> float:
        return self.problem.factor * math.sqrt(self.variance[name] * net)

    def promises(self, name: str, inbound: int) -> range:
        """A site promises at most what it can keep without stock; at the market exactly what is asked, or less."""
        most = inbound + self.sites[name].processing
        if not self.served[name]:
            kept = min(self.sites[name].service, most)
            return range(kept, kept + 1)
        return range(most + 1)

    def best(self, name: str, inbound: int) -> tuple[float, int]:
        """Least cost of the site and all below it when goods reach it `inbound` periods after it asks; its promise."""
        return self._best[name, inbound]

    def solve(self) -> None:
        """From the stores upwards, for every inbound time that can occur."""
        for name in reversed(self.order):
            site = self.sites[name]
            most = self.longest[name] - site.processing
            for inbound in range(most + 1):
                self._best[name, inbound] = min(
                    (self.cost(name, inbound, promise), promise) for promise in self.promises(name, inbound)
                )

    def cost(self, name: str, inbound: int, promise: int) -> float:
        net = inbound + self.sites[name].processing - promise
        own = self.sites[name].holding_cost * self.stock(name, net)
        return own + sum(self._best[one, promise][0] for one in self.served[name])

    def result(self) -> GuaranteedService:
        inbound: dict[str, int] = {}
        service: dict[str, int] = {}
        net: dict[str, int] = {}
        for name in self.order:
            site = self.sites[name]
            inbound[name] = service[site.supplier] if site.supplier else self.problem.inbound
            service[name] = self.best(name, inbound[name])[1]
            net[name] = inbound[name] + site.processing - service[name]
        return self.priced(service, net)

    def priced(self, service: dict[str, int], net: dict[str, int]) -> GuaranteedService:
        names = [site.name for site in self.problem.sites]
        stock = tuple(self.stock(name, net[name]) for name in names)
        cost = sum(self.sites[name].holding_cost * units for name, units in zip(names, stock, strict=True))
        return GuaranteedService(
            tuple(names), tuple(service[name] for name in names), tuple(net[name] for name in names), stock, cost
        )

    def everywhere(self) -> GuaranteedService:
        """Every site serves at once: stock at every stage, what planning site by site would do."""
        service, net = {}, {}
        for name in self.order:
            site = self.sites[name]
            inbound = service[site.supplier] if site.supplier else self.problem.inbound
            most = inbound + site.processing
            service[name] = 0 if self.served[name] else min(site.service, most)
            net[name] = most - service[name]
        return self.priced(service, net)


def guaranteed_service(problem: ServiceTree) -> Answer[GuaranteedService]:
    """The promises between sites whose safety stocks cost least per period; proved optimal (dynamic programming).

    Raises InvalidProblem for an unknown supplier, a circle, or numbers without meaning.
    """
    watch = Stopwatch()
    _check(problem)
    tree = _Tree(problem)
    tree.solve()
    result = tree.result()
    every = tree.everywhere()
    return Answer(
        status=Status.OPTIMAL,
        result=result,
        objective=result.cost,
        bound=result.cost,
        wall_s=watch.seconds,
        explain=(_whole(result, every), *(_site_reason(tree, result, at) for at in range(len(result.sites)))),
    )


def _check(problem: ServiceTree) -> None:
    require(len(problem.sites) > 0, "sites", "are none", "Give at least one site")
    require_unique("site", [site.name for site in problem.sites])
    require_number("factor", problem.factor, above=0.0)
    require_number("inbound", problem.inbound, at_least=0)
    names = {site.name for site in problem.sites}
    for site in problem.sites:
        require(
            site.supplier in names or not site.supplier,
            f"site {site.name}",
            f"has the unknown supplier {site.supplier}",
            "Name a site, or nothing for the outside",
        )
        for label, value in (("processing", site.processing), ("service", site.service)):
            require_number(f"{label} of {site.name}", value, at_least=0)
            require(float(value).is_integer(), f"{label} of {site.name}", f"{value} is not whole", "Give whole periods")
        require_number(f"holding cost of {site.name}", site.holding_cost, at_least=0.0)
        require_number(f"deviation of {site.name}", site.deviation, at_least=0.0)


def _whole(result: GuaranteedService, every: GuaranteedService) -> Reason:
    return Reason(
        code="guaranteed_service",
        measures=(
            Measure("cost", result.cost, "money/period"),
            Measure("safety_stock", sum(result.safety_stock), "pcs"),
            Measure("cost_stock_at_every_site", every.cost, "money/period"),
        ),
        alternative=Alternative(
            choice="every site serves at once", objective_difference=max(every.cost - result.cost, 0.0)
        ),
    )


def _site_reason(tree: _Tree, result: GuaranteedService, at: int) -> Reason:
    """The promise of the site, and the next best one with everything below it planned anew."""
    name = result.sites[at]
    site = tree.sites[name]
    inbound = result.net[at] + result.service[at] - site.processing
    chosen = tree.cost(name, inbound, result.service[at])
    others = [(tree.cost(name, inbound, p), p) for p in tree.promises(name, inbound) if p != result.service[at]]
    alternative = None
    if others:
        cost, promise = min(others)
        alternative = Alternative(choice=f"promise {promise} periods", objective_difference=max(cost - chosen, 0.0))
    return Reason(
        code="site_promise",
        subject=name,
        measures=(
            Measure("inbound", inbound, "period"),
            Measure("processing", site.processing, "period"),
            Measure("service", result.service[at], "period"),
            Measure("net", result.net[at], "period"),
            Measure("safety_stock", result.safety_stock[at], "pcs"),
        ),
        alternative=alternative,
    )
