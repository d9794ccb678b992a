"""Customers and suppliers: create (one or thousands), change, archive."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from heliu.access.queries import members_among
from heliu.core import audit, clock, gateway, numbering
from heliu.core.errors import DuplicateCode, ErpError, InvalidFields, NotFound, StaleVersion
from heliu.core.ids import next_ids
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE
from heliu.core.scope import Scope
from heliu.core.search import indexing
from heliu.core.transactions import business_transaction
from heliu.parties import rules
from heliu.parties.drafts import AddressDraft, BankAccountDraft, ContactDraft, PartyDraft
from heliu.parties.errors import RoleFixed, UnknownReference
from heliu.parties.indexes import PARTY_SEARCH, party_words
from heliu.parties.models import Party, PartyAddress, PartyBankAccount, PartyContact, PartyGroup, Status

_PLAIN = (
    "code", "name", "short_name", "name_en", "is_customer", "is_supplier", "customer_group_id", "supplier_group_id",
    "terms_kind", "payment_terms_days", "currency", "country", "tax_id_kind", "tax_id", "price_level", "owner_id",
    "phone", "email", "remark",
)  # fmt: skip
_COLUMNS = (*_PLAIN, "credit_limit")
_DETAILS = (
    ("addresses", PartyAddress, tuple(f.name for f in dataclasses.fields(AddressDraft))),
    ("contacts", PartyContact, tuple(f.name for f in dataclasses.fields(ContactDraft))),
    ("bank_accounts", PartyBankAccount, tuple(f.name for f in dataclasses.fields(BankAccountDraft))),
)


def create_party(scope: Scope, draft: PartyDraft) -> int:
    """Create one party; returns its id. Raises InvalidInput, InvalidTaxId, DuplicateCode, UnknownReference."""
    return _create(scope, [draft], single=True)[0]


def create_parties(scope: Scope, drafts: Sequence[PartyDraft]) -> list[int]:
    """Create all or none; returns the ids in the order given. InvalidFields names (row, field) of every fault."""
    return _create(scope, drafts, single=False)


@business_transaction
def _create(scope: Scope, drafts: Sequence[PartyDraft], *, single: bool) -> list[int]:
    require_roles(scope, drafts, "create")
    kept = dict(enumerate(_with_codes(scope, [_cleaned(d) for d in drafts])))
    _refuse_faults(scope, kept, owners={}, single=single)
    ids = next_ids(len(kept))
    by_id = dict(zip(ids, kept.values(), strict=True))
    now = clock.now()
    columns = ("id", "company_id", *_COLUMNS, "status", "version", "created_at", "updated_at")
    rows = [
        (party_id, scope.company_id, *_stored(draft), Status.ACTIVE.value, 1, now, now)
        for party_id, draft in by_id.items()
    ]
    with gateway.cursor() as cur:
        gateway.insert(cur, Party, columns, rows)
        _write_details(cur, scope, by_id)
        indexing.add(cur, PARTY_SEARCH, scope.company_id, ((i, party_words(d)) for i, d in by_id.items()))
    labels = ((party_id, f"{draft.code} {draft.name}") for party_id, draft in by_id.items())
    audit.record_many(scope, "parties.party.create", noun="party", objects=labels)
    return ids


def update_party(scope: Scope, party_id: int, draft: PartyDraft, *, version: int) -> int:
    """Replace a party whole; returns the new version. Raises StaleVersion, NotFound, RoleFixed and as create."""
    return _update(scope, {party_id: draft}, versions={party_id: version}, single=True)[party_id]


def update_parties(scope: Scope, drafts: Mapping[int, PartyDraft]) -> dict[int, int]:
    """Replace many parties, all or none, whatever their versions (import); returns id → new version."""
    return _update(scope, drafts, versions={}, single=False)


@business_transaction
def _update(
    scope: Scope, drafts: Mapping[int, PartyDraft], *, versions: Mapping[int, int], single: bool
) -> dict[int, int]:
    require_roles(scope, drafts.values(), "update")
    before = _locked(scope, list(drafts), versions)
    kept = {i: _cleaned(d) for i, d in enumerate(drafts.values())}
    owners = dict(enumerate(drafts))
    _refuse([f for i, d in kept.items() for f in _role_faults(i, before[owners[i]], d)], single=single)
    _refuse_faults(scope, kept, owners=owners, single=single)
    by_id = {owners[i]: draft for i, draft in kept.items()}
    _write_changes(scope, by_id, before)
    for party_id, draft in by_id.items():
        audit.record(
            scope, "parties.party.update", noun="party", object_id=party_id, label=f"{draft.code} {draft.name}",
            before={n: _plain(before[party_id][n]) for n in _COLUMNS},
            after={n: _plain(getattr(draft, n)) for n in _COLUMNS},
        )  # fmt: skip
    return {party_id: before[party_id]["version"] + 1 for party_id in by_id}


def _write_changes(scope: Scope, by_id: Mapping[int, PartyDraft], before: Mapping[int, Mapping[str, Any]]) -> None:
    now = clock.now()
    rows = [(*_stored(draft), before[i]["version"] + 1, now, i) for i, draft in by_id.items()]
    ids = gateway.list_param(by_id)
    with gateway.cursor() as cur:
        gateway.update(cur, Party, keys=("id",), sets=(*_COLUMNS, "version", "updated_at"), rows=rows)
        for _, model, _ in _DETAILS:
            gateway.execute(
                cur,
                f'DELETE FROM "{model._meta.db_table}" WHERE company_id = %s AND {gateway.in_list("party_id")}',  # noqa: S608
                (scope.company_id, ids),
            )
        _write_details(cur, scope, by_id)
        indexing.replace(cur, PARTY_SEARCH, scope.company_id, ((i, party_words(d)) for i, d in by_id.items()))


def archive_party(scope: Scope, party_id: int, *, version: int) -> int:
    """The party stays in all history and can no longer be chosen. Returns the new version."""
    return _set_status(scope, party_id, Status.ARCHIVED, version=version)


def restore_party(scope: Scope, party_id: int, *, version: int) -> int:
    return _set_status(scope, party_id, Status.ACTIVE, version=version)


@business_transaction
def _set_status(scope: Scope, party_id: int, status: Status, *, version: int) -> int:
    row = _locked(scope, [party_id], {party_id: version})[party_id]
    for role in ("customer", "supplier"):
        if row[f"is_{role}"]:
            scope.require(f"parties.{role}.archive")
    Party.objects.filter(company_id=scope.company_id, id=party_id).update(
        status=status, version=version + 1, updated_at=clock.now()
    )
    audit.record(
        scope, f"parties.party.{'archive' if status == Status.ARCHIVED else 'restore'}", noun="party",
        object_id=party_id, label=f"{row['code']} {row['name']}",
        before={"status": row["status"]}, after={"status": status.value},
    )  # fmt: skip
    return version + 1


def require_roles(scope: Scope, drafts: Iterable[PartyDraft], verb: str) -> None:
    """Who writes a party that is both needs the right over customers and over suppliers."""
    roles = {(d.is_customer, d.is_supplier) for d in drafts}
    if any(customer for customer, _ in roles):
        scope.require(f"parties.customer.{verb}")
    if any(supplier for _, supplier in roles):
        scope.require(f"parties.supplier.{verb}")


def _cleaned(draft: PartyDraft) -> PartyDraft:
    changed: dict[str, Any] = {name: rules.clean_text(getattr(draft, name)) for name in rules.TEXT_LIMITS}
    changed["tax_id"] = rules.compact_tax_id(draft.tax_id_kind, changed["tax_id"])
    if changed["tax_id"] and not draft.tax_id_kind:
        changed["tax_id_kind"] = "uscc" if draft.country == "CN" else "other"
        changed["tax_id"] = rules.compact_tax_id(changed["tax_id_kind"], changed["tax_id"])
    changed["helper_codes"] = tuple(h for h in (rules.clean_text(h)[:64] for h in draft.helper_codes) if h)
    changed = {name: value for name, value in changed.items() if value != getattr(draft, name)}
    return dataclasses.replace(draft, **changed) if changed else draft


def _with_codes(scope: Scope, drafts: list[PartyDraft]) -> list[PartyDraft]:
    """Parties without a code take the next free numbers: KH000001 for customers, GYS000001 for suppliers alone."""
    for prefix, is_customer in (("KH", True), ("GYS", False)):
        blank = [i for i, d in enumerate(drafts) if not d.code and d.is_customer is is_customer]
        if not blank:
            continue
        given = {draft.code for draft in drafts}
        codes = numbering.free_codes(
            company_id=scope.company_id,
            sequence=f"parties.{prefix}",
            prefix=prefix,
            count=len(blank),
            taken=lambda codes, given=given: given.intersection(codes) | set(_holders(scope, codes)),  # type: ignore[misc]
        )
        for i, code in zip(blank, codes, strict=True):
            drafts[i] = dataclasses.replace(drafts[i], code=code)
    return drafts


def _refuse(faults: Sequence[ErpError], *, single: bool) -> None:
    if not faults:
        return
    if single:
        for fault in faults:
            fault.loc = fault.loc[1:]
        if len(faults) == 1:
            raise faults[0]
    raise InvalidFields(list(faults))


def _refuse_faults(scope: Scope, drafts: Mapping[int, PartyDraft], *, owners: Mapping[int, int], single: bool) -> None:
    faults: list[ErpError] = []
    for i, draft in drafts.items():
        for fault in rules.check_party(draft):
            fault.loc = (i, *fault.loc)
            faults.append(fault)
    faults += _group_faults(scope, drafts)
    faults += _owner_faults(scope, drafts)
    faults += _duplicate_faults(scope, drafts, owners)
    _refuse(faults, single=single)


def _group_faults(scope: Scope, drafts: Mapping[int, PartyDraft]) -> list[ErpError]:
    wanted = {g for d in drafts.values() for g in (d.customer_group_id, d.supplier_group_id) if g is not None}
    if not wanted:
        return []
    rows = PartyGroup.objects.filter(company_id=scope.company_id, id__in=wanted).values_list("id", "kind")
    known = set(rows)
    return [
        UnknownReference(loc=(i, f"{kind}_group_id"), noun="Group", value=str(group))
        for i, draft in drafts.items()
        for kind, group in (("customer", draft.customer_group_id), ("supplier", draft.supplier_group_id))
        if group is not None and (group, kind) not in known
    ]


def _owner_faults(scope: Scope, drafts: Mapping[int, PartyDraft]) -> list[ErpError]:
    wanted = {draft.owner_id for draft in drafts.values() if draft.owner_id is not None}
    strange = wanted - members_among(scope, wanted) if wanted else wanted
    return [
        UnknownReference(loc=(i, "owner_id"), noun="User", value=str(draft.owner_id))
        for i, draft in drafts.items()
        if draft.owner_id in strange
    ]


def _holders(scope: Scope, codes: Iterable[str]) -> dict[str, int]:
    """Which of `codes` are parties' codes already → the party's id."""
    wanted = list(set(codes))
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 10_000):
        rows = Party.objects.filter(company_id=scope.company_id, code__in=wanted[start : start + 10_000])
        found.update(rows.values_list("code", "id"))
    return found


def _duplicate_faults(scope: Scope, drafts: Mapping[int, PartyDraft], owners: Mapping[int, int]) -> list[ErpError]:
    holders = _holders(scope, (d.code for d in drafts.values()))
    faults: list[ErpError] = []
    for i, draft in drafts.items():
        me = owners.get(i, -1 - i)
        if holders.setdefault(draft.code, me) != me:
            faults.append(DuplicateCode(loc=(i, "code"), noun="Party", value=draft.code))
    return faults


def _stored(draft: PartyDraft) -> tuple[Any, ...]:
    """Values of _COLUMNS as the table keeps them."""
    limit = None if draft.credit_limit is None else to_scaled(draft.credit_limit, AMOUNT_SCALE)
    return (*(getattr(draft, name) for name in _PLAIN), limit)


def _write_details(cur: Any, scope: Scope, by_id: Mapping[int, PartyDraft]) -> None:
    for part, model, columns in _DETAILS:
        rows = [
            (scope.company_id, party_id, *(getattr(row, name) for name in columns))
            for party_id, draft in by_id.items()
            for row in getattr(draft, part)
        ]
        with_ids = [(i, *row) for i, row in zip(next_ids(len(rows)), rows, strict=True)]
        gateway.insert(cur, model, ("id", "company_id", "party_id", *columns), with_ids)


def _locked(scope: Scope, ids: Sequence[int], versions: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    """Rows of the parties, locked in id order. Raises NotFound, StaleVersion."""
    found = (
        Party.objects.select_for_update(no_key=True, of=("self",))
        .filter(company_id=scope.company_id, id__in=ids)
        .order_by("id")
        .values("id", "status", "version", *_COLUMNS)
    )
    rows = {row["id"]: row for row in found}
    for party_id in ids:
        if party_id not in rows:
            raise NotFound(noun="Party", id=str(party_id))
        expected = versions.get(party_id, rows[party_id]["version"])
        if rows[party_id]["version"] != expected:
            raise StaleVersion(noun="Party", id=str(party_id), actual=rows[party_id]["version"], expected=expected)
    return rows


def _role_faults(i: int, before: Mapping[str, Any], draft: PartyDraft) -> list[ErpError]:
    return [
        RoleFixed(loc=(i, f"is_{role}"), value=before["code"], role=role)
        for role in ("customer", "supplier")
        if before[f"is_{role}"] and not getattr(draft, f"is_{role}")
    ]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    return format(value.normalize(), "f") if hasattr(value, "normalize") else str(value)
