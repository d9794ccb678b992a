"""A reversal, with the past it takes back: both for posting and for replay."""

import functools
from typing import Any

from heliu.posting.facts import FactReversed
from heliu.posting.planning.backdating import plan_undone
from heliu.posting.planning.reversal import plan_reversed, refuse_used
from heliu.posting.planning.run import FactRun


def plan_reversal(cur: Any, run: FactRun, fact: FactReversed, **past: int) -> None:
    """Mirror the fact; where it changed the cost of other moves, these are valued as if it had never been.

    past: `before_fact`, as in plan_late. Raises ReversalRefused.
    """
    trace = run.plan.state.traces[fact.reversed_key]
    refuse_used(run, trace)
    plan_undone(cur, run, trace, functools.partial(plan_reversed, run, fact), **past)
