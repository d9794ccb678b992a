"""Customers and suppliers as rows of a file, in the columns the import reads back."""

from collections.abc import Iterator, Sequence
from typing import Any

from heliu.core.scope import Scope
from heliu.parties import queries, tables
from heliu.parties.drafts import PartyDraft
from heliu.parties.models import PartyGroup

_CHUNK = 1_000
_TERMS = {value: label for label, value in tables.TERMS.items()}


def party_file(
    scope: Scope, wanted: queries.PartyFilter, *, q: str = "", english: bool = False
) -> tuple[list[str], Iterator[list[Any]]]:
    """(titles, rows in code order) of all parties the list would show."""
    scope.require(f"parties.{wanted.role}.export")
    columns = tables.columns(wanted.role)
    ids = list(queries.filtered_parties(scope, q, wanted).order_by("code").values_list("id", flat=True))
    titles = [c.label_en if english else c.label_zh for c in columns]
    return titles, _rows(scope, ids, [c.name for c in columns], wanted.role)


def _rows(scope: Scope, ids: Sequence[int], names: Sequence[str], role: str) -> Iterator[list[Any]]:
    groups = dict(PartyGroup.objects.filter(company_id=scope.company_id).values_list("id", "name"))
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        drafts = queries.drafts_of(scope, part)
        for party_id in part:
            draft = drafts[party_id]
            cells: dict[str, Any] = {name: getattr(draft, name, "") for name in names}
            cells["group"] = groups.get(getattr(draft, f"{role}_group_id"), "")
            cells["terms_kind"] = _TERMS[draft.terms_kind]
            cells["helper_codes"] = ",".join(draft.helper_codes)
            cells.update(_first_details(draft))
            yield [cells[name] for name in names]


def _first_details(draft: PartyDraft) -> dict[str, str]:
    found: dict[str, str] = {}
    if draft.contacts:
        found.update(contact=draft.contacts[0].name, mobile=draft.contacts[0].mobile)
    if draft.addresses:
        found.update({name: getattr(draft.addresses[0], name) for name in tables.ADDRESS_FIELDS})
    if draft.bank_accounts:
        found.update(bank_name=draft.bank_accounts[0].bank_name, account_number=draft.bank_accounts[0].account_number)
    return found
