"""Staged markdown of one item: which price to ask this week so that the stock earns most until the season ends.

`markdown` decides one week from what is believed and what has been sold. `estimate_elasticity`, `category_prior` and
`shrink` give it an elasticity to begin with. `prior`, `prepare` and `optimal` serve simulations that put one plan to
many seasons.
"""

from heliu.solvers.markdown.belief import Belief, posterior, prior
from heliu.solvers.markdown.dynamic_programme import Clearance, optimal
from heliu.solvers.markdown.elasticity import ElasticityEstimate, category_prior, estimate_elasticity, shrink
from heliu.solvers.markdown.plan import Interval, MarkdownPlan, PlannedWeek, clearance_of, markdown
from heliu.solvers.markdown.policy import Policy, prepare
from heliu.solvers.markdown.problem import BaseDemandPrior, ElasticityPrior, MarkdownProblem, WeekSold

__all__ = [
    "BaseDemandPrior",
    "Belief",
    "Clearance",
    "ElasticityEstimate",
    "ElasticityPrior",
    "Interval",
    "MarkdownPlan",
    "MarkdownProblem",
    "PlannedWeek",
    "Policy",
    "WeekSold",
    "category_prior",
    "clearance_of",
    "estimate_elasticity",
    "markdown",
    "optimal",
    "posterior",
    "prepare",
    "prior",
    "shrink",
]
