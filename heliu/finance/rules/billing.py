"""Which orders an invoice bills, decided the same way for both desks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from heliu.core.errors import NotFound
from heliu.finance.events import InvoicedDocument, InvoicedLine


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order line as its desk knows it."""

    order_id: int
    item_id: int
    party_id: int
    number: str


@dataclass(frozen=True, slots=True)
class Billed:
    """orders: what is billed; unnamed: invoice line → (order, order line) it did not name itself."""

    orders: frozenset[int]
    unnamed: Mapping[int, tuple[int, int]]


class ForeignOrderLine(Exception):
    """An invoice line names an order line of another order, item or party; the desk says so in its own words."""

    def __init__(self, line_no: int, number: str) -> None:
        self.line_no = line_no
        self.number = number
        super().__init__(f"line {line_no}: {number}")


def billed(
    documents: Sequence[InvoicedDocument], order_lines: Mapping[int, int], known: Mapping[int, OrderLine]
) -> Billed:
    """order_lines: invoice line → order line it bills; known: the order lines that exist. Raises ForeignOrderLine."""
    orders: set[int] = set()
    unnamed: dict[int, tuple[int, int]] = {}
    for document in documents:
        for line in document.lines:
            order_line_id, order_id = order_lines.get(line.line_id, 0), line.order_id
            if order_line_id:
                order_id = _order_of(document, line, known.get(order_line_id))
                if (line.order_id, line.order_line_id) != (order_id, order_line_id):
                    unnamed[line.line_id] = (order_id, order_line_id)
            if order_id:
                orders.add(order_id)
    return Billed(frozenset(orders), unnamed)


def require_known(
    documents: Sequence[InvoicedDocument], field: str, noun: str, known: Callable[[set[int]], Iterable[int]]
) -> None:
    """known: which of the ids exist in the company. Raises NotFound for the first line that names another."""
    lines = [line for document in documents for line in document.lines if getattr(line, field)]
    found = set(known({getattr(line, field) for line in lines})) if lines else set[int]()
    for line in lines:
        if (value := getattr(line, field)) not in found:
            raise NotFound(noun=noun, id=str(value), loc=("lines", line.line_no - 1, field))


def _order_of(document: InvoicedDocument, line: InvoicedLine, named: OrderLine | None) -> int:
    if named is None:
        raise ForeignOrderLine(line.line_no, str(line.order_id or line.order_line_id))
    if (
        named.party_id != document.party_id
        or line.order_id not in (0, named.order_id)
        or line.item_id not in (0, named.item_id)
    ):
        raise ForeignOrderLine(line.line_no, named.number)
    return named.order_id
