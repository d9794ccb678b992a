"""Why a holding is slow and what the suggestion changes, in numbers."""

import numpy as np

from heliu.solvers.answers import Alternative, Measure, Reason
from heliu.solvers.slow_move.channels import Action, Channel
from heliu.solvers.slow_move.mover import Move, SlowMover
from heliu.solvers.slow_move.problem import Holding, SlowMoveProblem


def reasons(
    problem: SlowMoveProblem, holding: Holding, mover: SlowMover, *, channels: tuple[Channel, Channel]
) -> tuple[Reason, ...]:
    """One for the state of the holding with the next best action, then one per move. `channels` are selling here at
    today's price and as suggested."""
    keep, stay = channels
    found = [_state(problem, holding, mover)]
    for move in mover.moves:
        measures = [
            Measure("units", move.units, "units"),
            Measure("price", move.price, "per unit"),
            Measure("recovered", move.recovered, "money"),
        ]
        if move.action in (Action.MARKDOWN, Action.BUNDLE):
            measures += _effect(holding, move, keep=keep, stay=stay)
        if move.target:
            measures.append(Measure("target", move.target))
        found.append(Reason(code=f"slow_move.{move.action}", subject=mover.holding, measures=tuple(measures)))
    return tuple(found)


def _state(problem: SlowMoveProblem, holding: Holding, mover: SlowMover) -> Reason:
    periods = min(-(-problem.idle_days // problem.period_days), len(holding.history.sold))
    return Reason(
        code="slow_move.slow",
        subject=mover.holding,
        measures=(
            Measure("cover", mover.cover_days, "days"),
            Measure("sold", sum(holding.history.sold[-periods:]), "units"),
            Measure("sold_within", periods * problem.period_days, "days"),
            Measure("view", mover.days, "days"),
            Measure("p_sell_out", mover.p_sell_out, "probability"),
            Measure("p_obsolete", mover.p_obsolete, "probability"),
            Measure("expected_left", mover.expected_left, "units"),
            Measure("write_off", mover.write_off, "money"),
            Measure("recovered", mover.recovered, "money"),
            Measure("recovered_keep", mover.recovered_keep, "money"),
        ),
        alternative=_next_best(mover),
    )


def _next_best(mover: SlowMover) -> Alternative | None:
    """The best kind of action by itself that is not the suggested one."""
    others = [choice for choice in mover.alternatives if choice.action is not mover.action]
    if not others:
        return None
    best = others[0]
    return Alternative(
        choice=str(best.action),
        objective_difference=max(mover.recovered - best.recovered, 0.0),
        measures=(Measure("units", best.units, "units"), Measure("recovered", best.recovered, "money")),
    )


def _effect(holding: Holding, move: Move, *, keep: Channel, stay: Channel) -> list[Measure]:
    """Units sold of those that stay, against the expectation for the same units at today's price; the middle 80 %."""
    assert keep.sale is not None
    assert stay.sale is not None
    units = np.array([float(move.units)])
    unchanged = move.units - float(keep.sale.left(units)[0])
    sold = move.units - float(stay.sale.left(units)[0])
    return [
        Measure("cut", 100.0 * (1.0 - move.price / holding.price), "%"),
        Measure("extra_units", sold - unchanged, "units"),
        Measure("extra_units_low", stay.sale.quantile(0.1, move.units) - unchanged, "units"),
        Measure("extra_units_high", stay.sale.quantile(0.9, move.units) - unchanged, "units"),
    ]
