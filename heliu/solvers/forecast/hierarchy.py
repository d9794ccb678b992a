"""Sums over groups of items, and shares of a group's forecast for items that have no own."""

from collections.abc import Mapping, Sequence

import numpy as np

from heliu.solvers.forecast.problem import Floats
from heliu.solvers.problems import InvalidProblem, require, require_number


def bottom_up(ids: Sequence[str], mean: Floats, parent_of: Mapping[str, str]) -> dict[str, Floats]:
    """Expected demand of every group above the items: the sum of its members, at every height (coherent by
    construction). Raises InvalidProblem for a group that is its own ancestor or has the id of an item."""
    totals: dict[str, Floats] = {}
    items = set(ids)
    for row, item in enumerate(ids):
        for group in _ancestors(item, parent_of):
            require(group not in items, f"group {group}", "is also an item", "Give groups ids of their own")
            totals[group] = totals.get(group, np.zeros(mean.shape[1])) + mean[row]
    return totals


def _ancestors(item: str, parent_of: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    at = item
    while at in parent_of:
        at = parent_of[at]
        if at in found or at == item:
            raise InvalidProblem(f"group {at}", "contains itself", "Remove it from its own line of parents")
        found.append(at)
    return found


def top_down(total: Floats, weights: Mapping[str, float]) -> dict[str, Floats]:
    """The group's expected demand split in proportion to the weights (planned sales, shelf space, sister items' rates);
    the parts sum to the total. Raises InvalidProblem for a negative weight or weights without a sum."""
    for item, weight in weights.items():
        require_number(f"weight of {item}", weight, at_least=0)
    whole = sum(weights.values())
    require(whole > 0, "weights", "sum to zero", "Give at least one weight above zero")
    return {item: total * (weight / whole) for item, weight in weights.items()}
