"""Which orders an invoice bills and what odd cents earlier ones left, decided the same way for both desks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from heliu.catalog.parts import WholeLine, amounts_of_part
from heliu.catalog.pricing import LineAmounts
from heliu.core import currency as currencies
from heliu.core.errors import NotFound
from heliu.core.rounding import amount_step
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


@dataclass(frozen=True, slots=True)
class BilledPart:
    """What posted invoices bill of a delivered line (source_line_id), or of an order line that is no goods (0).

    quantity in base units; lines: how many invoice lines made it, each rounded for itself.
    """

    order_line_id: int
    source_line_id: int
    quantity: int
    net: int
    tax: int
    lines: int

    @property
    def key(self) -> int:
        """Line whose parts are billed together."""
        return self.order_line_id or self.source_line_id


@dataclass(frozen=True, slots=True)
class OddCents:
    """What invoices billed above (negative: below) the shares of their units; a rounding difference, 1e-4."""

    net: int = 0
    tax: int = 0

    def made_up(self, amounts: LineAmounts) -> LineAmounts:
        """Amounts of the next part, so that all together are what was agreed; never below nothing."""
        net, tax = max(amounts.net - self.net, 0), max(amounts.tax - self.tax, 0)
        return LineAmounts(net=net, tax=tax, gross=net + tax)


NO_ODD_CENTS = OddCents()


def odd_cents(parts: Iterable[BilledPart], wholes: Mapping[int, WholeLine], currency: str) -> dict[int, OddCents]:
    """Key of the parts → their odd cents. wholes: what the parts are of, by source line, or by order line without one.

    Rounding explains one unit of the currency per invoice line; more is a price agreed otherwise and left alone.
    """
    sums: dict[int, tuple[int, int, int]] = {}
    for part in parts:
        whole = wholes.get(part.source_line_id or part.order_line_id)
        if whole is None:
            continue
        due = amounts_of_part(
            whole.net, whole.tax, of=whole.quantity, before=0, quantity=part.quantity, currency=currency
        )
        net, tax, lines = sums.get(part.key, (0, 0, 0))
        sums[part.key] = (net + part.net - due.net, tax + part.tax - due.tax, lines + part.lines)
    step = amount_step(currencies.exponent(currency))
    return {key: OddCents(_within(net, n * step), _within(tax, n * step)) for key, (net, tax, n) in sums.items()}


def _within(difference: int, most: int) -> int:
    return difference if abs(difference) <= most else 0


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
