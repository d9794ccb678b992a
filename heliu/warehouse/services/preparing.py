"""Checking of goods documents before anything is written: party, warehouse, places, lots, items, originals."""

from collections.abc import Sequence
from dataclasses import replace

from heliu.catalog.entries import Entry, LineRefused, ResolvedEntry, resolve_entries
from heliu.catalog.parts import amounts_of_part
from heliu.core import currency as currencies
from heliu.core.errors import ErpError, InvalidFields, InvalidInput, NotFound, said
from heliu.core.ids import next_id, next_ids
from heliu.core.numbering import document_numbers
from heliu.core.rounding import divide_half_up, from_scaled
from heliu.core.scales import QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.warehouse import lookups, rules
from heliu.warehouse.drafts import NewGoodsDocument, NewGoodsLine, PreparedDocument, PreparedLine
from heliu.warehouse.errors import OriginalUnsuitable, PartyUnusable, ReturnTooMuch, WarehouseUnusable
from heliu.warehouse.lookups import OriginalLine
from heliu.warehouse.models import GoodsDocument
from heliu.warehouse.services.lots import choose_lots, named_lots, require_lots


def prepare(scope: Scope, drafts: Sequence[NewGoodsDocument], *, lock: bool) -> list[PreparedDocument]:
    """Checks a batch with a fixed number of queries and gives every document an id and a number.

    lock: the originals of returns stay locked until commit (posting); drafts are checked without.
    """
    places = _places(scope, drafts)
    _check_parties(scope, drafts)
    _check_originals(scope, drafts)
    home = lookups.company_currency(scope)
    drafts = [_with_currency(draft, home) for draft in drafts]
    entries = _entries(scope, drafts)
    originals = lookups.original_lines(
        scope, (line.original_line_id for d in drafts for line in d.lines if line.original_line_id), lock=lock
    )
    lots = named_lots(scope, drafts)
    numbers = _numbers(scope, drafts)
    line_ids = iter(next_ids(sum(len(d.lines) for d in drafts)))
    found = []
    for draft, number, resolved in zip(drafts, numbers, entries, strict=True):
        lines = []
        for line, entry in zip(draft.lines, resolved, strict=True):
            place = line.location_id or places[draft.warehouse_id]
            lot = lots[line.item_id, line.lot_code] if line.lot_code else line.lot_id
            lines.append(
                PreparedLine(next(line_ids), entry, place, lot, line.order_line_id, line.original_line_id, line.memo)
            )
        found.append(PreparedDocument(draft.document_id or next_id(), number, draft, tuple(lines)))
    found = settle_returns(found, originals)
    return choose_lots(scope, found, lock=True) if lock else require_lots(found)


def settle_returns(documents: Sequence[PreparedDocument], originals: dict[int, OriginalLine]) -> list[PreparedDocument]:
    """Checks returns against their originals; amounts follow from the original so that parts sum to the whole.

    Raises InvalidFields with ReturnTooMuch, OriginalUnsuitable or InvalidInput (dated before its original). Several
    lines of one batch share what is left.
    """
    if not originals and all(not line.original_line_id for d in documents for line in d.lines):
        return list(documents)
    taken = {line_id: original.returned for line_id, original in originals.items()}
    return [_settled(document, originals, taken) for document in documents]


def _settled(document: PreparedDocument, originals: dict[int, OriginalLine], taken: dict[int, int]) -> PreparedDocument:
    document = replace(document, terms=_terms_of_return(document, originals))
    lines: list[PreparedLine] = []
    faults: list[ErpError] = []
    expected = rules.RETURNS.get(document.terms.document_type)
    for index, line in enumerate(document.lines):
        original = originals.get(line.original_line_id)
        if not line.original_line_id:
            lines.append(line)
        elif original is None or not _suits(original, expected, document, line):
            where = ("lines", index, "original_line_id")
            faults.append(OriginalUnsuitable(loc=where, line=index + 1, kind=expected or "document"))
        elif document.terms.business_date < original.business_date:
            reason = "not before the day on which the original was posted."
            faults.append(InvalidInput(loc=("business_date",), field="business_date", reason=reason))
        else:
            before = taken[original.line_id]
            left = rules.left_to_return(moved=original.quantity, returned=before)
            if line.entry.quantity > left:
                faults.append(_too_much(index, line.entry, left))
                continue
            taken[original.line_id] = before + line.entry.quantity
            part = _part_of_original(line.entry, original, before, document.terms.currency)
            lot = line.lot_id or original.lot_id
            lines.append(replace(line, entry=part, lot_id=lot, order_line_id=original.order_line_id))
    if faults:
        raise InvalidFields(list(faults)) if len(faults) > 1 else faults[0]
    return replace(document, lines=tuple(lines))


def _terms_of_return(document: PreparedDocument, originals: dict[int, OriginalLine]) -> NewGoodsDocument:
    """A return is in the currency and at the rate of its first original, as its amounts are; it belongs to that order
    and document unless it names another."""
    known = (originals[line.original_line_id] for line in document.lines if line.original_line_id in originals)
    first = next(known, None)
    if first is None:
        return document.terms
    terms = replace(document.terms, currency=first.currency, rate=first.rate)
    if terms.order_id:
        return terms
    return replace(
        terms,
        order_kind=first.order_kind,
        order_id=first.order_id,
        order_number=first.order_number,
        original_id=terms.original_id or first.document_id,
    )


def _suits(original: OriginalLine, expected: str | None, document: PreparedDocument, line: PreparedLine) -> bool:
    return (
        original.document_type == expected
        and original.state == "posted"
        and original.party_id == document.terms.party_id
        and original.item_id == line.entry.item_id
        and original.quantity > 0
        and original.currency == document.terms.currency
    )


def _too_much(index: int, entry: ResolvedEntry, left: int) -> ReturnTooMuch:
    return ReturnTooMuch(
        loc=("lines", index, "quantity"),
        line=index + 1,
        item_id=str(entry.item_id),
        asked=format(from_scaled(entry.quantity, QUANTITY_SCALE), "f"),
        left=format(from_scaled(left, QUANTITY_SCALE), "f"),
    )


def _part_of_original(entry: ResolvedEntry, original: OriginalLine, before: int, currency: str) -> ResolvedEntry:
    """The original's terms, its price in the unit of the return, its share of money after what came before."""
    amounts = amounts_of_part(
        original.net, original.tax, of=original.quantity, before=before, quantity=entry.quantity, currency=currency
    )
    price_of_all = original.price * original.entered_quantity
    return replace(
        entry,
        price=divide_half_up(price_of_all * entry.quantity, original.quantity * entry.entered_quantity),
        price_includes_tax=original.price_includes_tax,
        discount_rate=original.discount_rate,
        tax_code_id=original.tax_code_id,
        net=amounts.net,
        tax=amounts.tax,
        gross=amounts.gross,
    )


def _places(scope: Scope, drafts: Sequence[NewGoodsDocument]) -> dict[int, int]:
    """Default place per warehouse; refuses warehouses and places that may not be used."""
    warehouses = {draft.warehouse_id for draft in drafts}
    for warehouse_id in warehouses:
        scope.require_warehouse(warehouse_id)
    places = lookups.default_places(scope, warehouses)
    for warehouse_id in warehouses - places.keys():
        raise WarehouseUnusable(loc=("warehouse_id",), id=str(warehouse_id))
    named = lookups.storage_places(scope, (line.location_id for d in drafts for line in d.lines if line.location_id))
    lots = lookups.lot_items(scope, (line.lot_id for d in drafts for line in d.lines if line.lot_id))
    faults = [
        LineRefused(loc=("lines", index, field), line=index + 1, reason=reason)
        for draft in drafts
        for index, line in enumerate(draft.lines)
        for field, reason in _misplaced(draft, line, named, lots)
    ]
    if faults:
        raise InvalidFields(list(faults))
    return places


def _misplaced(
    draft: NewGoodsDocument, line: NewGoodsLine, named: dict[int, int], lots: dict[int, int]
) -> list[tuple[str, str]]:
    found = []
    if line.location_id and named.get(line.location_id) != draft.warehouse_id:
        found.append(("location_id", "this place is not in the warehouse of the document."))
    if line.lot_id and lots.get(line.lot_id) != line.item_id:
        found.append(("lot_id", "this lot is not of the item."))
    if line.order_line_id and not draft.order_id and not line.original_line_id:
        found.append(("order_line_id", "not a line of this draft's order."))
    return found


def _check_originals(scope: Scope, drafts: Sequence[NewGoodsDocument]) -> None:
    """A named original is a document of the company and of the kind that the draft can return."""
    named = [draft for draft in drafts if draft.original_id]
    if not named:
        return
    rows = GoodsDocument.objects.filter(company_id=scope.company_id, id__in={draft.original_id for draft in named})
    kinds = dict(rows.values_list("id", "document_type"))
    for draft in named:
        wanted = rules.RETURNS.get(draft.document_type)
        if wanted is None or kinds.get(draft.original_id) != wanted:
            raise NotFound(noun=wanted or "original", id=str(draft.original_id), loc=("original_id",))


def _check_parties(scope: Scope, drafts: Sequence[NewGoodsDocument]) -> None:
    ids = {draft.party_id for draft in drafts if draft.party_id}
    known = lookups.active_parties(scope, ids) if ids else {}
    for draft in drafts:
        is_supplier, is_customer = known.get(draft.party_id, (False, False))
        if draft.document_type in rules.NEEDS_SUPPLIER and not is_supplier:
            raise PartyUnusable(loc=("party_id",), id=str(draft.party_id), role="supplier")
        if draft.document_type in rules.NEEDS_CUSTOMER and not is_customer:
            raise PartyUnusable(loc=("party_id",), id=str(draft.party_id), role="customer")
        if draft.party_id and draft.party_id not in known:
            raise PartyUnusable(loc=("party_id",), id=str(draft.party_id), role="party")
        reasons = rules.REASONS.get(draft.document_type)
        if reasons and draft.reason not in reasons:
            raise InvalidInput(
                loc=("reason",), field="reason", reason=said("one of {choices}.", choices=", ".join(reasons))
            )


def _with_currency(draft: NewGoodsDocument, home: str) -> NewGoodsDocument:
    """Own currency at rate 1 unless another was named. Raises UnknownCurrency, InvalidInput."""
    code = draft.currency or home
    currencies.exponent(code)
    if draft.rate <= 0 or (code == home and draft.rate != RATE_SCALE):
        raise InvalidInput(loc=("rate",), field="rate", reason="positive, and 1 for the company's own currency.")
    return draft if draft.currency == code else replace(draft, currency=code)


def _entries(scope: Scope, drafts: Sequence[NewGoodsDocument]) -> list[list[ResolvedEntry]]:
    """Resolved lines per document; one set of queries per currency exponent, normally one."""
    found: list[list[ResolvedEntry]] = [[] for _ in drafts]
    groups: dict[tuple[int, bool], list[int]] = {}
    for position, draft in enumerate(drafts):
        if not draft.lines:
            raise InvalidInput(loc=("lines",), field="lines", reason="a document needs at least one line.")
        groups.setdefault((currencies.exponent(draft.currency), draft.archived_too), []).append(position)
    for (exponent, archived_too), positions in groups.items():
        entries = [_entry(line) for position in positions for line in drafts[position].lines]
        resolved = iter(resolve_entries(scope, entries, exponent=exponent, goods_only=True, archived_too=archived_too))
        for position in positions:
            found[position] = [next(resolved) for _ in drafts[position].lines]
    return found


def _entry(line: NewGoodsLine) -> Entry:
    return Entry(
        line.item_id, line.quantity, line.unit_id, line.price, line.price_includes_tax, line.discount_rate,
        line.tax_code_id, line.amounts,
    )  # fmt: skip


def _numbers(scope: Scope, drafts: Sequence[NewGoodsDocument]) -> list[str]:
    """Numbers in the order of the batch, one counter step per (prefix, day), counters in a fixed order."""
    groups: dict[tuple[str, str], list[int]] = {}
    found = [draft.number for draft in drafts]
    for position, draft in enumerate(drafts):
        if draft.number:
            continue
        key = (rules.PREFIX[draft.document_type], draft.business_date.isoformat())
        groups.setdefault(key, []).append(position)
    for (prefix, _), positions in sorted(groups.items()):
        date = drafts[positions[0]].business_date
        taken = document_numbers(company_id=scope.company_id, prefix=prefix, date=date, count=len(positions))
        for position, number in zip(positions, taken, strict=True):
            found[position] = number
    return found
