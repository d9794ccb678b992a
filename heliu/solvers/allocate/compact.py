"""Small batches to proved optimality: one mixed integer programme of all orders, solved by HiGHS.

y[order, store] = 1 where a store ships; x[order, line, store] units; z[stock, band] units of each band. With y fixed
the rest is a network of flows; x is declared whole all the same, so that no rounding is needed.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from heliu.solvers.allocate.master import quiet_highs
from heliu.solvers.allocate.orderproblem import Filling
from heliu.solvers.allocate.state import RunState

MOST_CHOICES = 400
"""Pairs of an order and a store that could ship some of it, up to which the whole programme is solved at once."""


@dataclass(slots=True)
class _Programme:
    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integral: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, list[int], list[float]]] = field(default_factory=list)

    def variable(self, cost: float, upper: float, *, integral: bool = False) -> int:
        self.cost.append(cost)
        self.upper.append(upper)
        self.integral.append(integral)
        return len(self.cost) - 1

    def row(self, lower: float, upper: float, terms: list[tuple[int, float]]) -> None:
        self.rows.append((lower, upper, [i for i, _ in terms], [value for _, value in terms]))


def choices(state: RunState) -> int:
    """How many y the programme would have."""
    held = state.network.bands.sum(axis=2) > 0
    open_stores = state.network.room > 0
    return sum(int((held[rows].any(axis=0) & open_stores).sum()) for rows in state.compiled.rows)


def solve_together(state: RunState, *, seconds: float | None, nodes: int | None, seed: int) -> float:
    """Replaces the plans by the best found, never by worse ones, and returns a proved lower bound."""
    programme = _Programme()
    ships, units = _variables(state, programme)
    if not ships:
        return state.objective()
    _couple(state, programme, ships, units)
    highs = _load(programme, seed)
    if seconds is not None:
        highs.setOptionValue("time_limit", seconds)
    if nodes is not None:
        highs.setOptionValue("mip_max_nodes", nodes)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 1e-7)
    highs.run()
    information = highs.getInfo()
    if information.primal_solution_status == 2:
        values = np.array(highs.getSolution().col_value)
        state.replace_if_better([_filling(state, order, values, units) for order in range(len(state.plans))])
    return float(information.mip_dual_bound)


def _variables(
    state: RunState, programme: _Programme
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int, int], int]]:
    network, compiled = state.network, state.compiled
    held = network.bands.sum(axis=2)
    ships, units = {}, {}
    for order, rows in enumerate(compiled.rows):
        for store in np.flatnonzero((held[rows] > 0).any(axis=0) & (network.room > 0)):
            at = int(store)
            ships[order, at] = programme.variable(float(compiled.shipping.total[order, at]), 1.0, integral=True)
            for line, row in enumerate(rows):
                if limit := min(int(held[row, at]), int(compiled.needs[order][line])):
                    units[order, line, at] = programme.variable(0.0, float(limit), integral=True)
                    terms = [(units[order, line, at], 1.0), (ships[order, at], -float(limit))]
                    programme.row(-np.inf, 0.0, terms)
    return ships, units


def _couple(
    state: RunState,
    programme: _Programme,
    ships: dict[tuple[int, int], int],
    units: dict[tuple[int, int, int], int],
) -> None:
    network, compiled = state.network, state.compiled
    for order, rows in enumerate(compiled.rows):
        for line in range(len(rows)):
            need = float(compiled.needs[order][line])
            lost = programme.variable(float(compiled.losses[order][line]), need)
            shipped = [(i, 1.0) for (o, n, _), i in units.items() if o == order and n == line]
            programme.row(need, need, [(lost, 1.0), *shipped])
    by_stock: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for (order, line, store), i in units.items():
        by_stock.setdefault((compiled.rows[order][line], store), []).append((i, 1.0))
    for key, used in by_stock.items():
        bands = [
            (programme.variable(float(rate), float(width)), -1.0)
            for rate, width in zip(network.band_rates, network.bands[key], strict=True)
        ]
        programme.row(-np.inf, 0.0, used + bands)
    for store in sorted({store for _, store in ships}):
        made = [(i, 1.0) for (_, s), i in ships.items() if s == store]
        if network.room[store] < len(made):
            programme.row(-np.inf, float(network.room[store]), made)


def _load(programme: _Programme, seed: int) -> Any:
    import highspy

    highs = quiet_highs(seed)
    count = len(programme.cost)
    none = np.array([], dtype=np.int32)
    no_rows = np.zeros(count, dtype=np.int32)
    highs.addCols(
        count, np.array(programme.cost), np.zeros(count), np.array(programme.upper), 0, no_rows, none, np.array([])
    )
    integral = np.flatnonzero(programme.integral).astype(np.int32)
    kinds = np.full(len(integral), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
    highs.changeColsIntegrality(len(integral), integral, kinds)
    for lower, upper, index, values in programme.rows:
        highs.addRow(lower, upper, len(index), np.array(index, dtype=np.int32), np.array(values))
    return highs


def _filling(
    state: RunState,
    order: int,
    values: "np.ndarray[Any, np.dtype[np.float64]]",
    units: dict[tuple[int, int, int], int],
) -> Filling:
    mine = {(line, store): round(values[i]) for (o, line, store), i in units.items() if o == order}
    stores = sorted({store for (_, store), quantity in mine.items() if quantity})
    shipped = np.array(
        [[mine.get((line, store), 0) for store in stores] for line in range(len(state.compiled.rows[order]))],
        dtype=np.int64,
    )
    return Filling(tuple(stores), shipped.reshape(len(state.compiled.rows[order]), len(stores)), 0.0)
