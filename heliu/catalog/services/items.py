"""Items: create (one or thousands), change, archive."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from heliu.catalog import rules
from heliu.catalog.drafts import ItemDraft
from heliu.catalog.errors import FixedAfterCreation
from heliu.catalog.indexes import ITEM_SEARCH, item_words
from heliu.catalog.models import Barcode, Item, ItemPrice, ItemUnit, Status
from heliu.catalog.services.checks import cleaned, duplicate_faults, reference_faults, refuse, taken_codes
from heliu.core import audit, clock, gateway, numbering
from heliu.core.errors import ErpError, NotFound, StaleVersion
from heliu.core.ids import next_ids
from heliu.core.rounding import to_scaled
from heliu.core.scales import PRICE_SCALE, QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.core.search import indexing
from heliu.core.transactions import business_transaction

_PLAIN = (
    "name", "name_en", "specification", "brand", "category_id", "kind", "base_unit_id", "tax_code_id",
    "tax_class_code", "shelf_life_days", "tracks_lots", "tracks_serials", "costing_method", "is_purchased", "is_sold",
    "is_template", "parent_id", "variant_key", "remark",
)  # fmt: skip
_COLUMNS = (*_PLAIN, *rules.PRICE_FIELDS, *rules.QUANTITY_FIELDS, "attribute_values")


def create_item(scope: Scope, draft: ItemDraft) -> int:
    """Create one item; returns its id. Raises InvalidInput, DuplicateCode, UnknownReference, InvalidFields."""
    return _create(scope, [draft], single=True)[0]


def create_items(scope: Scope, drafts: Sequence[ItemDraft]) -> list[int]:
    """Create all or none; returns the ids in the order given. InvalidFields names (row, field) of every fault."""
    return _create(scope, drafts, single=False)


@business_transaction
def _create(scope: Scope, drafts: Sequence[ItemDraft], *, single: bool) -> list[int]:
    scope.require("catalog.item.create")
    kept = dict(enumerate(_with_codes(scope, [cleaned(d) for d in drafts])))
    _refuse_faults(scope, kept, owners={}, single=single)
    ids = next_ids(len(kept))
    by_id = dict(zip(ids, kept.values(), strict=True))
    now = clock.now()
    columns = ("id", "company_id", "code", *_COLUMNS, "status", "version", "created_at", "updated_at")
    rows = [
        (item_id, scope.company_id, draft.code, *_stored(draft), Status.ACTIVE.value, 1, now, now)
        for item_id, draft in by_id.items()
    ]
    with gateway.cursor() as cur:
        gateway.insert(cur, Item, columns, rows)
        _write_details(cur, scope, by_id)
        indexing.add(cur, ITEM_SEARCH, scope.company_id, ((i, item_words(d.code, d)) for i, d in by_id.items()))
    labels = ((item_id, f"{draft.code} {draft.name}") for item_id, draft in by_id.items())
    audit.record_many(scope, "catalog.item.create", noun="item", objects=labels)
    return ids


def update_item(scope: Scope, item_id: int, draft: ItemDraft, *, version: int) -> int:
    """Replace an item whole; returns the new version. Raises StaleVersion, NotFound, FixedAfterCreation, as create."""
    return _update(scope, {item_id: draft}, versions={item_id: version}, single=True)[item_id]


def update_items(scope: Scope, drafts: Mapping[int, ItemDraft]) -> dict[int, int]:
    """Replace many items, all or none, whatever their versions (import); returns id → new version."""
    return _update(scope, drafts, versions={}, single=False)


@business_transaction
def _update(
    scope: Scope, drafts: Mapping[int, ItemDraft], *, versions: Mapping[int, int], single: bool
) -> dict[int, int]:
    scope.require("catalog.item.update")
    before = _locked(scope, list(drafts), versions)
    kept = {i: cleaned(d) for i, d in enumerate(drafts.values())}
    owners = dict(enumerate(drafts))
    faults: list[ErpError] = []
    for i, draft in kept.items():
        faults += _fixed_faults(i, before[owners[i]], draft)
    refuse(faults, single=single)
    _refuse_faults(scope, kept, owners=owners, single=single)
    by_id = {owners[i]: draft for i, draft in kept.items()}
    _write_changes(scope, by_id, before)
    for item_id, draft in by_id.items():
        audit.record(
            scope, "catalog.item.update", noun="item", object_id=item_id, label=f"{draft.code} {draft.name}",
            before=_snapshot_of_row(before[item_id]), after=_snapshot_of_draft(draft),
        )  # fmt: skip
    return {item_id: before[item_id]["version"] + 1 for item_id in by_id}


def _write_changes(scope: Scope, by_id: Mapping[int, ItemDraft], before: Mapping[int, Mapping[str, Any]]) -> None:
    now = clock.now()
    rows = [
        (draft.code, *_stored(draft), before[item_id]["version"] + 1, now, item_id) for item_id, draft in by_id.items()
    ]
    ids = gateway.list_param(by_id)
    with gateway.cursor() as cur:
        gateway.update(cur, Item, keys=("id",), sets=("code", *_COLUMNS, "version", "updated_at"), rows=rows)
        for model in (ItemUnit, Barcode, ItemPrice):
            gateway.execute(
                cur,
                f'DELETE FROM "{model._meta.db_table}" WHERE company_id = %s AND {gateway.in_list("item_id")}',  # noqa: S608
                (scope.company_id, ids),
            )
        _write_details(cur, scope, by_id)
        indexing.replace(cur, ITEM_SEARCH, scope.company_id, ((i, item_words(d.code, d)) for i, d in by_id.items()))


def archive_item(scope: Scope, item_id: int, *, version: int) -> int:
    """The item stays in all history and can no longer be chosen. Returns the new version."""
    return _set_status(scope, item_id, Status.ARCHIVED, version=version)


def restore_item(scope: Scope, item_id: int, *, version: int) -> int:
    return _set_status(scope, item_id, Status.ACTIVE, version=version)


@business_transaction
def _set_status(scope: Scope, item_id: int, status: Status, *, version: int) -> int:
    scope.require("catalog.item.archive")
    row = _locked(scope, [item_id], {item_id: version})[item_id]
    Item.objects.filter(company_id=scope.company_id, id=item_id).update(
        status=status, version=version + 1, updated_at=clock.now()
    )
    audit.record(
        scope, f"catalog.item.{'archive' if status == Status.ARCHIVED else 'restore'}", noun="item", object_id=item_id,
        label=f"{row['code']} {row['name']}", before={"status": row["status"]}, after={"status": status.value},
    )  # fmt: skip
    return version + 1


def _with_codes(scope: Scope, drafts: list[ItemDraft]) -> list[ItemDraft]:
    """Items without a code take the next free numbers SP000001 …"""
    blank = [i for i, draft in enumerate(drafts) if not draft.code]
    if not blank:
        return drafts
    given = {draft.code for draft in drafts}
    codes = numbering.free_codes(
        company_id=scope.company_id,
        sequence="catalog.item",
        prefix="SP",
        count=len(blank),
        taken=lambda codes: given.intersection(codes) | set(taken_codes(scope, codes)),
    )
    for i, code in zip(blank, codes, strict=True):
        drafts[i] = dataclasses.replace(drafts[i], code=code)
    return drafts


def _refuse_faults(scope: Scope, drafts: Mapping[int, ItemDraft], *, owners: Mapping[int, int], single: bool) -> None:
    faults: list[ErpError] = []
    for i, draft in drafts.items():
        for fault in rules.check_item(draft):
            fault.loc = (i, *fault.loc)
            faults.append(fault)
    faults += reference_faults(scope, drafts)
    codes = {i: d.code for i, d in drafts.items()}
    barcodes = {i: [b.code for b in d.barcodes] for i, d in drafts.items() if d.barcodes}
    refuse([*faults, *duplicate_faults(scope, codes, barcodes, owners)], single=single)


def _stored(draft: ItemDraft) -> tuple[Any, ...]:
    """Values of _COLUMNS as the table keeps them."""
    prices = [_scaled(getattr(draft, name), PRICE_SCALE) for name in rules.PRICE_FIELDS]
    quantities = [_scaled(getattr(draft, name), QUANTITY_SCALE) for name in rules.QUANTITY_FIELDS]
    values = orjson.dumps(draft.attribute_values).decode()
    return (*(getattr(draft, name) for name in _PLAIN), *prices, *quantities, values)


def _scaled(value: Any, scale: int) -> int | None:
    return None if value is None else to_scaled(value, scale)


def _write_details(cur: Any, scope: Scope, by_id: Mapping[int, ItemDraft]) -> None:
    """Packs, barcodes and level prices of new or emptied items."""
    company = scope.company_id
    packs: list[tuple[Any, ...]] = []
    barcodes: list[tuple[Any, ...]] = []
    prices: list[tuple[Any, ...]] = []
    for item, draft in by_id.items():
        base = draft.base_unit_id
        packs += [
            (company, item, p.unit_id, p.numerator, p.denominator, p.is_purchase_default, p.is_sales_default)
            for p in draft.packs
        ]
        barcodes += [(company, item, b.unit_id or base, b.code) for b in draft.barcodes]
        prices += [
            (company, item, p.price_level_id, p.unit_id or base, to_scaled(p.price, PRICE_SCALE)) for p in draft.prices
        ]
    pack_columns = ("unit_id", "numerator", "denominator", "is_purchase_default", "is_sales_default")
    _insert(cur, ItemUnit, pack_columns, packs)
    _insert(cur, Barcode, ("unit_id", "code"), barcodes)
    _insert(cur, ItemPrice, ("price_level_id", "unit_id", "price"), prices)


def _insert(cur: Any, model: type[Any], columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    ids = next_ids(len(rows))
    with_ids = [(i, *row) for i, row in zip(ids, rows, strict=True)]
    gateway.insert(cur, model, ("id", "company_id", "item_id", *columns), with_ids)


def _locked(scope: Scope, ids: Sequence[int], versions: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    """Rows of the items, locked in id order. Raises NotFound, StaleVersion."""
    rows = {
        row["id"]: row
        for row in Item.objects.select_for_update(no_key=True, of=("self",))
        .filter(company_id=scope.company_id, id__in=ids)
        .order_by("id")
        .values("id", "code", "status", "version", *_COLUMNS)
    }
    for item_id in ids:
        if item_id not in rows:
            raise NotFound(noun="Item", id=str(item_id))
        expected = versions.get(item_id, rows[item_id]["version"])
        if rows[item_id]["version"] != expected:
            raise StaleVersion(noun="Item", id=str(item_id), actual=rows[item_id]["version"], expected=expected)
    return rows


def _fixed_faults(i: int, before: Mapping[str, Any], draft: ItemDraft) -> list[ErpError]:
    """The base unit, the kind and the way of costing carry the books of the item."""
    return [
        FixedAfterCreation(loc=(i, field), field=field, noun="item", value=before["code"])
        for field in ("base_unit_id", "kind", "costing_method")
        if before[field] != getattr(draft, field)
    ]


def _snapshot_of_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(row[name]) for name in ("code", *_COLUMNS)}


def _snapshot_of_draft(draft: ItemDraft) -> dict[str, Any]:
    known = {name: _plain(getattr(draft, name)) for name in ("code", *_COLUMNS)}
    known["barcodes"] = [b.code for b in draft.barcodes]
    return known


def _plain(value: Any) -> Any:
    """JSON value; decimals as text without trailing zeros, so 1.50 and 1.5 do not differ."""
    if value is None or isinstance(value, bool | str | dict):
        return value
    return format(value.normalize(), "f") if hasattr(value, "normalize") else str(value)
