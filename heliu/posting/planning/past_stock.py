"""What a fact dated back takes must have been there: no place may fall below zero on the days that followed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from heliu.core import gateway
from heliu.posting.loading import OWNED
from heliu.posting.planning.run import FactRun
from heliu.posting.state import BalanceKey


@dataclass(frozen=True, slots=True)
class _Later:
    """What a later move did to one place: quantity signed as the place sees it."""

    move_id: int
    quantity: int
    reverses_id: int
    is_reversal: bool


_LATER = (
    "SELECT m.id, m.item_id, COALESCE(m.lot_id, 0), m.from_location_id, m.to_location_id, m.quantity, "
    "COALESCE(m.reverses_id, 0), f.kind FROM stock_stockmove m JOIN posting_postedfact f ON f.id = m.fact_id "
    "WHERE m.company_id = %s AND m.business_date > %s AND {items} ORDER BY m.business_date, m.id"
)


def refuse_past_shortages(cur: Any, run: FactRun, item_ids: Iterable[int]) -> None:
    """Raises InsufficientStock where this fact leaves too little for what left its places on later days.

    item_ids: items with a later day in the books. Reads the moves of those days; call it when the fact is planned.
    """
    taken = {key: quantity for key, quantity in _taken(run, set(item_ids)).items() if quantity > 0}
    if not taken:
        return
    later = _later_moves(cur, run, {item for item, _, _ in taken})
    for key, quantity in sorted(taken.items()):
        events = later[key]
        end = run.plan.state.balances[key].on_hand
        left = _lowest(end - sum(event.quantity for event in events), events)
        if left < 0:
            available = max(left + quantity, 0)
            run.add_shortage(key[0], needed=quantity, available=available, since=run.head.business_date)
    run.refuse_shortages()


def _taken(run: FactRun, items: set[int]) -> dict[BalanceKey, int]:
    """Net quantity the fact takes from each place that may not go below zero."""
    taken: dict[BalanceKey, int] = defaultdict(int)
    rows: Sequence[Any] = run.plan.changes.moves
    for row in rows:
        item, lot, source, target, quantity, fact_id = row[2], row[3], row[4], row[5], row[6], row[12]
        if item not in items or fact_id != run.fact_id:
            continue
        for place_id, sign in ((source, 1), (target, -1)):
            place = run.plan.places.get(place_id)
            if place is not None and place.kind in OWNED and not place.negative_allowed:
                taken[(item, place_id, lot or 0)] += sign * quantity
    return taken


def _later_moves(cur: Any, run: FactRun, items: set[int]) -> dict[BalanceKey, list[_Later]]:
    of_items, params = gateway.among("m.item_id", items)
    later: dict[BalanceKey, list[_Later]] = defaultdict(list)
    rows = gateway.fetch(cur, _LATER.format(items=of_items), (run.head.company_id, run.day, *params))
    for move_id, item, lot, source, target, quantity, reverses_id, kind in rows:
        for place, sign in ((source, -1), (target, 1)):
            later[(item, place, lot)].append(_Later(move_id, sign * quantity, reverses_id, kind == "REVERSED"))
    return later


def _lowest(quantity: int, events: list[_Later]) -> int:
    """Least that is there from now on; what was reversed counts as never having been."""
    moved = {event.move_id: event.quantity for event in events}
    for event in events:
        if event.is_reversal:
            moved[event.move_id] = 0
            if event.reverses_id in moved:
                moved[event.reverses_id] += event.quantity
            else:
                quantity += event.quantity
    return min(accumulate(moved.values(), initial=quantity))
