"""Customers and suppliers from a file: rows are matched by code, all of them are taken or none."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from heliu.core.scope import Scope
from heliu.core.tabular.importing import ImportReport, ParsedRow
from heliu.core.tabular.reading import Table
from heliu.core.tabular.running import ImportOptions, ImportRun, run_import
from heliu.parties import tables
from heliu.parties.drafts import AddressDraft, BankAccountDraft, ContactDraft, GroupDraft, PartyDraft
from heliu.parties.models import Party, PartyGroup
from heliu.parties.queries import drafts_of
from heliu.parties.services.groups import create_group
from heliu.parties.services.parties import create_parties, update_parties

_PLAIN = (
    "code", "name", "short_name", "name_en", "terms_kind", "payment_terms_days", "credit_limit", "price_level",
    "tax_id", "phone", "email", "helper_codes", "remark",
)  # fmt: skip
_UPDATES_AT_ONCE = 5_000


def import_parties(scope: Scope, table: Table, options: ImportOptions, *, role: str) -> ImportReport:
    """Create or change customers (or suppliers) from a file; an empty cell leaves a field as it is.

    A code that names a party of the other role gives it this role too. Raises InvalidFields for a mapping that cannot
    be; everything else is in the report, and then nothing is changed.
    """
    scope.require(f"parties.{role}.import")
    return run_import(table, tables.columns(role), options, lambda run: _apply(scope, run, role))


def _apply(scope: Scope, run: ImportRun, role: str) -> None:
    run.refuse_repeats("code")
    groups = _read_groups(scope, role)
    if run.options.create_missing:
        _create_groups(scope, run, role, groups)
    codes = [row.values["code"] for row in run.rows if "code" in row.values]
    existing: dict[str, int] = {}
    for start in range(0, len(codes), 10_000):
        rows = Party.objects.filter(company_id=scope.company_id, code__in=codes[start : start + 10_000])
        existing.update(rows.values_list("code", "id"))
    resolved = {row.number: _resolve(run, row, role, groups) for row in run.rows}
    new, old = run.by_key("code", existing)
    _create(scope, run, new, resolved)
    for start in range(0, len(old), _UPDATES_AT_ONCE):
        _change(scope, run, old[start : start + _UPDATES_AT_ONCE], resolved, existing)


def _create(scope: Scope, run: ImportRun, rows: Sequence[ParsedRow], resolved: Mapping[int, dict[str, Any]]) -> None:
    drafts, kept = [], []
    for row in rows:
        if "name" not in row.values:
            run.fault(row, "name", reason="is needed for a new party.", remedy="Fill in the cell or map the column.")
            continue
        drafts.append(_merged(PartyDraft(name=""), row, resolved[row.number]))
        kept.append(row)
    ids = run.attempt(kept, lambda: create_parties(scope, drafts))
    run.report.created = len(ids or ())


def _change(
    scope: Scope,
    run: ImportRun,
    rows: Sequence[ParsedRow],
    resolved: Mapping[int, dict[str, Any]],
    existing: Mapping[str, int],
) -> None:
    before = drafts_of(scope, [existing[row.values["code"]] for row in rows])
    changed: dict[int, PartyDraft] = {}
    kept = []
    for row in rows:
        party_id = existing[row.values["code"]]
        draft = _merged(before[party_id], row, resolved[row.number])
        if draft == before[party_id]:
            run.report.unchanged += 1
            continue
        changed[party_id] = draft
        kept.append(row)
    versions = run.attempt(kept, lambda: update_parties(scope, changed))
    run.report.updated += len(versions or ())


def _read_groups(scope: Scope, role: str) -> dict[str, int]:
    rows = PartyGroup.objects.filter(company_id=scope.company_id, kind=role, status="active")
    names = rows.values_list("id", "code", "name", "name_en")
    return {text.lower(): row[0] for row in names for text in reversed(row[1:]) if text}


def _create_groups(scope: Scope, run: ImportRun, role: str, groups: dict[str, int]) -> None:
    for row in run.rows:
        name = row.values.get("group", "")
        if name and name.lower() not in groups:
            groups[name.lower()] = create_group(scope, GroupDraft(kind=role, code=name[:40], name=name[:100]))


def _resolve(run: ImportRun, row: ParsedRow, role: str, groups: Mapping[str, int]) -> dict[str, Any]:
    """Plain fields of PartyDraft that this row sets; a group nobody knows becomes a fault."""
    values = {name: row.values[name] for name in _PLAIN if name in row.values}
    values[f"is_{role}"] = True
    for name in ("currency", "country"):
        if name in row.values:
            values[name] = row.values[name].upper()
    if "group" in row.values:
        group = groups.get(row.values["group"].lower())
        if group is None:
            remedy = "Create the group first, or let the import create what is missing."
            run.fault(row, "group", reason="is not known.", remedy=remedy, code="unknown_reference")
        values[f"{role}_group_id"] = group
    if row.values.get("payment_terms_days") and "terms_kind" not in values:
        values["terms_kind"] = "days"
    return values


def _merged(before: PartyDraft, row: ParsedRow, values: Mapping[str, Any]) -> PartyDraft:
    """Contact, address and bank account of the file replace the first one the party has, field by field."""
    changed = dict(values)
    cells = row.values
    contact = {"name": cells.get("contact"), "mobile": cells.get("mobile")}
    address = {name: cells.get(name) for name in tables.ADDRESS_FIELDS}
    bank = {"bank_name": cells.get("bank_name"), "account_number": cells.get("account_number")}
    changed["contacts"] = _first_changed(before.contacts, contact, lambda v: ContactDraft(**{"name": "—", **v}))
    changed["addresses"] = _first_changed(before.addresses, address, lambda v: AddressDraft(**{"street": "", **v}))
    changed["bank_accounts"] = _first_changed(
        before.bank_accounts, bank, lambda v: BankAccountDraft(**{"bank_name": "", "account_number": "", **v})
    )
    return dataclasses.replace(before, **changed)


def _first_changed(present: tuple[Any, ...], cells: Mapping[str, str | None], make: Any) -> tuple[Any, ...]:
    given = {name: text for name, text in cells.items() if text}
    if not given:
        return present
    if not present:
        return (make(given),)
    return (dataclasses.replace(present[0], **given), *present[1:])
