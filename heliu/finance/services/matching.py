"""What stands behind an invoice line: not more than was shipped or received; three-way match of purchase invoices."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heliu.catalog.parts import WholeLine
from heliu.core.currency import exponent
from heliu.core.document_schemas import quantity_text
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.finance.errors import MatchException, QuantityAboveSource, SourceNotOpen, SourceOfOtherParty
from heliu.finance.kinds import PURCHASE_INVOICE, InvoiceKind
from heliu.finance.models import MatchState, MatchTolerance
from heliu.finance.queries.billed import billed_parts
from heliu.finance.queries.open_items import OpenItemRow, by_key
from heliu.finance.rules.billing import NO_ODD_CENTS, odd_cents
from heliu.finance.rules.invoices import Received, Tolerance, expected_net
from heliu.finance.services.prepared import PreparedInvoice, PreparedLine


@dataclass(frozen=True, slots=True)
class LineMatch:
    """expected: net at the price of the receipt, None for services."""

    state: MatchState
    expected: int | None = None


ACCEPT = "finance.match_exception.accept"
NO_MATCH = LineMatch(MatchState.NONE)


def tolerance_of(company_id: int) -> Tolerance:
    row = MatchTolerance.objects.filter(company_id=company_id).values_list("percent", "amount").first()
    return Tolerance(to_scaled(row[0], RATE_SCALE), to_scaled(row[1], AMOUNT_SCALE)) if row else Tolerance()


def check_sources(
    scope: Scope, kind: InvoiceKind, invoices: Sequence[PreparedInvoice], *, posting: bool
) -> dict[int, LineMatch]:
    """Match by line id. While posting raises SourceNotOpen, SourceOfOtherParty, QuantityAboveSource."""
    linked = [(invoice, line) for invoice in invoices for line in invoice.lines if line.clears_source]
    if not linked:
        return {}
    items = by_key(scope.company_id, (kind.source_item,), (line.source_line_id for _, line in linked))
    if posting:
        _refuse_excess(kind, linked, items)
    if kind is not PURCHASE_INVOICE:
        return {}
    tolerance = tolerance_of(scope.company_id)
    asked: dict[int, int] = defaultdict(int)
    found = {}
    for invoice, line in linked:
        asked[line.source_line_id] += abs(line.quantity)
        item = items.get(line.source_line_id)
        match = _match(invoice, line, item, tolerance, asked=asked[line.source_line_id])
        if item and match.expected is not None and match.state == MatchState.EXCEPTION:
            match = _with_odd_cents(scope, line, item, match, asked=asked[line.source_line_id])
        found[line.id] = match
    return found


def _refuse_excess(
    kind: InvoiceKind, linked: Sequence[tuple[PreparedInvoice, PreparedLine]], items: dict[int, OpenItemRow]
) -> None:
    asked: dict[int, int] = defaultdict(int)
    for invoice, line in linked:
        item = items.get(line.source_line_id)
        facts = {"line": line.line_no, "source": kind.source, "source_line_id": str(line.source_line_id)}
        loc = ("lines", line.line_no - 1, kind.source_column)
        if item is None:
            raise SourceNotOpen(loc=loc, **facts)
        if item.party_id != invoice.party_id or (kind is PURCHASE_INVOICE and item.currency != invoice.currency):
            raise SourceOfOtherParty(loc=loc, **facts)
        if line.red_of_line_id and (line.quantity < 0) == (item.quantity > 0):
            continue  # takes back what the blue line cleared; red <= blue is checked where the red invoice is made
        asked[line.source_line_id] += abs(line.quantity)
        if asked[line.source_line_id] > abs(item.open_quantity):
            raise QuantityAboveSource(
                loc=loc,
                asked=quantity_text(asked[line.source_line_id]),
                open=quantity_text(abs(item.open_quantity)),
                **facts,
            )


def _match(
    invoice: PreparedInvoice, line: PreparedLine, item: OpenItemRow | None, tolerance: Tolerance, *, asked: int
) -> LineMatch:
    """asked: of the source, by this line and those before it."""
    if item is None or item.currency != invoice.currency:
        return LineMatch(MatchState.EXCEPTION)
    received = Received(quantity=item.quantity, value=item.amount_txn, open_quantity=item.open_quantity)
    expected = expected_net(received, line.quantity, exponent(invoice.currency))
    agrees = asked <= abs(item.open_quantity) and tolerance.accepts(expected, line.net)
    return LineMatch(MatchState.MATCHED if agrees else MatchState.EXCEPTION, expected)


def _with_odd_cents(scope: Scope, line: PreparedLine, item: OpenItemRow, match: LineMatch, *, asked: int) -> LineMatch:
    """A part that makes up to the cent for how earlier parts were rounded, or takes all that is open, agrees."""
    if asked > item.open_quantity or match.expected is None:
        return match
    if line.quantity == item.open_quantity and line.net == -item.open_txn:
        return LineMatch(MatchState.MATCHED, line.net)
    named = {line.order_line_id} if line.order_line_id else set[int]()
    loose = set[int]() if named else {line.source_line_id}
    parts = billed_parts(scope, PURCHASE_INVOICE, order_line_ids=named, source_line_ids=loose)
    received = by_key(scope.company_id, (PURCHASE_INVOICE.source_item,), (part.source_line_id for part in parts))
    wholes = {key: WholeLine(x.quantity, x.quantity, 0, 0, -x.amount_txn, 0) for key, x in received.items()}
    odd = odd_cents(parts, wholes, item.currency).get(line.order_line_id or line.source_line_id, NO_ODD_CENTS)
    made_up = match.expected - odd.net
    return LineMatch(MatchState.MATCHED, made_up) if line.net == made_up else match


def refuse_exceptions(
    scope: Scope, kind: InvoiceKind, invoices: Sequence[PreparedInvoice], matches: Mapping[int, LineMatch]
) -> None:
    """Raises MatchException unless the user may accept differences. A red invoice gives back and is left alone."""
    if kind is not PURCHASE_INVOICE or scope.can(ACCEPT):
        return
    for invoice in invoices:
        found = [matches[line.id] for line in invoice.lines if line.id in matches]
        if not invoice.is_red and header_match(found) == MatchState.EXCEPTION:
            raise MatchException(number=invoice.number)


def header_match(matches: Sequence[LineMatch]) -> MatchState:
    states = {match.state for match in matches}
    if MatchState.EXCEPTION in states:
        return MatchState.EXCEPTION
    return MatchState.MATCHED if MatchState.MATCHED in states else MatchState.NONE
