"""What offers are learned from: lines of sales to known customers, by item."""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.problems import InvalidProblem, require, require_unique
from heliu.solvers.segment.purchases import Flags, Ints, Purchases, require_indices, require_whole_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSales:
    """Lines in any order; lines of one customer on one day are one visit.

    customer, item: indices into `customers` and `items`, one per line; day: integer day; quantity: base units, above
    0; amount: minor units of the line without tax, not negative. family: optional, one number per item, equal for
    variants of one article. Cancelled, returned and service lines are left out before.
    """

    customers: tuple[str, ...]
    items: tuple[str, ...]
    customer: Ints
    item: Ints
    day: Ints
    quantity: Ints
    amount: Ints
    family: Ints | None = None

    def __post_init__(self) -> None:
        require_unique("customer", self.customers)
        require_unique("item", self.items)
        lines = len(self.customer)
        for name in ("customer", "item", "day", "quantity", "amount"):
            require_whole_numbers(name, getattr(self, name), lines)
        require_indices("customer", self.customer, len(self.customers))
        require_indices("item", self.item, len(self.items))
        self._refuse("quantity", self.quantity <= 0, "is not above 0", "Leave out returns and cancelled lines")
        self._refuse("amount", self.amount < 0, "is negative", "Net returns with what they return")
        if self.family is not None:
            require_whole_numbers("family", self.family, len(self.items))

    def _refuse(self, name: str, wrong: Flags, problem: str, remedy: str) -> None:
        if wrong.any():
            line = int(np.argmax(wrong))
            raise InvalidProblem(f"{name}[{line}] of item {self.items[int(self.item[line])]}", problem, remedy)

    def until(self, day: int) -> "ItemSales":
        """The lines up to and including `day`, with the same customers and items."""
        return self._keep(self.day <= day)

    def between(self, first: int, last: int) -> "ItemSales":
        """The lines of the days `first` to `last`, both included."""
        return self._keep((self.day >= first) & (self.day <= last))

    def _keep(self, kept: Flags) -> "ItemSales":
        return ItemSales(
            customers=self.customers,
            items=self.items,
            customer=self.customer[kept],
            item=self.item[kept],
            day=self.day[kept],
            quantity=self.quantity[kept],
            amount=self.amount[kept],
            family=self.family,
        )

    def purchases(self) -> Purchases:
        """The same lines as the models of customers read them."""
        return Purchases(customers=self.customers, customer=self.customer, day=self.day, amount=self.amount)


def require_past(sales: ItemSales, today: int) -> None:
    """Raises InvalidProblem unless there are lines and none is after `today`."""
    require(len(sales.day) > 0, "sales", "hold no line", "Give at least one line")
    latest = int(sales.day.max())
    require(latest <= today, "sales", f"reach day {latest}, after today {today}", "Leave out what has not happened yet")
