"""What is suggested for slow stock, why, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from heliu.solvers.answers import Answer, Reason
from heliu.solvers.problems import InvalidProblem
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
    estimate,
    sale,
    slow_move,
)
from heliu.solvers.slow_move.channels import Channel
from heliu.solvers.slow_move.split import divide, stocks

SLOW = SalesHistory(sold=(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0))
HOLDING = Holding(
    id="lamp/north",
    item="lamp",
    location="north",
    units=40,
    unit_cost=50.0,
    price=100.0,
    history=SLOW,
    age_days=200,
    days_left=120,
    salvage=2.0,
)
SOUTH = Outlet(item="lamp", location="south", units=3, price=100.0, history=SalesHistory(sold=(2.0,) * 13), freight=1.0)
BACK = ReturnRight(holding="lamp/north", supplier="maker", credit=45.0, fee=1.0, units=30)


def _only(problem: SlowMoveProblem) -> tuple[SlowMover, Answer[tuple[SlowMover, ...]]]:
    answer = slow_move(problem)
    assert len(answer.result) == 1
    return answer.result[0], answer


def _reason(answer: Answer[tuple[SlowMover, ...]], code: str) -> Reason:
    return next(reason for reason in answer.explain if reason.code == code)


def test_stock_that_sells_is_left_alone() -> None:
    brisk = replace(HOLDING, units=10, history=SalesHistory(sold=(5.0,) * 13))
    mover, answer = _only(SlowMoveProblem(holdings=(brisk,), outlets=(SOUTH,), returns=(BACK,)))
    assert not mover.slow
    assert mover.action is Action.KEEP
    assert mover.p_sell_out > 0.95
    assert answer.explain == ()


def test_lamps_go_where_lamps_are_sold() -> None:
    mover, answer = _only(SlowMoveProblem(holdings=(HOLDING,), outlets=(SOUTH,)))
    assert mover.action is Action.TRANSFER
    sent = next(move for move in mover.moves if move.action is Action.TRANSFER)
    assert 20 <= sent.units <= 38, "about what the south sells in 120 days beside its own three"
    assert _reason(answer, "slow_move.transfer").measure("target") == "south"


def test_a_store_that_needs_its_own_stock_time_receives_less() -> None:
    full = replace(SOUTH, units=30)
    few, _ = _only(SlowMoveProblem(holdings=(HOLDING,), outlets=(full,)))
    many, _ = _only(SlowMoveProblem(holdings=(HOLDING,), outlets=(SOUTH,)))
    assert _units(few, Action.TRANSFER) < _units(many, Action.TRANSFER)
    small, _ = _only(SlowMoveProblem(holdings=(HOLDING,), outlets=(replace(SOUTH, space=7),)))
    assert _units(small, Action.TRANSFER) == 7


def _units(mover: SlowMover, action: Action) -> int:
    return sum(move.units for move in mover.moves if move.action is action)


def test_the_supplier_takes_back_no_more_than_agreed() -> None:
    mover, _ = _only(SlowMoveProblem(holdings=(HOLDING,), returns=(BACK,)))
    assert mover.action is Action.RETURN
    assert _units(mover, Action.RETURN) == 30
    twin = replace(HOLDING, id="lamp/east", location="east")
    shared = SlowMoveProblem(
        holdings=(HOLDING, twin),
        returns=(BACK, replace(BACK, holding="lamp/east")),
        return_caps=(ReturnCap(supplier="maker", units=35),),
    )
    assert sum(_units(mover, Action.RETURN) for mover in slow_move(shared).result) == 35


def test_a_parcel_that_costs_more_than_it_brings_is_not_sent() -> None:
    dear = replace(BACK, fee_fixed=5000.0)
    mover, _ = _only(SlowMoveProblem(holdings=(HOLDING,), returns=(dear,)))
    assert _units(mover, Action.RETURN) == 0


def test_a_lower_price_is_chosen_when_nothing_else_is_open() -> None:
    holding = replace(HOLDING, units=15, ladder=(85.0, 70.0, 55.0, 30.0))
    mover, answer = _only(SlowMoveProblem(holdings=(holding,)))
    assert mover.action is Action.MARKDOWN
    assert {move.price for move in mover.moves if move.action is Action.MARKDOWN} <= {85.0, 70.0, 55.0}
    reason = _reason(answer, "slow_move.markdown")
    low, high = reason.measure("extra_units_low"), reason.measure("extra_units_high")
    extra = reason.measure("extra_units")
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert isinstance(extra, float)
    assert low <= extra <= high
    assert extra > 0


def test_below_cost_only_when_approved() -> None:
    stuck = replace(HOLDING, ladder=(30.0,), days_left=30)
    kept, _ = _only(SlowMoveProblem(holdings=(stuck,)))
    approved, _ = _only(SlowMoveProblem(holdings=(replace(stuck, below_cost_approved=True),)))
    assert all(move.price != 30.0 for move in kept.moves)
    assert any(move.price == 30.0 for move in approved.moves)
    assert approved.recovered > kept.recovered


def test_a_partner_that_pulls_makes_a_bundle_and_one_that_does_not_is_ignored() -> None:
    holding = replace(HOLDING, units=8, history=SalesHistory(sold=(0.5,) * 13), days_left=90)
    bundle = Bundle(
        holding="lamp/north", partner="bulb", partner_history=SalesHistory(sold=(30.0,) * 13), partner_units=500,
        confidence=0.015, lift=3.0, discount=20.0,
    )  # fmt: skip
    pulled, _ = _only(SlowMoveProblem(holdings=(holding,), bundles=(bundle,)))
    ignored, _ = _only(SlowMoveProblem(holdings=(holding,), bundles=(replace(bundle, lift=0.9),)))
    assert pulled.action is Action.BUNDLE
    assert pulled.recovered > pulled.recovered_keep
    assert all(choice.action is not Action.BUNDLE for choice in ignored.alternatives)


def test_what_cannot_be_sold_and_costs_money_to_hold_is_written_down() -> None:
    dead = replace(HOLDING, history=SalesHistory(sold=(3.0,) * 6 + (0.0,) * 20), holding_cost=0.05, days_left=None)
    mover, answer = _only(SlowMoveProblem(holdings=(dead,)))
    assert mover.p_obsolete > 0.9
    assert mover.action is Action.SCRAP
    assert _reason(answer, "slow_move.scrap").measure("price") == 2.0


def test_the_reasons_can_be_recomputed_from_the_input() -> None:
    problem = SlowMoveProblem(holdings=(replace(HOLDING, ladder=(85.0, 70.0)),), outlets=(SOUTH,), returns=(BACK,))
    mover, answer = _only(problem)
    demand = estimate(SLOW, price=100.0, elasticity=-2.2, hazard=0.01)
    ahead = sale(demand, 120 / 7)
    state = _reason(answer, "slow_move.slow")
    assert state.measure("cover") == pytest.approx(40 / (demand.rate * demand.alive / 7))
    assert state.measure("sold") == 2
    assert state.measure("sold_within") == 91
    assert state.measure("p_sell_out") == pytest.approx(ahead.sells_out(40))
    assert state.measure("p_obsolete") == pytest.approx(1 - demand.alive)
    left = float(ahead.left(np.array([40.0]))[0])
    assert state.measure("write_off") == pytest.approx(left * 48.0)
    assert state.measure("recovered_keep") == pytest.approx(100 * (40 - left) + 2 * left)
    assert state.measure("recovered") == pytest.approx(sum(move.recovered for move in mover.moves))
    assert mover.age_bucket == "181-365"
    back = next(move for move in mover.moves if move.action is Action.RETURN)
    assert back.recovered == pytest.approx(44.0 * back.units)
    assert state.alternative is not None
    best = max(choice.recovered for choice in mover.alternatives if choice.action is not mover.action)
    assert state.alternative.objective_difference == pytest.approx(mover.recovered - best)
    assert answer.objective == pytest.approx(mover.recovered)


def test_two_stores_do_not_both_fill_the_same_shelf() -> None:
    twin = replace(HOLDING, id="lamp/east", location="east")
    both = slow_move(SlowMoveProblem(holdings=(HOLDING, twin), outlets=(SOUTH,))).result
    alone, _ = _only(SlowMoveProblem(holdings=(HOLDING,), outlets=(SOUTH,)))
    few, many = sorted(_units(mover, Action.TRANSFER) for mover in both)
    assert many == _units(alone, Action.TRANSFER)
    assert few <= many - 15


@pytest.mark.parametrize(
    ("changes", "offender"),
    [
        ({"units": -1}, "lamp/north.units"),
        ({"units": 1.5}, "lamp/north.units"),
        ({"price": 0.0}, "lamp/north.price"),
        ({"unit_cost": float("nan")}, "lamp/north.unit_cost"),
        ({"days_left": -1}, "lamp/north.days_left"),
        ({"ladder": (100.0,)}, r"lamp/north.ladder\[0\]"),
        ({"history": SalesHistory(sold=())}, "lamp/north.history"),
        ({"history": SalesHistory(sold=(1.0, -1.0))}, r"lamp/north.history.sold\[1\]"),
        ({"history": SalesHistory(sold=(1.0,), exposure=(2.0,))}, r"lamp/north.history.exposure\[0\]"),
        ({"history": SalesHistory(sold=(1.0,), prices=(1.0, 2.0))}, "lamp/north.history.prices"),
    ],
)
def test_a_holding_that_makes_no_sense_is_refused_by_name(changes: dict[str, object], offender: str) -> None:
    with pytest.raises(InvalidProblem, match=rf"^{offender}: "):
        slow_move(SlowMoveProblem(holdings=(replace(HOLDING, **changes),)))  # type: ignore[arg-type]


def test_unknown_and_repeated_names_are_refused() -> None:
    with pytest.raises(InvalidProblem, match="names holding nowhere"):
        slow_move(SlowMoveProblem(holdings=(HOLDING,), returns=(replace(BACK, holding="nowhere"),)))
    with pytest.raises(InvalidProblem, match="lamp/north: comes twice"):
        slow_move(SlowMoveProblem(holdings=(HOLDING, HOLDING)))
    with pytest.raises(InvalidProblem, match="lamp at south: comes twice"):
        slow_move(SlowMoveProblem(holdings=(HOLDING,), outlets=(SOUTH, SOUTH)))


def test_of_many_parcels_with_fixed_costs_only_those_that_pay_are_sent() -> None:
    """Seven outlets that would each take two units; four of them cost more to reach than two units bring."""
    at = stocks(6)
    here = Channel(Action.KEEP, "here", 1.0, np.zeros(7), 6)
    away = [
        Channel(Action.TRANSFER, f"{n}", 1.0, np.minimum(at, 2.0) * 10.0, 6, fixed=25.0 if n < 4 else 3.0 + n)
        for n in range(7)
    ]
    found = divide([here, *away], at)
    assert found.units == (0, 0, 0, 0, 0, 2, 2, 2)
    assert found.value == pytest.approx(3 * 20.0 - (7.0 + 8.0 + 9.0))
