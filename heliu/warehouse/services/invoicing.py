"""What finance invoiced of receipts, shipments and returns; told by events, never by finance itself."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from heliu.core import gateway
from heliu.core.errors import NotFound
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.stock.queries import moved_lines
from heliu.warehouse import lookups, rules
from heliu.warehouse.errors import CreditRefused, ReturnStands
from heliu.warehouse.lookups import MovedLine
from heliu.warehouse.models import GoodsLine
from heliu.warehouse.services import writing


@business_transaction
def record_invoiced(scope: Scope, quantities: Mapping[int, int], *, of_kinds: Collection[str]) -> None:
    """goods line id → base quantity invoiced now (1e-6; negative when red or when an invoice is reversed).

    What is credited of a return is no longer invoiced of its original; headers are refreshed. of_kinds: what the desk
    invoices. Raises NotFound for an id that is no goods line of the company, CreditRefused, ReturnStands.
    """
    if not quantities:
        return
    originals = _originals_of(scope, quantities)
    strange = quantities.keys() - known_lines(scope, quantities) if len(originals) < len(quantities) else ()
    if strange:
        raise NotFound(noun="goods line", id=str(min(strange)), loc=("source_line_id",))
    _refuse_taking_back(scope, {line_id: quantities[line_id] for line_id in originals}, of_kinds)
    added = {line_id: quantities[line_id] for line_id in originals}
    for line_id, original_id in originals.items():
        if original_id:
            added[original_id] = added.get(original_id, 0) + quantities[line_id]
    writing.add_invoiced(added)
    refresh_invoicing(scope, added)


def _refuse_taking_back(scope: Scope, quantities: Mapping[int, int], of_kinds: Collection[str]) -> None:
    """A return is credited once, and only while it stands; an invoice is not taken back from under a return.

    The return of invoiced goods has moved their cost, or made a claim, that the invoice would take back once more.
    """
    taken = {line_id: quantity for line_id, quantity in quantities.items() if quantity < 0}
    if not taken:
        return
    lines = {line.line_id: line for line in lookups.lines_around(scope, taken)}
    due = lookups.credit_due(scope, lines.values())
    returns_of: dict[int, list[MovedLine]] = {}
    for line in lines.values():
        if due.get(line.line_id):
            returns_of.setdefault(line.original_line_id, []).append(line)
    for line_id, quantity in sorted(taken.items()):
        known = lines.get(line_id)
        if known is None:
            raise _refused(line_id, "it is reversed")
        if known.document_type not in of_kinds:
            raise NotFound(noun="goods line", id=str(line_id), loc=("source_line_id",))
        if known.is_return and known.quantity < -(known.invoiced + quantity):
            raise _refused(line_id, "more would be credited than came back")
        if not known.is_return and (standing := returns_of.get(line_id)):
            (document, number), (_, by) = _document_of(line_id), _document_of(standing[0].line_id)
            raise ReturnStands(document=document, number=number, by=by)


def _refused(line_id: int, reason: str) -> CreditRefused:
    document, number = _document_of(line_id)
    return CreditRefused(document=document, number=number, reason=reason)


def _document_of(line_id: int) -> tuple[str, str]:
    """Kind and number of the document that holds the line."""
    header = GoodsLine.objects.filter(id=line_id).values_list("document__document_type", "document__number").get()
    return str(header[0]), str(header[1])


def known_lines(scope: Scope, line_ids: Iterable[int]) -> set[int]:
    """Those of the ids that are goods lines of the company, on paper or by what moved for them."""
    asked = set(line_ids)
    found = set(_originals_of(scope, asked))
    return found if found == asked else found | moved_lines(scope, asked - found)


def refresh_invoicing(scope: Scope, line_ids: Iterable[int]) -> None:
    """Idempotent: header states of the documents of these lines, of their originals and of all returns of those."""
    ids = set(line_ids)
    if not ids:
        return
    lines = lookups.lines_around(scope, ids)
    due = lookups.credit_due(scope, lines)
    documents: dict[int, list[MovedLine]] = {}
    for line in lines:
        documents.setdefault(line.document_id, []).append(line)
    rows = [
        (state, document_id, state)
        for document_id, state in ((key, _state(own, due)) for key, own in sorted(documents.items()))
    ]
    update = "UPDATE warehouse_goodsdocument SET invoicing = %s WHERE id = %s AND invoicing <> %s"
    if rows:
        with gateway.cursor() as cur:
            cur.executemany(gateway.placeholder_sql(update), rows)


def _state(lines: Sequence[MovedLine], due: Mapping[int, int]) -> str:
    if lines[0].is_return:
        return rules.invoicing_of_return((line.as_return() for line in lines), due).value
    return rules.invoicing_of_goods(line.as_goods() for line in lines).value


def _originals_of(scope: Scope, line_ids: Collection[int]) -> dict[int, int]:
    """line id → id of the line it returns or 0, of this company."""
    sql = (
        "SELECT id, COALESCE(original_line_id, 0) FROM warehouse_goodsline "  # noqa: S608
        f"WHERE +company_id = %s AND {gateway.in_list('id')}"
    )
    with gateway.cursor() as cur:
        return dict(gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(line_ids))))
