"""Buying ahead in lots: exact dynamic programme over what has been bought so far, for one line on its own.

State: total ordered up to now, a multiple of the pack. Goods are used first in, first out, so the units of an order and
the periods they wait are known when it is placed, and its whole cost can be charged then. Every order respects minimum,
pack and breaks; no unit is older than allowed when used, except that the smallest lot may reach beyond the house's
cover. What is left at the end counts as worth the last expected price.
"""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.buy_plan.needs import Needs
from heliu.solvers.buy_plan.problem import Floats, Ints, Terms

LARGEST_GRID = 1500


@dataclass(frozen=True, slots=True)
class LotPlan:
    """`orders[i]` base units ordered i periods from now; `cost` expected, less the value of what is left; None of both
    when no sequence of lots keeps the shelf life."""

    orders: Ints | None
    cost: float


def grid_size(needs: Needs, terms: Terms) -> int:
    """Number of states of the programme."""
    return (int(needs.net.sum()) + terms.smallest_lot()) // terms.pack + 2


def waiting(net: Ints, positions: Ints) -> Floats:
    """orders i × positions P: sum over the first P units of the periods each waits when ordered in i. Units beyond the
    horizon wait until its end."""
    count = len(net)
    ends = np.cumsum(net)
    table = np.zeros((count, len(positions)))
    for period in range(count):
        begin = np.concatenate(([0], ends[:-1]))
        used = np.clip(positions[:, None] - begin, 0, net)
        ages = np.clip(np.arange(count) - period, 0, None)
        beyond = np.clip(positions - ends[-1], 0, None)
        table[period] = used @ ages + beyond * (count - period)
    return table


def plan_lots(needs: Needs, terms: Terms, *, carrying: float) -> LotPlan:
    """The sequence of orders of least expected cost; exact on the planning prices. `carrying`: currency per unit and
    period."""
    count = needs.periods
    positions = np.arange(grid_size(needs, terms), dtype=np.int64) * terms.pack
    waits = waiting(needs.net, positions)
    ends = np.cumsum(needs.net)
    quantities = positions[None, :] - positions[:, None]
    factors, allowed = _order_table(quantities, terms)
    value = -needs.planning[-1] * np.clip(positions - ends[-1], 0, None).astype(np.float64)
    value[positions < ends[-1]] = np.inf
    choices = []
    for period in range(count - 1, -1, -1):
        price = float(needs.planning[period])
        aged = waits[period][None, :] - waits[period][:, None]
        cost = factors * price * quantities + carrying * aged
        cost = np.where(quantities > 0, cost + terms.order_cost, 0.0)
        reachable = allowed & _in_time(positions, needs.net, period, terms)[None, :]
        reachable |= quantities == 0
        total = np.where(reachable, cost + value[None, :], np.inf)
        total[:, positions < ends[period]] = np.inf
        best = total.argmin(axis=1)
        choices.append(best)
        value = total[np.arange(len(positions)), best]
    if not np.isfinite(value[0]):
        return LotPlan(None, float("inf"))
    return LotPlan(_walk(choices[::-1], positions), float(value[0]))


def _order_table(quantities: Ints, terms: Terms) -> tuple[Floats, np.ndarray]:
    factors = np.ones(quantities.shape)
    for one in terms.breaks:
        factors[quantities >= one.from_quantity] = 1 - one.discount
    return factors, quantities >= terms.smallest_lot()


def _in_time(positions: Ints, net: Ints, period: int, terms: Terms) -> np.ndarray:
    """Positions after an order in `period` at which every unit is used in time. The house's cover may be exceeded by
    less than the smallest lot; the shelf life may not, and nothing may be left over that outlives it."""
    served = np.concatenate(([0], np.cumsum(net)))
    count = len(net)
    cover = served[min(period + terms.max_cover, count)] + terms.smallest_lot() - 1
    fits = positions <= cover
    if terms.shelf_life is not None and period + terms.shelf_life <= count:
        fits &= positions <= served[period + terms.shelf_life]
    return np.asarray(fits)


def _walk(choices: list[np.ndarray], positions: Ints) -> Ints:
    orders = np.zeros(len(choices), dtype=np.int64)
    at = 0
    for period, choice in enumerate(choices):
        after = int(choice[at])
        orders[period] = positions[after] - positions[at]
        at = after
    return orders
