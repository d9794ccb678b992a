"""What is known of a holding and suggested for it."""

from dataclasses import dataclass

from heliu.solvers.slow_move.channels import Action


@dataclass(frozen=True, slots=True)
class Move:
    """Units to one place: `target` is the location, partner or supplier (empty for scrap), `price` what a unit is to
    sell for or is credited at, `recovered` the money expected from it, net of freight, fees and holding."""

    action: Action
    target: str
    units: int
    price: float
    recovered: float


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of action by itself, the rest kept: what is recovered from the whole holding."""

    action: Action
    units: int
    recovered: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowMover:
    """`cover_days` at the expected rate (infinite without demand), `days` the view (days left or the horizon),
    `p_sell_out` within it at today's price, `p_obsolete` that demand has already ended, `expected_sold` and
    `expected_left` units of keeping, `write_off` the book value less salvage of what would be left. `moves` are the
    suggestion; together they hold all units. `action` is the one with most units among those that are not keeping."""

    holding: str
    item: str
    location: str
    units: int
    slow: bool
    age_bucket: str
    cover_days: float
    days: float
    p_sell_out: float
    p_obsolete: float
    expected_sold: float
    expected_left: float
    write_off: float
    action: Action
    moves: tuple[Move, ...]
    recovered: float
    recovered_keep: float
    alternatives: tuple[Choice, ...]
