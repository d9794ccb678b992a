"""Choosing one plan per order under the stock and room there is: restricted master of Dantzig–Wolfe decomposition.

Columns are whole plans of one order, so the linear relaxation is the convex hull of each order's plans and only the
contended stock can be fractional. Rows: one per order, one per store with limited room, one per item that is short, one
per stock that the known plans could overdraw with its bands of rising cost. Solved by HiGHS, as linear programme for
prices and as integer programme for the answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from heliu.solvers.allocate.geodesy import Floats
from heliu.solvers.allocate.network import Integers, StoreNetwork
from heliu.solvers.allocate.orderproblem import Filling
from heliu.solvers.allocate.state import CompiledOrders, Prices

SIMPLEX_ITERATIONS = 4000


@dataclass(frozen=True, slots=True)
class Column:
    order: int
    plan: Filling
    direct_cost: float


class Master:
    """`solve_relaxation` and `solve_integer` may be called in any sequence with `add` between them."""

    def __init__(self, network: StoreNetwork, compiled: CompiledOrders, *, base: Prices, seed: int) -> None:
        self.network = network
        self.compiled = compiled
        self.columns: list[Column | None] = []
        self._base = base
        self._known: set[tuple[int, bytes, bytes]] = set()
        self._contended = _contended(network, compiled)
        self._stock_rows: dict[tuple[int, int], int] = {}
        self._most_asked: dict[tuple[int, int], dict[int, int]] = {}
        self._known_uses: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._room_rows: dict[int, int] = {}
        self._rows = 0
        self.is_large = False
        self._highs: Any = quiet_highs(seed)
        self._add_rows([1.0] * len(compiled.orders), equal=True)
        for store in np.flatnonzero(network.room < len(compiled.orders)):
            self._room_rows[int(store)] = self._rows
            self._add_rows([float(network.room[store])])
        self._item_rows: dict[int, int] = {}
        for row, total in _short_items(network, compiled):
            self._item_rows[row] = self._rows
            self._add_rows([float(total)])
        nothing = [Filling((), np.zeros((len(n), 0), dtype=np.int64), 0.0) for n in compiled.needs]
        self.add(enumerate(nothing))

    def add(self, plans: Iterable[tuple[int, Filling]]) -> int:
        """Takes the plans it does not know yet; returns how many."""
        new = []
        for order, plan in plans:
            key = (order, bytes(np.array(plan.stores, dtype=np.int64)), plan.units.tobytes())
            if key not in self._known:
                self._known.add(key)
                new.append(Column(order, plan, self._direct_cost(order, plan)))
        self._add_stock_rows(new)
        entries = [self._entries(column) for column in new]
        self._add_columns([c.direct_cost for c in new], np.inf, entries)
        self.columns += new
        return len(new)

    def solve_relaxation(self, seconds: float | None) -> tuple[float, Prices] | None:
        """Objective and prices of stock and room; None when the time was not enough."""
        if not self._run_relaxation(seconds):
            return None
        duals = np.array(self._highs.getSolution().row_dual)
        stock, room = self._base.stock.copy(), np.zeros(len(self.network.stores))
        for (row, store), at in self._stock_rows.items():
            stock[row, store] = max(-duals[at], 0.0)
        for row, at in self._item_rows.items():
            stock[row] += max(-duals[at], 0.0)
        for store, at in self._room_rows.items():
            room[store] = max(-duals[at], 0.0)
        objective = float(self._highs.getInfo().objective_function_value)
        return objective, Prices(stock, room)

    def _run_relaxation(self, seconds: float | None) -> bool:
        """Simplex from the last basis while that is quick; from the first time it is not, interior point without a
        basis, whose prices are approximate, which a Lagrangian bound does not mind."""
        import highspy

        self._limit(seconds)
        status = highspy.HighsModelStatus
        if not self.is_large:
            self._highs.setOptionValue("simplex_iteration_limit", SIMPLEX_ITERATIONS)
            self._highs.run()
            self._highs.setOptionValue("simplex_iteration_limit", 2**31 - 1)
            if self._highs.getModelStatus() == status.kOptimal:
                return True
            self.is_large = True
            self._limit(seconds)
        self._highs.setOptionValue("solver", "ipm")
        self._highs.setOptionValue("run_crossover", "off")
        self._highs.setOptionValue("presolve", "off")  # without crossover its prices do not survive postsolve
        self._highs.setOptionValue("ipm_optimality_tolerance", 1e-5)
        self._highs.clearSolver()
        self._highs.run()
        solved = self._highs.getModelStatus() in (status.kOptimal, status.kUnknown)
        self._highs.setOptionValue("solver", "choose")
        self._highs.setOptionValue("run_crossover", "on")
        self._highs.setOptionValue("presolve", "choose")
        return bool(solved)

    def _limit(self, seconds: float | None) -> None:
        limit = float("inf") if seconds is None else self._highs.getRunTime() + max(seconds, 0.1)
        self._highs.setOptionValue("time_limit", limit)

    def solve_integer(
        self, start: list[Filling], *, seconds: float | None, nodes: int | None, relative_gap: float
    ) -> list[Filling] | None:
        """The best choice of known plans, None when the limits ended the search without one."""
        import highspy

        highs = self._highs
        self.add(enumerate(start))
        of_plans = [i for i, column in enumerate(self.columns) if column is not None]
        kinds = np.full(len(of_plans), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        highs.changeColsIntegrality(len(of_plans), np.array(of_plans, dtype=np.int32), kinds)
        highs.setOptionValue("mip_rel_gap", relative_gap)
        self._limit(seconds)
        highs.setOptionValue("mip_max_nodes", 2**31 - 1 if nodes is None else nodes)
        self._set_start(start)
        highs.run()
        values = highs.getSolution().col_value
        found = highs.getInfo().primal_solution_status == 2
        return self._chosen(np.array(values), of_plans) if found else None

    def _chosen(self, values: Floats, of_plans: list[int]) -> list[Filling]:
        chosen: dict[int, tuple[float, Filling]] = {}
        for i in of_plans:
            column = self.columns[i]
            if column is not None and values[i] > chosen.get(column.order, (0.5, None))[0]:
                chosen[column.order] = (float(values[i]), column.plan)
        return [chosen[order][1] for order in range(len(self.compiled.orders))]

    def _set_start(self, start: list[Filling]) -> None:
        wanted = {(o, p.stores, p.units.tobytes()) for o, p in enumerate(start)}
        at = [
            i
            for i, c in enumerate(self.columns)
            if c is not None and (c.order, c.plan.stores, c.plan.units.tobytes()) in wanted
        ]
        zero = [i for i, c in enumerate(self.columns) if c is not None and i not in set(at)]
        index = np.array(at + zero, dtype=np.int32)
        self._highs.setSolution(len(index), index, np.array([1.0] * len(at) + [0.0] * len(zero)))

    def _direct_cost(self, order: int, plan: Filling) -> float:
        need, lost = self.compiled.needs[order], self.compiled.losses[order]
        shipped = plan.units.sum(axis=1)
        shipping = sum(float(self.compiled.shipping.total[order, store]) for store in plan.stores)
        return float(((need - shipped) * lost).sum()) + shipping

    def _entries(self, column: Column) -> dict[int, float]:
        rows = self.compiled.rows[column.order]
        entries = {column.order: 1.0}
        for i, store in enumerate(column.plan.stores):
            if store in self._room_rows:
                entries[self._room_rows[store]] = 1.0
            for line in np.flatnonzero(column.plan.units[:, i]):
                at = self._stock_rows.get((rows[line], store))
                units = float(column.plan.units[line, i])
                if at is not None:
                    entries[at] = units
                if (item := self._item_rows.get(rows[line])) is not None:
                    entries[item] = entries.get(item, 0.0) + units
        return entries

    def _stock_uses(self, column: Column) -> list[tuple[tuple[int, int], int]]:
        """Units of every contended stock that a plan takes."""
        rows, units = self.compiled.rows[column.order], column.plan.units
        return [
            ((rows[line], column.plan.stores[i]), int(units[line, i]))
            for line, i in np.argwhere(units).tolist()
            if self._contended[rows[line], column.plan.stores[i]]
        ]

    def _add_stock_rows(self, new: list[Column]) -> None:
        """A row for every stock that the known plans could now overdraw or take dearer bands of, and its bands."""
        wanted: dict[tuple[int, int], None] = {}
        for column in new:
            for key, units in self._stock_uses(column):
                asked = self._most_asked.setdefault(key, {})
                asked[column.order] = max(asked.get(column.order, 0), units)
                if key not in self._stock_rows and sum(asked.values()) > self.network.bands[key][0]:
                    wanted[key] = None
        bands = []
        for key in wanted:
            self._stock_rows[key] = self._rows
            self._add_rows([0.0], known=self._known_uses.get(key, ()))
            bands += [
                (float(rate), float(width), {self._stock_rows[key]: -1.0})
                for rate, width in zip(self.network.band_rates, self.network.bands[key], strict=True)
                if width
            ]
        self._add_columns([b[0] for b in bands], np.array([b[1] for b in bands]), [b[2] for b in bands])
        self.columns += [None] * len(bands)
        for at, column in enumerate(new, start=len(self.columns)):
            for key, units in self._stock_uses(column):
                self._known_uses.setdefault(key, []).append((at, units))

    def _add_rows(self, limits: list[float], *, equal: bool = False, known: Sequence[tuple[int, int]] = ()) -> None:
        """`known`: (column, coefficient) of a single row."""
        upper = np.array(limits)
        lower = upper if equal else np.full(len(upper), -np.inf)
        columns = np.array([column for column, _ in known], dtype=np.int32)
        values = np.array([value for _, value in known], dtype=np.float64)
        starts = np.zeros(len(upper), dtype=np.int32)
        self._highs.addRows(len(upper), lower, upper, len(columns), starts, columns, values)
        self._rows += len(upper)

    def _add_columns(self, costs: list[float], upper: Floats | float, entries: list[dict[int, float]]) -> None:
        if not costs:
            return
        sizes = np.array([len(e) for e in entries])
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
        index = np.array([row for e in entries for row in e], dtype=np.int32)
        values = np.array([value for e in entries for value in e.values()], dtype=np.float64)
        count = len(costs)
        limits = np.broadcast_to(np.asarray(upper, dtype=np.float64), count).copy()
        self._highs.addCols(count, np.array(costs), np.zeros(count), limits, len(index), starts, index, values)


def _contended(network: StoreNetwork, compiled: CompiledOrders) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Stock whose cheapest band could not serve all orders that ask for the item."""
    asked = _asked(network, compiled)
    first = np.argmax(network.bands > 0, axis=2)
    width = np.take_along_axis(network.bands, first[:, :, None], axis=2)[:, :, 0]
    contended: np.ndarray[Any, np.dtype[np.bool_]] = (asked[:, None] > width) | (first > 0)
    return contended


def _asked(network: StoreNetwork, compiled: CompiledOrders) -> Integers:
    asked = np.zeros(len(network.bands), dtype=np.int64)
    for rows, need in zip(compiled.rows, compiled.needs, strict=True):
        np.add.at(asked, rows, need)
    return asked


def _short_items(network: StoreNetwork, compiled: CompiledOrders) -> list[tuple[int, int]]:
    """Items of which all stores together have less than is asked, and how much they have. Their rows are implied by
    those of the stocks; they give a stock that no plan uses yet a price."""
    total = network.bands.sum(axis=(1, 2))
    asked = _asked(network, compiled)
    return [(int(row), int(total[row])) for row in np.flatnonzero((asked > total) & (total > 0))]


def quiet_highs(seed: int) -> Any:
    """HiGHS without output, on one thread."""
    import highspy

    make: Any = highspy.Highs  # its constructor has no types
    highs = make()
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", seed)
    return highs
