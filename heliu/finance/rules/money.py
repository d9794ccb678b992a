"""How much of a sum of money its allocations use."""

from collections.abc import Iterable

from heliu.core.document_schemas import amount_text
from heliu.finance.errors import AllocatedAboveAmount, RefundNotAllocated


def check_allocated(*, amount: int, cash: Iterable[int]) -> None:
    """`cash`: what each allocation needs of the money, signed (a credit note returns money).

    Money may exceed its allocations (the rest is a prepayment), a refund must be allocated whole.
    Raises AllocatedAboveAmount, RefundNotAllocated.
    """
    allocated = sum(cash)
    if amount < 0 and allocated != amount:
        raise RefundNotAllocated(loc=("allocations",), amount=amount_text(-amount), allocated=amount_text(-allocated))
    if amount >= 0 and not 0 <= allocated <= amount:
        raise AllocatedAboveAmount(loc=("allocations",), allocated=amount_text(allocated), amount=amount_text(amount))
