"""One order as arrays, and what any set of stores would cost for it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.allocate.geodesy import Floats
from heliu.solvers.allocate.network import Integers


@dataclass(frozen=True, slots=True)
class OrderProblem:
    """`fixed[store]` cost of a shipment (inf: cannot ship), `need[line]` units, `lost[line]` cost of one unfilled unit,
    `widths[line, store, band]` units to be had at `rates[line, store, band]` each, rates rising with the band.
    Units that cost as much as losing them are taken out, so that every unit left is worth filling."""

    fixed: Floats
    need: Integers
    lost: Floats
    widths: Integers
    rates: Floats

    @property
    def lines(self) -> int:
        return len(self.need)

    @property
    def everything_lost(self) -> float:
        return float((self.need * self.lost).sum())


@dataclass(frozen=True, slots=True)
class Filling:
    """How much each of `stores` ships of each line (`units[line, i]`), and what the plan costs altogether."""

    stores: tuple[int, ...]
    units: Integers
    cost: float


def order_problem(*, fixed: Floats, need: Integers, lost: Floats, widths: Integers, rates: Floats) -> OrderProblem:
    """Clips the stock to what the order can use."""
    useful = np.where(rates < lost[:, None, None], widths, 0)
    left = need[:, None, None] - (np.cumsum(useful, axis=2) - useful)
    return OrderProblem(fixed, need, lost, np.minimum(np.maximum(left, 0), useful), rates)


def set_costs(problem: OrderProblem, sets: NDArray[np.int64]) -> Floats:
    """Cost of the order for each row of store indices; a negative index stands for no store. Given the set, each line
    takes the cheapest units first, which is optimal because units of a line are interchangeable."""
    lines, count, size = problem.lines, *sets.shape
    if size == 0:
        return np.full(count, problem.everything_lost)
    present = sets >= 0
    widths = np.where(present[None, :, :, None], problem.widths[:, sets], 0).reshape(lines, count, -1)
    rates = problem.rates[:, sets].reshape(lines, count, -1)
    by_rate = np.argsort(rates, axis=2, kind="stable")
    widths, rates = np.take_along_axis(widths, by_rate, axis=2), np.take_along_axis(rates, by_rate, axis=2)
    need = problem.need[:, None, None]
    units = np.minimum(np.maximum(need - (np.cumsum(widths, axis=2) - widths), 0), widths)
    unfilled = problem.need[:, None] - units.sum(axis=2)
    goods = (units * rates).sum(axis=2) + unfilled * problem.lost[:, None]
    fixed: Floats = goods.sum(axis=0) + np.where(present, problem.fixed[sets], 0.0).sum(axis=1)
    return fixed


def fill(problem: OrderProblem, stores: tuple[int, ...]) -> Filling:
    """The cheapest quantities of a set of stores; stores that end up with nothing are dropped."""
    lines, bands = problem.lines, problem.widths.shape[2]
    chosen = list(stores)
    widths = problem.widths[:, chosen].reshape(lines, -1)
    rates = problem.rates[:, chosen].reshape(lines, -1)
    by_rate = np.argsort(rates, axis=1, kind="stable")
    sorted_widths = np.take_along_axis(widths, by_rate, axis=1)
    taken = np.clip(problem.need[:, None] - (np.cumsum(sorted_widths, axis=1) - sorted_widths), 0, sorted_widths)
    units = np.zeros_like(widths)
    np.put_along_axis(units, by_rate, taken, axis=1)
    cost = float((units * rates).sum() + ((problem.need - units.sum(axis=1)) * problem.lost).sum())
    per_store = units.reshape(lines, len(chosen), bands).sum(axis=2)
    used = [i for i in range(len(chosen)) if per_store[:, i].any()]
    cost += float(sum(problem.fixed[chosen[i]] for i in used))
    return Filling(tuple(chosen[i] for i in used), per_store[:, used], cost)
