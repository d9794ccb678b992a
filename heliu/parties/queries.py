"""Customers and suppliers as lists, as one record, and as suggestions while typing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from heliu.core.errors import NotFound
from heliu.core.master_lists import PageRequest, keyset, ranked
from heliu.core.paging import page_limit
from heliu.core.scope import Scope
from heliu.core.search.lookup import MAX_MATCHES, Condition, ranked_ids
from heliu.parties.drafts import AddressDraft, BankAccountDraft, ContactDraft, PartyDraft
from heliu.parties.indexes import PARTY_SEARCH
from heliu.parties.models import Party, PartyAddress, PartyBankAccount, PartyContact, PartyGroup, PartyTerm

ROLES = ("customer", "supplier")
ORDERS = {"code": "code", "name": "name", "updated_at": "updated_at", "created_at": "created_at"}
_PLAIN = (
    "code", "name", "short_name", "name_en", "is_customer", "is_supplier", "terms_kind", "payment_terms_days",
    "currency", "country", "tax_id_kind", "tax_id", "price_level", "phone", "email", "remark", "status", "version",
    "created_at", "updated_at",
)  # fmt: skip
_COLUMNS = (
    "id", *_PLAIN, "credit_limit", "customer_group_id", "customer_group__name", "supplier_group_id",
    "supplier_group__name", "owner_id", "owner__display_name",
)  # fmt: skip
_DETAILS: tuple[tuple[str, Any, Any, tuple[str, ...]], ...] = (
    (
        "addresses", PartyAddress, AddressDraft,
        ("kind", "recipient", "phone", "country", "region", "city", "district", "street", "postal_code", "is_default"),
    ),
    ("contacts", PartyContact, ContactDraft, ("name", "title", "phone", "mobile", "email", "wechat", "is_default")),
    (
        "bank_accounts", PartyBankAccount, BankAccountDraft,
        ("bank_name", "bank_code", "account_number", "account_name", "currency", "is_default"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartyFilter:
    """role: customer or supplier; status: active, archived or all; group_id: of that role."""

    role: str
    status: str = "active"
    group_id: int | None = None


def _conditions(wanted: PartyFilter) -> dict[str, Any]:
    columns: dict[str, Any] = {f"is_{wanted.role}": True}
    if wanted.status != "all":
        columns["status"] = wanted.status
    if wanted.group_id is not None:
        columns[f"{wanted.role}_group_id"] = wanted.group_id
    return columns


def search_party_ids(scope: Scope, q: str, *, wanted: PartyFilter, limit: int = MAX_MATCHES) -> list[int]:
    """Ids of the best matches: exact code, then prefix, then substring (heliu.core.search)."""
    condition = Condition()
    for column, value in _conditions(wanted).items():
        condition = condition.also(f"m.{column} = %s", value)
    return ranked_ids(PARTY_SEARCH, company_id=scope.company_id, query=q, limit=limit, condition=condition)


def list_parties(scope: Scope, page: PageRequest, wanted: PartyFilter) -> dict[str, Any]:
    """One page of customers or suppliers, `{"items", "next_cursor"}`."""
    scope.require(f"parties.{wanted.role}.read")
    if page.q.strip() and not page.sort:
        ids = search_party_ids(scope, page.q, wanted=wanted)
        rows, cursor = ranked(ids, page, lambda part: _rows_by_id(scope, part))
    else:
        rows, cursor = keyset(filtered_parties(scope, page.q, wanted), page, columns=_COLUMNS, orders=ORDERS)
    return {"items": [_shape(row) for row in rows], "next_cursor": cursor}


def filtered_parties(scope: Scope, q: str, wanted: PartyFilter) -> QuerySet[Party]:
    """All parties that match, in no order; with `q` the best MAX_MATCHES."""
    found = Party.objects.filter(company_id=scope.company_id, **_conditions(wanted))
    return found.filter(id__in=search_party_ids(scope, q, wanted=wanted)) if q.strip() else found


def _rows_by_id(scope: Scope, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Rows of our company by id. The company is checked here and not in SQL, where SQLite would rather walk through
    the company's whole index than look up a few ids."""
    rows = Party.objects.filter(id__in=ids).values("company_id", *_COLUMNS)
    return {row["id"]: row for row in rows if row.pop("company_id") == scope.company_id}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _ref(row: dict[str, Any], key: str, name: str) -> dict[str, str] | None:
    return {"id": str(row[key]), "name": row[name]} if row[key] else None


def _shape(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        **{name: row[name] for name in _PLAIN},
        "credit_limit": _text(row["credit_limit"]),
        "customer_group": _ref(row, "customer_group_id", "customer_group__name"),
        "supplier_group": _ref(row, "supplier_group_id", "supplier_group__name"),
        "owner": _ref(row, "owner_id", "owner__display_name"),
    }


def party_detail(scope: Scope, party_id: int, *, role: str) -> dict[str, Any]:
    """One party of that role with addresses, contacts, bank accounts and helper codes. Raises NotFound."""
    scope.require(f"parties.{role}.read")
    rows = Party.objects.filter(company_id=scope.company_id, id=party_id, **{f"is_{role}": True})
    row = rows.values(*_COLUMNS).first()
    if row is None:
        raise NotFound(noun=role.capitalize(), id=str(party_id))
    ours = {"company_id": scope.company_id, "party_id": party_id}
    terms = PartyTerm.objects.filter(**ours, origin__in=("helper", "initials")).order_by("id")
    found = list(terms.values_list("term", "origin"))
    details = {
        part: list(model.objects.filter(**ours).order_by("id").values(*columns)) for part, model, _, columns in _DETAILS
    }
    return {
        **_shape(row),
        **details,
        "helper_codes": [term for term, origin in found if origin == "helper"],
        "initials": [term for term, origin in found if origin == "initials"],
    }


def require_role(scope: Scope, party_id: int, *, role: str) -> None:
    """Raises NotFound unless the party has that role."""
    if not Party.objects.filter(company_id=scope.company_id, id=party_id, **{f"is_{role}": True}).exists():
        raise NotFound(noun=role.capitalize(), id=str(party_id))


def suggest_parties(scope: Scope, q: str, *, role: str, limit: int = 20) -> list[dict[str, Any]]:
    """Type-ahead of a document header: active parties of that role."""
    scope.require(f"parties.{role}.read")
    wanted = PartyFilter(role=role)
    if not q.strip():
        return list(list_parties(scope, PageRequest(limit=limit), wanted)["items"])
    ids = search_party_ids(scope, q, wanted=wanted, limit=limit)
    rows = _rows_by_id(scope, ids)
    return [_shape(rows[i]) for i in ids if i in rows]


def list_groups(scope: Scope, *, kind: str = "", q: str = "", page: int = 1, page_size: int = 200) -> dict[str, Any]:
    """Groups with the number of parties in each, `{"items", "total"}`."""
    scope.require("parties.group.read")
    rows = PartyGroup.objects.filter(company_id=scope.company_id)
    if kind:
        rows = rows.filter(kind=kind)
    if q.strip():
        rows = rows.filter(Q(code__icontains=q.strip()) | Q(name__icontains=q.strip()))
    size = page_limit(page_size)
    start = (max(1, page) - 1) * size
    found = rows.order_by("kind", "code").values("id", "kind", "code", "name", "name_en", "status", "version")
    counts = _group_counts(scope)
    items = [
        {**row, "id": str(row["id"]), "party_count": counts.get(row["id"], 0)} for row in found[start : start + size]
    ]
    return {"items": items, "total": rows.count()}


def _group_counts(scope: Scope) -> dict[int, int]:
    counts: dict[int, int] = {}
    for role in ROLES:
        column = f"{role}_group_id"
        rows = Party.objects.filter(company_id=scope.company_id, **{f"{column}__isnull": False})
        counts.update(rows.values_list(column).annotate(n=Count("id")))
    return counts


def drafts_of(scope: Scope, ids: Sequence[int]) -> dict[int, PartyDraft]:
    """id → the party exactly as it stands: what a partial update starts from. Strangers are left out."""
    ours = {"company_id": scope.company_id, "party_id__in": ids}
    parts: dict[int, dict[str, list[Any]]] = {i: {part: [] for part, *_ in _DETAILS} for i in ids}
    for part, model, draft, columns in _DETAILS:
        for row in model.objects.filter(**ours).order_by("id").values("party_id", *columns):
            parts[row.pop("party_id")][part].append(draft(**row))
    helpers: dict[int, list[str]] = {i: [] for i in ids}
    terms = PartyTerm.objects.filter(**ours, origin="helper").order_by("id")
    for party_id, term in terms.values_list("party_id", "term"):
        helpers[party_id].append(term)
    columns = tuple(
        name for name in PartyDraft.__dataclass_fields__ if name not in _DETAIL_NAMES and name != "helper_codes"
    )
    rows = Party.objects.filter(company_id=scope.company_id, id__in=ids).values("id", *columns)
    return {
        row["id"]: PartyDraft(
            **{name: row[name] for name in columns},
            addresses=tuple(parts[row["id"]]["addresses"]),
            contacts=tuple(parts[row["id"]]["contacts"]),
            bank_accounts=tuple(parts[row["id"]]["bank_accounts"]),
            helper_codes=tuple(helpers[row["id"]]),
        )
        for row in rows
    }


_DETAIL_NAMES = frozenset(part for part, *_ in _DETAILS)
