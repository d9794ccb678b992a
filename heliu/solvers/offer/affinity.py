"""Which items are bought together: counts from a sparse product of the visit matrix, lift shrunk towards 1."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.offer.sales import ItemSales
from heliu.solvers.problems import require, require_number
from heliu.solvers.segment.purchases import Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, slots=True, kw_only=True)
class Affinity:
    """One row per pair of items (left < right) that share at least the minimum of visits, strongest lift first.

    together: visits with both; lift: (together + s) / (expected by chance + s), with shrinkage s: a pair seen three
    times by luck does not beat one seen three hundred times; confidence: share of the visits with `left` that also
    hold `right`.
    """

    items: tuple[str, ...]
    left: Ints
    right: Ints
    together: Ints
    lift: Floats
    confidence: Floats
    visits: int


def co_purchases(
    sales: ItemSales, *, minimum_support: int = 3, shrinkage: float = 5.0, explained: int = 20
) -> Answer[Affinity]:
    """Status ESTIMATED; objective: number of pairs. Reasons: the `explained` strongest pairs with their counts; the
    alternative is the next strongest partner of the left item."""
    watch = Stopwatch()
    require(len(sales.day) > 0, "sales", "hold no line", "Give at least one line")
    require_number("minimum_support", minimum_support, at_least=1)
    require_number("shrinkage", shrinkage, at_least=0)
    visits = visit_matrix(sales)
    counts = np.diff(visits.tocsc().indptr)
    pairs = together(visits, minimum_support).tocoo()
    upper = pairs.row < pairs.col
    left, right, both = pairs.row[upper].astype(np.int64), pairs.col[upper].astype(np.int64), pairs.data[upper]
    total = visits.shape[0]
    lift = shrunk_lift(both, counts[left] * counts[right] / total, shrinkage)
    order = np.lexsort((right, left, -lift))
    affinity = Affinity(
        items=sales.items,
        left=left[order],
        right=right[order],
        together=both[order].astype(np.int64),
        lift=lift[order],
        confidence=(both / counts[left])[order],
        visits=total,
    )
    return Answer(
        status=Status.ESTIMATED,
        result=affinity,
        objective=float(len(left)),
        wall_s=watch.seconds,
        explain=tuple(_reason(affinity, counts, row) for row in range(min(explained, len(left)))),
    )


def shrunk_lift(both: Floats, expected: Floats, shrinkage: float) -> Floats:
    """Posterior mean of the lift under a gamma prior of mean 1 and weight `shrinkage`."""
    lift: Floats = (both + shrinkage) / (expected + shrinkage)
    return lift


def visit_matrix(sales: ItemSales) -> "csr_array":
    """Visits × items, 1 where the item was in the visit; rows in order of customer, then day."""
    from scipy.sparse import csr_array

    start = int(sales.day.min())
    span = int(sales.day.max()) - start + 1
    keys, row = np.unique(sales.customer * span + (sales.day - start), return_inverse=True)
    return binary((row, sales.item), (len(keys), len(sales.items)), csr_array)


def together(matrix: "csr_array", minimum_support: int) -> "csr_array":
    """XᵀX without its diagonal and without pairs below the minimum."""
    product = (matrix.T @ matrix).tocoo()
    kept = (product.row != product.col) & (product.data >= minimum_support)
    return type(matrix)((product.data[kept], (product.row[kept], product.col[kept])), shape=product.shape)


def binary(place: tuple[Ints, Ints], shape: tuple[int, int], make: "type[csr_array]") -> "csr_array":
    """A sparse matrix that is 1 at the places, however often each of them comes."""
    matrix = make((np.ones(len(place[0])), place), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix


def _reason(affinity: Affinity, counts: Ints, row: int) -> Reason:
    left, right = int(affinity.left[row]), int(affinity.right[row])
    touching = np.flatnonzero((affinity.left == left) | (affinity.right == left))
    other = touching[touching > row][:1]
    alternative = None
    if len(other):
        place = int(other[0])
        partner = int(affinity.right[place]) if int(affinity.left[place]) == left else int(affinity.left[place])
        difference = float(affinity.lift[row] - affinity.lift[place])
        alternative = Alternative(
            choice=affinity.items[partner],
            objective_difference=None,
            measures=(Measure("lift_difference", difference),),
        )
    return Reason(
        code="bought_together",
        subject=affinity.items[left],
        measures=(
            Measure("partner", affinity.items[right]),
            Measure("together", int(affinity.together[row]), "visit"),
            Measure("visits_of_item", int(counts[left]), "visit"),
            Measure("visits_of_partner", int(counts[right]), "visit"),
            Measure("visits", affinity.visits, "visit"),
            Measure("lift", float(affinity.lift[row])),
            Measure("confidence", float(affinity.confidence[row])),
        ),
        alternative=alternative,
    )
