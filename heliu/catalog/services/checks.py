"""Faults of drafts that only the other records can show: unknown references, codes and barcodes already taken."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from django.db import models

from heliu.catalog import rules
from heliu.catalog.drafts import BarcodeDraft, ItemDraft
from heliu.catalog.errors import UnknownReference
from heliu.catalog.models import Barcode, Item, ItemCategory, PriceLevel, TaxCode, Unit
from heliu.core.errors import DuplicateCode, ErpError, InvalidFields
from heliu.core.scope import Scope


def cleaned(draft: ItemDraft) -> ItemDraft:
    """Texts without outer blanks and control characters."""
    texts = {name: rules.clean_text(getattr(draft, name)) for name in rules.TEXT_LIMITS}
    changed = {name: text for name, text in texts.items() if text != getattr(draft, name)}
    barcodes = tuple(BarcodeDraft(b.code.strip(), b.unit_id) for b in draft.barcodes)
    helpers = tuple(h for h in (rules.clean_text(h)[:64] for h in draft.helper_codes) if h)
    if barcodes != draft.barcodes:
        changed["barcodes"] = barcodes  # type: ignore[assignment]
    if helpers != draft.helper_codes:
        changed["helper_codes"] = helpers  # type: ignore[assignment]
    return dataclasses.replace(draft, **changed) if changed else draft  # type: ignore[arg-type]


def refuse(faults: Sequence[ErpError], *, single: bool) -> None:
    """Raise all faults at once; a single record's faults are named without its place in the batch."""
    if not faults:
        return
    if single:
        for fault in faults:
            fault.loc = fault.loc[1:]
        if len(faults) == 1:
            raise faults[0]
    raise InvalidFields(list(faults))


def _known_ids(scope: Scope, model: type[models.Model], wanted: Iterable[int | None]) -> set[int]:
    ids = {i for i in wanted if i is not None}
    if not ids:
        return set()
    rows = model._default_manager.filter(company_id=scope.company_id, id__in=ids)
    return set(rows.values_list("id", flat=True))


def reference_faults(scope: Scope, drafts: Mapping[int, ItemDraft]) -> list[ErpError]:
    """Units, categories, tax codes and price levels that are not this company's."""
    kept = drafts.values()
    unit_ids = {d.base_unit_id for d in kept}
    unit_ids |= {p.unit_id for d in kept for p in d.packs}
    units = _known_ids(scope, Unit, unit_ids)
    categories = _known_ids(scope, ItemCategory, {d.category_id for d in kept})
    taxes = _known_ids(scope, TaxCode, {d.tax_code_id for d in kept})
    levels = _known_ids(scope, PriceLevel, {p.price_level_id for d in kept for p in d.prices})
    faults: list[ErpError] = []
    for i, draft in drafts.items():
        wanted: list[tuple[str, str, int | None, set[int]]] = [
            ("base_unit_id", "Unit", draft.base_unit_id, units),
            ("category_id", "Category", draft.category_id, categories),
            ("tax_code_id", "Tax code", draft.tax_code_id, taxes),
            *(("packs", "Unit", p.unit_id, units) for p in draft.packs),
            *(("prices", "Price level", p.price_level_id, levels) for p in draft.prices),
        ]
        faults += [
            UnknownReference(loc=(i, field), noun=noun, value=str(value))
            for field, noun, value, known in wanted
            if value is not None and value not in known
        ]
    return faults


def _taken(scope: Scope, model: type[models.Model], column: str, values: Iterable[str]) -> dict[str, int]:
    """Which of `values` exist already in this company → id of the item that holds them."""
    wanted = list(set(values))
    owner = "id" if model is Item else "item_id"
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 10_000):
        part = wanted[start : start + 10_000]
        rows = model._default_manager.filter(company_id=scope.company_id, **{f"{column}__in": part})
        found.update(rows.values_list(column, owner))
    return found


def taken_codes(scope: Scope, codes: Iterable[str]) -> dict[str, int]:
    """Which of `codes` are items' codes already → the item's id."""
    return _taken(scope, Item, "code", codes)


def duplicate_faults(
    scope: Scope, codes: Mapping[int, str], barcodes: Mapping[int, Sequence[str]], owners: Mapping[int, int]
) -> list[ErpError]:
    """Codes and barcodes that another item has, in the database or earlier in the batch.

    owners: place in the batch → id of the item that is being changed (empty for new items).
    """
    faults: list[ErpError] = []
    holders = taken_codes(scope, codes.values())
    for i, code in codes.items():
        me = owners.get(i, -1 - i)
        if holders.setdefault(code, me) != me:
            faults.append(DuplicateCode(loc=(i, "code"), noun="Item", value=code))
    holders = _taken(scope, Barcode, "code", (c for row in barcodes.values() for c in row))
    for i, row in barcodes.items():
        me = owners.get(i, -1 - i)
        for place, code in enumerate(row):
            if holders.setdefault(code, me) != me or code in row[:place]:
                faults.append(DuplicateCode(loc=(i, "barcodes", place, "code"), noun="Barcode", value=code))
    return faults
