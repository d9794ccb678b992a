"""Whatever stock there is: units are conserved, capacities kept, and no division of the units recovers more."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu.solvers.slow_move import (
    Action,
    Holding,
    Outlet,
    ReturnCap,
    ReturnRight,
    SalesHistory,
    SlowMoveProblem,
    slow_move,
)
from heliu.solvers.slow_move.channels import Channel
from heliu.solvers.slow_move.split import divide, stocks, worth

histories = st.lists(st.integers(0, 6), min_size=1, max_size=12).map(lambda sold: SalesHistory(sold=tuple(sold)))


@st.composite
def problems(draw: st.DrawFn) -> SlowMoveProblem:
    places = draw(st.integers(1, 3))
    holdings = tuple(
        Holding(
            id=f"x/{place}",
            item="x",
            location=f"{place}",
            units=draw(st.integers(0, 130)),
            unit_cost=10.0,
            price=20.0,
            history=draw(histories),
            days_left=draw(st.sampled_from([None, 0, 30, 200])),
            salvage=draw(st.sampled_from([-1.0, 0.0, 3.0])),
            holding_cost=draw(st.sampled_from([0.0, 0.01])),
            ladder=(16.0, 12.0, 8.0),
            below_cost_approved=draw(st.booleans()),
        )
        for place in range(places)
    )
    outlets = tuple(
        Outlet(
            item="x", location=f"{place}", units=draw(st.integers(0, 20)), price=20.0, history=draw(histories),
            transit_days=draw(st.integers(0, 40)), freight=0.5, freight_fixed=draw(st.sampled_from([0.0, 30.0])),
            space=draw(st.one_of(st.none(), st.integers(0, 60))),
        )
        for place in range(4)
    )  # fmt: skip
    returns = tuple(
        ReturnRight(holding=holding.id, supplier="s", credit=draw(st.sampled_from([4.0, 9.0])), fee=0.5, fee_fixed=5.0)
        for holding in holdings
    )
    return SlowMoveProblem(
        holdings=holdings,
        outlets=outlets,
        returns=returns,
        return_caps=(ReturnCap(supplier="s", units=draw(st.integers(0, 80))),),
    )


@settings(max_examples=40, deadline=None)
@given(problem=problems())
def test_units_are_conserved_and_capacities_kept(problem: SlowMoveProblem) -> None:
    answer = slow_move(problem)
    received: dict[str, int] = {}
    back = 0
    for holding, mover in zip(problem.holdings, answer.result, strict=True):
        assert mover.holding == holding.id
        assert sum(move.units for move in mover.moves) == holding.units
        assert mover.recovered >= mover.recovered_keep - 1e-6
        assert 0.0 <= mover.p_sell_out <= 1.0
        assert mover.expected_sold + mover.expected_left == pytest.approx(holding.units)
        for move in mover.moves:
            assert move.units > 0
            if move.action is Action.MARKDOWN:
                assert move.price in holding.lower_prices
            if move.action is Action.TRANSFER:
                assert move.target != holding.location
                received[move.target] = received.get(move.target, 0) + move.units
            if move.action is Action.RETURN:
                back += move.units
    for outlet in problem.outlets:
        assert outlet.space is None or received.get(outlet.location, 0) <= outlet.space
    assert back <= problem.return_caps[0].units
    again = slow_move(problem)
    assert (again.result, again.objective, again.explain) == (answer.result, answer.objective, answer.explain)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_division_is_the_best_of_all(data: st.DataObject) -> None:
    units = data.draw(st.integers(1, 9))
    at = stocks(units)
    channels = []
    for number in range(data.draw(st.integers(1, 4))):
        steps = sorted(data.draw(st.lists(st.integers(-5, 30), min_size=units, max_size=units)), reverse=True)
        channels.append(
            Channel(
                action=Action.TRANSFER,
                target=f"{number}",
                price=1.0,
                values=np.concatenate([[0.0], np.cumsum(np.array(steps, dtype=np.float64))]),
                limit=units if number == 0 else data.draw(st.integers(0, units)),
                fixed=0.0 if number == 0 else float(data.draw(st.sampled_from([0, 12]))),
            )
        )
    found = divide(channels, at)
    best = max(
        sum(worth(channel, n, at) for channel, n in zip(channels, split, strict=True))
        for split in product(*(range(channel.limit + 1) for channel in channels))
        if sum(split) == units
    )
    assert sum(found.units) == units
    assert all(n <= channel.limit for n, channel in zip(found.units, channels, strict=True))
    assert found.value == pytest.approx(best)


@settings(max_examples=25, deadline=None)
@given(problem=problems(), days=st.integers(1, 200))
def test_more_time_never_lowers_the_chance_to_sell_out(problem: SlowMoveProblem, days: int) -> None:
    def chance(left: int) -> list[float]:
        changed = tuple(
            Holding(
                id=h.id, item=h.item, location=h.location, units=h.units, unit_cost=10.0, price=20.0, history=h.history,
                days_left=left,
            )
            for h in problem.holdings
        )  # fmt: skip
        return [mover.p_sell_out for mover in slow_move(SlowMoveProblem(holdings=changed)).result]

    assert all(short <= long + 1e-9 for short, long in zip(chance(days), chance(days + 60), strict=True))
