"""From classified lines to the daily history of every stocked item."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from heliu.integration.online_retail.classes import EFFECTS
from heliu.integration.online_retail.masters import NOTE_CLASSES, HistoricItem
from heliu.integration.replenishment.policy import ItemHistory
from heliu.integration.replenishment.suppliers import SimulatedSupplier, pack_of, simulated_cost, supplier_of


@dataclass(frozen=True, slots=True)
class Demand:
    """`items` in order of code; `costs` (1e-6) by code; day 0 is `first_day`, the last is `last_day`."""

    first_day: date
    last_day: date
    suppliers: tuple[SimulatedSupplier, ...]
    items: tuple[ItemHistory, ...]
    costs: dict[str, int]


def demand_of(
    frame: pl.DataFrame,
    items: Sequence[HistoricItem],
    *,
    supplier_for: Callable[[str], SimulatedSupplier] = supplier_of,
) -> Demand:
    """Every piece that a line moves is in one day of one item. `frame` needs code, at, quantity, line_class."""
    goods = {line_class.value: effect.goods for line_class, effect in EFFECTS.items()}
    moved = (
        frame.with_columns(
            day=pl.col("at").dt.date(),
            is_note=pl.col("line_class").cast(pl.String).is_in(NOTE_CLASSES),
            direction=pl.col("line_class").cast(pl.String).replace_strict(goods, return_dtype=pl.Int64),
        )
        .filter(pl.col("direction") != 0)
        .group_by("code", "day", "direction", "is_note")
        .agg(pl.col("quantity").abs().sum())
    )
    first_day, last_day = frame["at"].dt.date().min(), frame["at"].dt.date().max()
    assert isinstance(first_day, date)
    assert isinstance(last_day, date)
    days = (last_day - first_day).days + 1
    flows: dict[str, _Flow] = {}
    for code, day, direction, is_note, quantity in moved.iter_rows():
        flow = flows.get(code)
        if flow is None:
            flow = flows[code] = _Flow(days)
        flow.add((day - first_day).days, quantity=quantity, is_outgoing=direction < 0, is_note=is_note)
    stocked = [item for item in items if item.is_stocked and item.code in flows]
    suppliers = {item.code: supplier_for(item.code) for item in stocked}
    return Demand(
        first_day=first_day,
        last_day=last_day,
        suppliers=tuple(sorted(set(suppliers.values()), key=lambda supplier: supplier.code)),
        items=tuple(_history(item, first_day, flows[item.code], suppliers[item.code]) for item in stocked),
        costs=_costs(stocked),
    )


class _Flow:
    """The daily pieces of one item while they are added up; notes of the stock keeper are no demand."""

    def __init__(self, days: int) -> None:
        self.outgoing, self.incoming = [0] * days, [0] * days
        self.sold, self.returned = [0] * days, [0] * days

    def add(self, day: int, *, quantity: int, is_outgoing: bool, is_note: bool) -> None:
        (self.outgoing if is_outgoing else self.incoming)[day] += quantity
        if not is_note:
            (self.sold if is_outgoing else self.returned)[day] += quantity

    def demand(self) -> list[int]:
        return [max(sold - returned, 0) for sold, returned in zip(self.sold, self.returned, strict=True)]


def _history(item: HistoricItem, first_day: date, flow: _Flow, supplier: SimulatedSupplier) -> ItemHistory:
    return ItemHistory(
        code=item.code,
        supplier_code=supplier.code,
        lead_days=supplier.lead_days,
        review_weekday=supplier.review_weekday,
        first_weekday=first_day.weekday(),
        pack=pack_of(item.price_median),
        outgoing=flow.outgoing,
        incoming=flow.incoming,
        demand=flow.demand(),
    )


def _costs(items: Sequence[HistoricItem]) -> dict[str, int]:
    """Items that were never sold at a price cost as if sold at the median price of all items."""
    prices = sorted(item.price_median for item in items if item.price_median)
    fallback = prices[len(prices) // 2] if prices else 1_000_000
    return {item.code: simulated_cost(item.code, item.price_median or fallback) for item in items}
