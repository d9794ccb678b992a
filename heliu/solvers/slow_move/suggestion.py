"""The judgement of every holding and the actions with the most expected money, with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Answer, Reason, Status, Stopwatch
from heliu.solvers.slow_move.channels import (
    Action,
    Channel,
    View,
    at_price,
    bundled,
    returned,
    scrapped,
    transferred,
)
from heliu.solvers.slow_move.mover import Choice, Move, SlowMover
from heliu.solvers.slow_move.problem import Holding, Outlet, SlowMoveProblem, check
from heliu.solvers.slow_move.reasons import reasons
from heliu.solvers.slow_move.sell_through import Demand, estimate, sale
from heliu.solvers.slow_move.split import Split, divide, stocks, worth

Floats = NDArray[np.float64]

AGE_BUCKETS = ((90, "0-90"), (180, "91-180"), (365, "181-365"))


@dataclass(frozen=True, slots=True)
class _Judged:
    holding: Holding
    demand: Demand
    view: View
    mover: SlowMover


def slow_move(problem: SlowMoveProblem) -> Answer[tuple[SlowMover, ...]]:
    """Judges every holding and suggests for the slow ones.

    Guarantees: the moves of a holding hold exactly its units; no location receives more of an item than its space and
    no supplier more than its caps, over all holdings; no price below cost unless approved; what is suggested is never
    expected to recover less than keeping. Holdings share outlets and caps in the order of what they gain alone.
    `objective` is maximised: the expected money recovered from all slow holdings. Raises InvalidProblem.
    """
    watch = Stopwatch()
    check(problem)
    judged = [_judge(problem, holding) for holding in problem.holdings]
    shared = _Shared(problem)
    alone = {one.holding.id: _suggest(problem, one, shared) for one in judged if one.mover.slow}
    order = sorted(alone, key=lambda id: (alone[id][0].recovered_keep - alone[id][0].recovered, id))
    by_id = {one.holding.id: one for one in judged}
    found: dict[str, tuple[SlowMover, tuple[Reason, ...]]] = {}
    for id in order:
        fresh = shared.is_fresh_for(problem, by_id[id].holding)
        found[id] = alone[id] if fresh else _suggest(problem, by_id[id], shared)
        shared.commit(by_id[id].holding, found[id][0].moves)
    movers = tuple(found[one.holding.id][0] if one.mover.slow else one.mover for one in judged)
    return Answer(
        status=Status.ESTIMATED,
        result=movers,
        objective=sum(mover.recovered for mover in movers if mover.slow),
        wall_s=watch.seconds,
        explain=tuple(reason for one in judged if one.mover.slow for reason in found[one.holding.id][1]),
    )


class _Shared:
    """What holdings compete for: demand and space of outlets, caps of suppliers."""

    def __init__(self, problem: SlowMoveProblem) -> None:
        self.outlets: dict[tuple[str, str], Outlet] = {(o.item, o.location): o for o in problem.outlets}
        self.caps = {cap.supplier: cap.units for cap in problem.return_caps}
        self._taken: set[tuple[Action, str]] = set()

    def is_fresh_for(self, problem: SlowMoveProblem, holding: Holding) -> bool:
        """Whether nothing that the holding could use was given to another."""
        suppliers = {(Action.RETURN, right.supplier) for right in problem.returns if right.holding == holding.id}
        return (Action.TRANSFER, holding.item) not in self._taken and not suppliers & self._taken

    def commit(self, holding: Holding, moves: Sequence[Move]) -> None:
        for move in moves:
            if move.action is Action.TRANSFER:
                outlet = self.outlets[holding.item, move.target]
                space = None if outlet.space is None else outlet.space - move.units
                self.outlets[holding.item, move.target] = replace(outlet, units=outlet.units + move.units, space=space)
                self._taken.add((move.action, holding.item))
            if move.action is Action.RETURN and move.target in self.caps:
                self.caps[move.target] -= move.units
                self._taken.add((move.action, move.target))


def _judge(problem: SlowMoveProblem, holding: Holding) -> _Judged:
    demand = estimate(
        holding.history, price=holding.price, elasticity=holding.elasticity.mean, hazard=problem.obsolescence
    )
    days = float(problem.horizon_days if holding.days_left is None else holding.days_left)
    view = View(days=days, period_days=float(problem.period_days), hazard=problem.obsolescence)
    expected = sale(demand, view.periods(days))
    left = float(expected.left(np.array([float(holding.units)]))[0])
    rate = demand.rate * demand.alive / problem.period_days
    cover = holding.units / rate
    p_sell_out = expected.sells_out(holding.units)
    idle = _days_since_sale(problem, holding) >= problem.idle_days
    slow = holding.units > 0 and (
        cover > min(problem.slow_cover_days, days) or p_sell_out < problem.sell_out_target or idle
    )
    kept = at_price(holding, demand, np.array([0.0, float(holding.units)]), price=holding.price, view=view)
    recovered = float(kept.values[-1])
    mover = SlowMover(
        holding=holding.id,
        item=holding.item,
        location=holding.location,
        units=holding.units,
        slow=slow,
        age_bucket=next((name for days, name in AGE_BUCKETS if holding.age_days <= days), "365+"),
        cover_days=cover,
        days=days,
        p_sell_out=p_sell_out,
        p_obsolete=1.0 - demand.alive,
        expected_sold=holding.units - left,
        expected_left=left,
        write_off=left * max(holding.unit_cost - holding.salvage, 0.0),
        action=Action.KEEP,
        moves=(Move(Action.KEEP, holding.location, holding.units, holding.price, recovered),) if holding.units else (),
        recovered=recovered,
        recovered_keep=recovered,
        alternatives=(),
    )
    return _Judged(holding, demand, view, mover)


def _days_since_sale(problem: SlowMoveProblem, holding: Holding) -> int:
    """Whole periods in which the item was on sale after the last one that sold any, in days."""
    exposure = holding.history.exposure or (1.0,) * len(holding.history.sold)
    days = 0
    for sold, share in zip(reversed(holding.history.sold), reversed(exposure), strict=True):
        if sold > 0:
            break
        days += problem.period_days if share > 0 else 0
    return days


def _channels(
    problem: SlowMoveProblem, one: _Judged, shared: _Shared, at: Floats
) -> tuple[list[Channel], list[Channel]]:
    """Ways to sell here, of which one is chosen for all that stays; and places to send units to."""
    holding, demand, view = one.holding, one.demand, one.view
    here = [at_price(holding, demand, at, price=price, view=view) for price in (holding.price, *holding.lower_prices)]
    for bundle in problem.bundles:
        offered = bundled(holding, demand, at, bundle=bundle, view=view) if bundle.holding == holding.id else None
        here += [offered] if offered else []
    away = [
        transferred(holding, outlet, at, view=view)
        for outlet in shared.outlets.values()
        if outlet.item == holding.item and outlet.location != holding.location
    ]
    for right in problem.returns:
        if right.holding == holding.id:
            limits = [holding.units, right.units, shared.caps.get(right.supplier)]
            away.append(returned(holding, right, at, limit=min(limit for limit in limits if limit is not None)))
    away.append(scrapped(holding, at))
    return here, [channel for channel in away if channel.limit > 0]


def _suggest(problem: SlowMoveProblem, one: _Judged, shared: _Shared) -> tuple[SlowMover, tuple[Reason, ...]]:
    at = stocks(one.holding.units)
    here, away = _channels(problem, one, shared, at)
    options = [([stay, *away], divide([stay, *away], at)) for stay in here]
    channels, split = max(options, key=lambda option: option[1].value)
    keep = one.mover.recovered_keep
    if split.value <= keep + problem.least_gain + 1e-9:
        channels, split = [here[0]], Split((one.holding.units,), keep)
    moves = tuple(
        Move(channel.action, channel.target, units, channel.price, worth(channel, units, at))
        for channel, units in zip(channels, split.units, strict=True)
        if units
    )
    acting = [move for move in moves if move.action is not Action.KEEP]
    mover = replace(
        one.mover,
        action=max(acting, key=lambda move: move.units).action if acting else Action.KEEP,
        moves=moves,
        recovered=split.value,
        alternatives=_alternatives(here, away, at),
    )
    return mover, reasons(problem, one.holding, mover, channels=(here[0], channels[0]))


def _alternatives(here: list[Channel], away: list[Channel], at: Floats) -> tuple[Choice, ...]:
    """Every kind of action that takes units by itself, best first; what it does not take is kept at today's price."""
    units = int(at[-1])
    choices: list[Choice] = []
    for stay in here:
        choices.append(Choice(stay.action, units, float(stay.values[-1])))
    for action in {channel.action for channel in away}:
        sent = [channel for channel in away if channel.action is action]
        split = divide([here[0], *sent], at)
        if split.units[0] < units:
            choices.append(Choice(action, units - split.units[0], split.value))
    best: dict[Action, Choice] = {}
    for choice in sorted(choices, key=lambda choice: (-choice.recovered, choice.action)):
        best.setdefault(choice.action, choice)
    return tuple(best.values())
