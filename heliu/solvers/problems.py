"""How a solver refuses input: it names the offender, what is wrong with it and what would be accepted."""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class InvalidProblem(ValueError):
    """`offender` is the id or field that is wrong, `problem` what is wrong with it, `remedy` what to do."""

    def __init__(self, offender: str, problem: str, remedy: str) -> None:
        self.offender = offender
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{offender}: {problem}. {remedy}.")


def require(condition: bool, offender: str, problem: str, remedy: str) -> None:
    """Raises InvalidProblem unless `condition`."""
    if not condition:
        raise InvalidProblem(offender, problem, remedy)


def require_number(
    offender: str,
    value: float,
    *,
    at_least: float | None = None,
    above: float | None = None,
    at_most: float | None = None,
) -> None:
    """A finite number inside the given limits; raises InvalidProblem with the value and the limit."""
    if not math.isfinite(value):
        raise InvalidProblem(offender, f"{value} is not a finite number", "Give a finite number")
    if at_least is not None and value < at_least:
        raise InvalidProblem(offender, f"{value} is below {at_least}", f"Give a number of at least {at_least}")
    if above is not None and value <= above:
        raise InvalidProblem(offender, f"{value} is not above {above}", f"Give a number above {above}")
    if at_most is not None and value > at_most:
        raise InvalidProblem(offender, f"{value} is above {at_most}", f"Give a number of at most {at_most}")


def require_matrix(
    name: str,
    values: "NDArray[Any]",
    rows: Sequence[str],
    *,
    unknown_allowed: bool = False,
    negative_allowed: bool = False,
) -> None:
    """Every value finite and not negative; names the first row (by its id in `rows`) and column that is not.

    NaN means unknown and is accepted only where `unknown_allowed`.
    """
    import numpy as np

    require(values.ndim == 2, name, f"has {values.ndim} dimensions", "Give one row per id and one column per period")
    require(
        len(rows) == values.shape[0], name, f"has {values.shape[0]} rows for {len(rows)} ids", "Give one row per id"
    )
    if not unknown_allowed:
        _refuse_first(name, np.isnan(values), rows, "is not a number", "Fill or leave out unknown values")
    _refuse_first(name, np.isinf(values), rows, "is infinite", "Give finite numbers")
    if not negative_allowed:
        _refuse_first(name, values < 0, rows, "is negative", "Net returns at their original period first")


def _refuse_first(name: str, wrong: "NDArray[np.bool_]", rows: Sequence[str], problem: str, remedy: str) -> None:
    import numpy as np

    if wrong.any():
        row, column = (int(i) for i in np.argwhere(wrong)[0])
        raise InvalidProblem(f"{name}[{rows[row]}, {column}]", problem, remedy)


def require_unique(name: str, ids: Iterable[str]) -> None:
    """Raises InvalidProblem naming the first id that comes twice."""
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise InvalidProblem(f"{name} {one}", "comes twice", "Give every id once")
        seen.add(one)
