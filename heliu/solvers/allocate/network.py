"""The stores, their stock and their shipping costs as arrays, compiled once and used for many orders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.allocate.geodesy import Floats, great_circle_km
from heliu.solvers.allocate.inputs import (
    MINUTES_PER_DAY,
    Order,
    Store,
    StoreStock,
    Weights,
    check_stock,
    check_stores,
    check_weights,
)

Integers = NDArray[np.int64]

BANDS = 3
"""Units of one stock by what taking them costs: free, upper half of the protected quantity, lower half."""


@dataclass(frozen=True, slots=True)
class ShippingCosts:
    """Per order (row) and store (column): what one shipment costs, and what that is made of."""

    distance_km: Floats
    arrival_day: Integers
    late_days: Integers
    total: Floats


@dataclass(frozen=True, slots=True)
class StoreNetwork:
    """Compiled stores and stock. `bands[sku, store, band]` are the units still to be had in each band, cheapest first;
    `on_hand` what was there before protection; `room` the shipments each store can still make."""

    stores: tuple[Store, ...]
    weights: Weights
    sku_index: dict[str, int]
    bands: Integers
    on_hand: Integers
    room: Integers
    positions: Floats
    cutoffs: Integers
    workloads: Floats

    @property
    def band_rates(self) -> Floats:
        """Cost of one unit of each band."""
        unit = self.weights.protected_unit
        return np.array([0.0, unit, 2.0 * unit])

    def rows_of(self, order: Order) -> list[int]:
        """Index of each line's item in `bands`; an item that nobody stocks has the last, empty row."""
        nowhere = len(self.sku_index)
        return [self.sku_index.get(line.sku, nowhere) for line in order.lines]

    def shipping_costs(self, orders: Sequence[Order]) -> ShippingCosts:
        """Great-circle distances and all costs of a shipment, for every order and store."""
        weights = self.weights
        distance = great_circle_km(np.array([(o.latitude, o.longitude) for o in orders]), self.positions)
        placed = np.array([o.placed_minute for o in orders], dtype=np.int64)[:, None]
        leaves = placed // MINUTES_PER_DAY + (placed % MINUTES_PER_DAY > self.cutoffs[None, :])
        arrival = leaves + np.ceil(distance / weights.km_per_day).astype(np.int64)
        promised = np.array([_NEVER if o.promise_day is None else o.promise_day for o in orders], dtype=np.int64)
        late = np.maximum(arrival - promised[:, None], 0)
        total = (
            weights.shipment
            + weights.per_km * distance
            + weights.late_day * late
            + weights.workload * self.workloads[None, :]
        )
        return ShippingCosts(distance, arrival, late, total)

    def after(self, taken: Integers, shipments: Integers) -> "StoreNetwork":
        """The network once `taken[sku, store]` units are promised and `shipments[store]` shipments are planned."""
        return replace(self, bands=remaining_bands(self.bands, taken), room=self.room - shipments)


_NEVER = 2**40
UNLIMITED = 2**40
"""Room of a store without a capacity."""


def remaining_bands(bands: Integers, taken: Integers) -> Integers:
    """What is left of each band when `taken` units went, cheapest band first."""
    above = np.cumsum(bands, axis=-1) - taken[..., None]
    left: Integers = np.minimum(np.maximum(above, 0), bands)
    return left


def build_network(
    stores: Sequence[Store],
    stock: Sequence[StoreStock],
    *,
    weights: Weights,
    skus: frozenset[str] | None = None,
) -> StoreNetwork:
    """Checks and compiles; raises InvalidProblem naming the offender. `skus` limits it to the items that are needed."""
    check_weights(weights)
    check_stores(stores)
    index = {store.id: i for i, store in enumerate(stores)}
    check_stock(stock, frozenset(index))
    wanted = [row for row in stock if skus is None or row.sku in skus]
    sku_index = {sku: i for i, sku in enumerate(sorted({row.sku for row in wanted}))}
    on_hand = np.zeros((len(sku_index) + 1, len(stores)), dtype=np.int64)
    protect = np.zeros_like(on_hand)
    if wanted:
        at = [sku_index[row.sku] for row in wanted], [index[row.store] for row in wanted]
        on_hand[at] = [row.quantity for row in wanted]
        protect[at] = [row.protect for row in wanted]
    return StoreNetwork(
        stores=tuple(stores),
        weights=weights,
        sku_index=sku_index,
        bands=_bands(on_hand, protect, hard=weights.protection_is_hard),
        on_hand=on_hand,
        room=np.array([UNLIMITED if s.capacity is None else s.capacity for s in stores], dtype=np.int64),
        positions=np.array([(s.latitude, s.longitude) for s in stores], dtype=np.float64).reshape(-1, 2),
        cutoffs=np.array(
            [MINUTES_PER_DAY if s.cutoff_minute is None else s.cutoff_minute for s in stores], dtype=np.int64
        ),
        workloads=np.array([s.workload for s in stores], dtype=np.float64),
    )


def _bands(on_hand: Integers, protect: Integers, *, hard: bool) -> Integers:
    """Free units above the protected quantity, then its upper half (the larger one), then its lower half."""
    kept = np.minimum(on_hand, protect)
    lower = np.minimum(kept, protect // 2)
    bands = np.stack([on_hand - kept, kept - lower, lower], axis=-1)
    if hard:
        bands[..., 1:] = 0
    return bands
