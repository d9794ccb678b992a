"""Policies of the simulated chain: the solver, and what a shop does without one."""

import numpy as np

from bench.solvers.clearance_stores import BUNDLE_DISCOUNT, RETURN_FEE, RUNGS, Chain, State, Till
from heliu.solvers.slow_move import (
    Action,
    Bundle,
    Holding,
    Outlet,
    ReturnCap,
    ReturnRight,
    SalesHistory,
    SlowMoveProblem,
    SlowMover,
    slow_move,
)

WEEK = 7
HISTORY_SHOWN = 52


def problem_of(chain: Chain, state: State) -> SlowMoveProblem:
    """What the solver is told: nothing of the true rates, elasticities and ends of demand."""
    items, stores = chain.shape
    pairs = [(i, s) for i in range(items) for s in range(stores)]
    held = [(i, s) for i, s in pairs if state.units[i, s] > 0]
    takes_back = [i for i in range(items) if chain.credit[i] > 0]
    return SlowMoveProblem(
        holdings=tuple(_holding(chain, state, i, s) for i, s in held),
        outlets=tuple(
            Outlet(
                item=f"{i}", location=f"{s}", units=int(state.units[i, s]) + _on_the_road(state, i, s),
                price=_price(chain, state, i, s), history=_history(state, i, s), transit_days=WEEK,
                freight=float(chain.freight[i]),
            )
            for i, s in pairs
        ),
        bundles=tuple(
            Bundle(
                holding=f"{i}/{s}", partner=f"partner of {i}", partner_units=100_000, lift=2.0,
                partner_history=SalesHistory(sold=tuple(state.partner_sold[:, i].tolist())),
                confidence=float(chain.confidence[i]), discount=BUNDLE_DISCOUNT * _price(chain, state, i, s),
            )
            for i, s in held if chain.partner_rate[i] > 0
        ),
        returns=tuple(
            ReturnRight(
                holding=f"{i}/{s}", supplier=f"supplier of {i}", credit=float(chain.credit[i]),
                fee=float(RETURN_FEE * chain.cost[i]),
            )
            for i, s in held if i in takes_back
        ),
        return_caps=tuple(
            ReturnCap(supplier=f"supplier of {i}", units=int(state.left_to_return[i])) for i in takes_back
        ),
    )  # fmt: skip


def _price(chain: Chain, state: State, item: int, store: int) -> float:
    return float(chain.price[item] * RUNGS[state.rung[item, store]])


def _on_the_road(state: State, item: int, store: int) -> int:
    return int(sum(units for _, i, s, units in state.arriving if (i, s) == (item, store)))


def _history(state: State, item: int, store: int) -> SalesHistory:
    weeks = range(max(0, len(state.sold) - HISTORY_SHOWN), len(state.sold))
    return SalesHistory(
        sold=tuple(float(state.sold[w][item, store]) for w in weeks),
        exposure=tuple(float(state.exposure[w][item, store]) for w in weeks),
        prices=tuple(float(state.prices[w][item, store]) for w in weeks),
    )


def _holding(chain: Chain, state: State, item: int, store: int) -> Holding:
    ends = chain.life[item] < 1_000
    return Holding(
        id=f"{item}/{store}",
        item=f"{item}",
        location=f"{store}",
        units=int(state.units[item, store]),
        unit_cost=float(chain.cost[item]),
        price=_price(chain, state, item, store),
        history=_history(state, item, store),
        days_left=WEEK * int(chain.life[item] - state.week) if ends else None,
        salvage=float(chain.salvage[item]),
        holding_cost=float(0.2 * chain.cost[item] / 365),
        ladder=tuple(float(chain.price[item] * r) for r in RUNGS[state.rung[item, store] + 1 :]),
        below_cost_approved=bool(ends),
    )


def solver(chain: Chain, state: State, till: Till) -> None:
    """Carries out every move that is suggested."""
    for mover in slow_move(problem_of(chain, state)).result:
        carry_out(chain, till, mover)


def carry_out(chain: Chain, till: Till, mover: SlowMover) -> None:
    item, store = int(mover.item), int(mover.location)
    till.bundle(item, store, on=any(move.action is Action.BUNDLE for move in mover.moves))
    for move in mover.moves:
        if move.action is Action.MARKDOWN:
            rung = int(np.argmin(np.abs(chain.price[item] * np.array(RUNGS) - move.price)))
            till.cut(item, store, rung)
        elif move.action is Action.TRANSFER:
            till.transfer(item, store, int(move.target), move.units)
        elif move.action is Action.RETURN:
            till.send_back(item, store, move.units)
        elif move.action is Action.SCRAP:
            till.scrap(item, store, move.units)


def thirty_percent_off(chain: Chain, state: State, till: Till) -> None:
    """What has more than 17 weeks' cover on the average of the last 13 goes to 30 % off and stays there."""
    recent = np.mean(state.sold[-13:], axis=0)
    for item, store in np.argwhere((state.units > 17 * recent) & (state.units > 0)):
        till.cut(int(item), int(store), max(int(state.rung[item, store]), RUNGS.index(0.7)))
