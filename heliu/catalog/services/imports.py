"""Items from a file: rows are matched by code, all of them are taken or none."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from heliu.catalog import tables
from heliu.catalog.drafts import BarcodeDraft, CategoryDraft, ItemDraft, LevelPriceDraft, PackDraft
from heliu.catalog.models import Item, ItemCategory, PriceLevel, TaxCode, Unit
from heliu.catalog.queries.drafts import drafts_of
from heliu.catalog.services.items import create_items, update_items
from heliu.catalog.services.masters import create_category
from heliu.core.scope import Scope
from heliu.core.tabular.importing import ImportReport, ParsedRow
from heliu.core.tabular.reading import Table
from heliu.core.tabular.running import ImportOptions, ImportRun, run_import

_PLAIN = (
    "code", "name", "name_en", "specification", "brand", "kind", "purchase_price", "sales_price", "minimum_price",
    "tax_class_code", "min_stock", "max_stock", "shelf_life_days", "costing_method", "weight_kg", "volume_m3",
    "helper_codes", "remark",
)  # fmt: skip
_UPDATES_AT_ONCE = 5_000


def import_items(scope: Scope, table: Table, options: ImportOptions) -> ImportReport:
    """Create or change items from a file; an empty cell leaves a field of an existing item as it is.

    Raises InvalidFields for a mapping that cannot be; everything else is in the report, and then nothing is changed.
    """
    scope.require("catalog.item.import")
    if options.mode in ("create", "upsert"):
        scope.require("catalog.item.create")
    if options.mode in ("update", "upsert"):
        scope.require("catalog.item.update")
    return run_import(table, tables.item_columns(scope), options, lambda run: _apply(scope, run))


@dataclass(frozen=True, slots=True)
class _Known:
    """What a cell may name, by code, name or English name in lower case → id."""

    units: Mapping[str, int]
    taxes: Mapping[str, int]
    categories: dict[str, int]
    levels: Mapping[str, int]


def _apply(scope: Scope, run: ImportRun) -> None:
    run.refuse_repeats("code")
    known = _read_known(scope)
    if run.options.create_missing:
        _create_categories(scope, run, known)
    codes = [row.values["code"] for row in run.rows if "code" in row.values]
    existing: dict[str, int] = {}
    for start in range(0, len(codes), 10_000):
        rows = Item.objects.filter(company_id=scope.company_id, code__in=codes[start : start + 10_000])
        existing.update(rows.values_list("code", "id"))
    resolved = {row.number: _resolve(run, row, known) for row in run.rows}
    new, old = run.by_key("code", existing)
    _create(scope, run, new, resolved)
    _change(scope, run, old, resolved, existing)


def _create(scope: Scope, run: ImportRun, rows: Sequence[ParsedRow], resolved: Mapping[int, dict[str, Any]]) -> None:
    drafts, kept = [], []
    for row in rows:
        values = resolved[row.number]
        missing = [name for name in ("name", "base_unit") if name not in row.values]
        for name in missing:
            run.fault(row, name, reason="is needed for a new item.", remedy="Fill in the cell or map the column.")
        if missing or "base_unit_id" not in values:
            continue
        drafts.append(ItemDraft(**{"code": "", **values}))
        kept.append(row)
    ids = run.attempt(kept, lambda: create_items(scope, drafts))
    run.report.created = len(ids or ())


def _change(
    scope: Scope,
    run: ImportRun,
    rows: Sequence[ParsedRow],
    resolved: Mapping[int, dict[str, Any]],
    existing: Mapping[str, int],
) -> None:
    for start in range(0, len(rows), _UPDATES_AT_ONCE):
        _change_some(scope, run, rows[start : start + _UPDATES_AT_ONCE], resolved, existing)


def _change_some(
    scope: Scope,
    run: ImportRun,
    rows: Sequence[ParsedRow],
    resolved: Mapping[int, dict[str, Any]],
    existing: Mapping[str, int],
) -> None:
    before = drafts_of(scope, [existing[row.values["code"]] for row in rows])
    changed: dict[int, ItemDraft] = {}
    kept = []
    for row in rows:
        item_id = existing[row.values["code"]]
        draft = _merged(before[item_id], resolved[row.number])
        if draft == before[item_id]:
            run.report.unchanged += 1
            continue
        changed[item_id] = draft
        kept.append(row)
    versions = run.attempt(kept, lambda: update_items(scope, changed))
    run.report.updated += len(versions or ())


def _merged(before: ItemDraft, values: Mapping[str, Any]) -> ItemDraft:
    """Packs, barcodes and level prices of the file are added to those the item has; a same key is replaced."""
    changed = dict(values)
    if "packs" in changed:
        units = {p.unit_id for p in changed["packs"]}
        changed["packs"] = (*(p for p in before.packs if p.unit_id not in units), *changed["packs"])
    if "barcodes" in changed:
        present = {b.code for b in before.barcodes}
        changed["barcodes"] = (*before.barcodes, *(b for b in changed["barcodes"] if b.code not in present))
    if "prices" in changed:
        fresh = {p.price_level_id: p for p in changed["prices"]}
        kept = [p for p in before.prices if p.price_level_id not in fresh or p.unit_id != before.base_unit_id]
        filled = [dataclasses.replace(p, unit_id=before.base_unit_id) for p in fresh.values()]
        same = set(before.prices) == {*kept, *filled}
        changed["prices"] = before.prices if same else (*kept, *filled)
    return dataclasses.replace(before, **changed)


def _read_known(scope: Scope) -> _Known:
    def by_text(model: Any, *columns: str) -> dict[str, int]:
        rows = model.objects.filter(company_id=scope.company_id, status="active").values_list("id", *columns)
        return {text.lower(): row[0] for row in rows for text in reversed(row[1:]) if text}

    taxes = by_text(TaxCode, "code", "name", "name_en")
    ordinary: Any = TaxCode.objects.filter(
        company_id=scope.company_id, status="active", kind__in=("standard", "reduced")
    )
    for tax_id, rate in ordinary.values_list("id", "rate"):
        taxes.setdefault(format((rate * 100).normalize(), "f") + "%", tax_id)
    levels = PriceLevel.objects.filter(company_id=scope.company_id).values_list("code", "id")
    return _Known(
        units=by_text(Unit, "code", "name", "name_en"),
        taxes=taxes,
        categories=by_text(ItemCategory, "code", "name", "name_en"),
        levels=dict(levels),
    )


def _create_categories(scope: Scope, run: ImportRun, known: _Known) -> None:
    for row in run.rows:
        name = row.values.get("category", "")
        if name and name.lower() not in known.categories:
            known.categories[name.lower()] = create_category(scope, CategoryDraft(code=name[:40], name=name[:100]))


_REMEDIES = {
    "base_unit": "Create the unit first, or write the name of one that exists.",
    "pack_unit": "Create the unit first, or write the name of one that exists.",
    "tax_code": "Write the code of a tax code, or a rate such as 13%.",
    "category": "Create the category first, or let the import create what is missing.",
}


def _resolve(run: ImportRun, row: ParsedRow, known: _Known) -> dict[str, Any]:
    """Fields of ItemDraft that this row sets; names that nobody knows become faults."""
    values = {name: row.values[name] for name in _PLAIN if name in row.values}
    for name, ids in (("base_unit", known.units), ("tax_code", known.taxes), ("category", known.categories)):
        if name in row.values:
            found = ids.get(_tax_text(row.values[name]) if name == "tax_code" else row.values[name].lower())
            if found is None:
                run.fault(row, name, reason="is not known.", remedy=_REMEDIES[name], code="unknown_reference")
            else:
                values[f"{name}_id"] = found
    if "barcodes" in row.values:
        values["barcodes"] = tuple(BarcodeDraft(code) for code in row.values["barcodes"])
    if pack := _pack(run, row, known):
        values["packs"] = (pack,)
    prices = {
        name.removeprefix(tables.LEVEL_PREFIX): value
        for name, value in row.values.items()
        if name.startswith(tables.LEVEL_PREFIX)
    }
    if prices:
        values["prices"] = tuple(LevelPriceDraft(known.levels[code], price) for code, price in prices.items())
    return values


def _tax_text(text: str) -> str:
    """A rate however it is written: 13%, 13, 0.13 → 13%; a code or name stays what it is."""
    try:
        number = Decimal(text.rstrip("%"))
    except ArithmeticError:
        return text.lower()
    if not text.endswith("%") and number < 1:
        number *= 100
    return format(number.normalize(), "f") + "%"


def _pack(run: ImportRun, row: ParsedRow, known: _Known) -> PackDraft | None:
    if "pack_unit" not in row.values:
        return None
    unit = known.units.get(row.values["pack_unit"].lower())
    if unit is None:
        run.fault(row, "pack_unit", reason="is not known.", remedy=_REMEDIES["pack_unit"], code="unknown_reference")
        return None
    if "pack_factor" not in row.values:
        run.fault(row, "pack_factor", reason="is missing.", remedy="Write how many base units one pack holds.")
        return None
    return PackDraft(unit, row.values["pack_factor"])
