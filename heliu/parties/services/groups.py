"""Groups of customers and suppliers."""

import dataclasses
from typing import Any

from heliu.core import audit
from heliu.core.errors import DuplicateCode, InvalidInput, NotFound, StaleVersion, said
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.parties import rules
from heliu.parties.drafts import GroupDraft
from heliu.parties.errors import UnknownReference
from heliu.parties.models import PartyGroup, Status

_DEFAULTS = (
    ("customer", "GENERAL", "一般客户", "General customers"),
    ("customer", "WHOLESALE", "经销商", "Wholesalers"),
    ("customer", "RETAIL", "零售客户", "Retail customers"),
    ("supplier", "GENERAL", "一般供应商", "General suppliers"),
)


@business_transaction
def create_group(scope: Scope, draft: GroupDraft) -> int:
    """Raises InvalidInput, DuplicateCode."""
    scope.require("parties.group.manage")
    values = _values(draft)
    _refuse_duplicate(scope, values)
    row = PartyGroup.objects.create(company_id=scope.company_id, **values)
    audit.record(scope, "parties.group.create", noun="partygroup", object_id=row.pk, label=values["code"], after=values)
    return int(row.pk)


@business_transaction
def update_group(scope: Scope, group_id: int, draft: GroupDraft, *, version: int) -> int:
    """Returns the new version; the kind is fixed. Raises NotFound, StaleVersion, DuplicateCode, InvalidInput."""
    scope.require("parties.group.manage")
    row = (
        PartyGroup.objects.select_for_update(no_key=True, of=("self",))
        .filter(company_id=scope.company_id, id=group_id)
        .first()
    )
    if row is None:
        raise NotFound(noun="Group", id=str(group_id))
    if row.version != version:
        raise StaleVersion(noun="Group", id=str(group_id), actual=row.version, expected=version)
    values = _values(draft)
    if values["kind"] != row.kind:
        raise InvalidInput(loc=("kind",), field="kind", reason="a group keeps its kind: create another one.")
    _refuse_duplicate(scope, values, but=group_id)
    before = {name: getattr(row, name) for name in values}
    PartyGroup.objects.filter(id=group_id).update(**values, version=version + 1)
    audit.record(
        scope, "parties.group.update", noun="partygroup", object_id=group_id, label=values["code"],
        before=before, after=values,
    )  # fmt: skip
    return version + 1


@business_transaction
def install_defaults(scope: Scope) -> None:
    """Groups every new company starts with; run again it changes nothing."""
    present = set(PartyGroup.objects.filter(company_id=scope.company_id).values_list("kind", "code"))
    for kind, code, name, name_en in _DEFAULTS:
        if (kind, code) not in present:
            create_group(scope, GroupDraft(kind=kind, code=code, name=name, name_en=name_en))


def _values(draft: GroupDraft) -> dict[str, Any]:
    values = {f.name: rules.clean_text(getattr(draft, f.name)) for f in dataclasses.fields(draft)}
    for name, limit in (("code", 40), ("name", 100), ("name_en", 100)):
        if len(values[name]) > limit or (not values[name] and name != "name_en"):
            raise InvalidInput(loc=(name,), field=name, reason=said("1 to {n} characters.", n=limit))
    if values["kind"] not in PartyGroup.Kind.values:
        raise UnknownReference(loc=("kind",), noun="Kind", value=values["kind"])
    if values["status"] not in Status.values:
        raise InvalidInput(loc=("status",), field="status", reason="active or archived.")
    return values


def _refuse_duplicate(scope: Scope, values: dict[str, Any], *, but: int = 0) -> None:
    same = PartyGroup.objects.filter(company_id=scope.company_id, kind=values["kind"], code=values["code"])
    if same.exclude(id=but).exists():
        raise DuplicateCode(loc=("code",), noun="Group", value=values["code"])
