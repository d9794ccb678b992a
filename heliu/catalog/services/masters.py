"""Units, categories, tax codes and price levels: create and change, all guarded by code and version."""

import dataclasses
from typing import Any

from django.db import models

from heliu.catalog import rules
from heliu.catalog.drafts import CategoryDraft, PriceLevelDraft, TaxCodeDraft, UnitDraft
from heliu.catalog.errors import CircularCategory, FixedAfterCreation, UnknownReference
from heliu.catalog.models import ItemCategory, PriceLevel, Status, TaxCode, Unit
from heliu.core import audit, currency
from heliu.core.errors import DuplicateCode, InvalidInput, NotFound, StaleVersion, said
from heliu.core.scope import Scope
from heliu.core.transactions import alone_with, business_transaction

Draft = UnitDraft | CategoryDraft | TaxCodeDraft | PriceLevelDraft


@business_transaction
def create_unit(scope: Scope, draft: UnitDraft) -> int:
    scope.require("catalog.unit.manage")
    _check_unit(draft)
    return _create(scope, Unit, draft)


@business_transaction
def update_unit(scope: Scope, unit_id: int, draft: UnitDraft, *, version: int) -> int:
    """Decimals can only grow: quantities with more decimals may be on record already."""
    scope.require("catalog.unit.manage")
    _check_unit(draft)
    row = _locked(scope, Unit, unit_id, version)
    if draft.decimals < row.decimals:
        raise FixedAfterCreation(loc=("decimals",), field="decimals", noun="unit", value=row.code)
    return _update(scope, row, draft)


def _check_unit(draft: UnitDraft) -> None:
    if not 0 <= draft.decimals <= 6:
        raise InvalidInput(loc=("decimals",), field="decimals", reason="0 to 6.")


@business_transaction
def create_category(scope: Scope, draft: CategoryDraft) -> int:
    scope.require("catalog.category.manage")
    parent_path = _parent_path(scope, draft.parent_id)
    category_id = _create(scope, ItemCategory, draft)
    ItemCategory.objects.filter(id=category_id).update(path=f"{parent_path}{category_id}/")
    return category_id


@business_transaction
def update_category(scope: Scope, category_id: int, draft: CategoryDraft, *, version: int) -> int:
    """A category moves with everything below it."""
    scope.require("catalog.category.manage")
    alone_with(f"categories:{scope.company_id}")  # else two categories could each move below the other
    row = _locked(scope, ItemCategory, category_id, version)
    parent_path = _parent_path(scope, draft.parent_id)
    if f"/{category_id}/" in parent_path:
        raise CircularCategory(loc=("parent_id",), value=row.code)
    new_path = f"{parent_path}{category_id}/"
    below = ItemCategory.objects.filter(company_id=scope.company_id, path__startswith=row.path)
    for child_id, path in list(below.values_list("id", "path")):
        ItemCategory.objects.filter(id=child_id).update(path=new_path + path[len(row.path) :])
    return _update(scope, row, draft)


def _parent_path(scope: Scope, parent_id: int | None) -> str:
    if parent_id is None:
        return "/"
    path = ItemCategory.objects.filter(company_id=scope.company_id, id=parent_id).values_list("path", flat=True).first()
    if path is None:
        raise UnknownReference(loc=("parent_id",), noun="Category", value=str(parent_id))
    if path.count("/") > 10:
        raise InvalidInput(loc=("parent_id",), field="parent_id", reason="categories are at most ten levels deep.")
    return path


@business_transaction
def create_tax_code(scope: Scope, draft: TaxCodeDraft) -> int:
    scope.require("catalog.tax_code.manage")
    _check_tax_code(draft)
    return _create(scope, TaxCode, draft)


@business_transaction
def update_tax_code(scope: Scope, tax_code_id: int, draft: TaxCodeDraft, *, version: int) -> int:
    """Rate, kind and country are fixed: a new rate is a new code, the old one ends with `valid_to`."""
    scope.require("catalog.tax_code.manage")
    _check_tax_code(draft)
    row = _locked(scope, TaxCode, tax_code_id, version)
    for field in ("rate", "kind", "country"):
        if getattr(row, field) != getattr(draft, field):
            raise FixedAfterCreation(loc=(field,), field=field, noun="tax code", value=row.code)
    return _update(scope, row, draft)


def _check_tax_code(draft: TaxCodeDraft) -> None:
    if draft.kind not in TaxCode.Kind.values:
        raise InvalidInput(
            loc=("kind",), field="kind", reason=said("one of {choices}.", choices=", ".join(TaxCode.Kind.values))
        )
    if not 0 <= draft.rate < 1:
        raise InvalidInput(loc=("rate",), field="rate", reason="a fraction below 1: 13 % is 0.13.")
    if draft.kind in ("zero", "exempt", "out_of_scope") and draft.rate:
        raise InvalidInput(
            loc=("rate",), field="rate", reason=said("a code of kind {kind} has no rate.", kind=draft.kind)
        )
    if len(draft.country) != 2 or not draft.country.isalpha() or not draft.country.isupper():
        raise InvalidInput(loc=("country",), field="country", reason="two capital letters of ISO 3166.")
    if draft.valid_from and draft.valid_to and draft.valid_from > draft.valid_to:
        raise InvalidInput(loc=("valid_to",), field="valid_to", reason="must not be before valid_from.")


@business_transaction
def create_price_level(scope: Scope, draft: PriceLevelDraft) -> int:
    scope.require("catalog.price_level.manage")
    currency.exponent(draft.currency)
    return _create(scope, PriceLevel, draft)


@business_transaction
def update_price_level(scope: Scope, price_level_id: int, draft: PriceLevelDraft, *, version: int) -> int:
    """The code is fixed, because parties name their price level by it."""
    scope.require("catalog.price_level.manage")
    currency.exponent(draft.currency)
    row = _locked(scope, PriceLevel, price_level_id, version)
    if row.code != draft.code.strip():
        raise FixedAfterCreation(loc=("code",), field="code", noun="price level", value=row.code)
    return _update(scope, row, draft)


def _values(model: type[models.Model], draft: Draft) -> dict[str, Any]:
    """Values by column, texts cleaned. Raises InvalidInput."""
    values = {f.name: getattr(draft, f.name) for f in dataclasses.fields(draft)}
    for name, value in values.items():
        if not isinstance(value, str):
            continue
        values[name] = value = rules.clean_text(value)
        limit = getattr(model._meta.get_field(name), "max_length", None)
        if limit and len(value) > limit:
            raise InvalidInput(loc=(name,), field=name, reason=said("at most {n} characters.", n=limit))
    for name in ("code", "name"):
        if not values[name]:
            raise InvalidInput(loc=(name,), field=name, reason="must not be empty.")
    if values["status"] not in Status.values:
        raise InvalidInput(loc=("status",), field="status", reason="active or archived.")
    return values


def _refuse_duplicate(scope: Scope, model: type[models.Model], code: str, *, but: int = 0) -> None:
    others = model._default_manager.filter(company_id=scope.company_id, code=code).exclude(id=but)
    if others.exists():
        raise DuplicateCode(loc=("code",), noun=model._meta.verbose_name.capitalize(), value=code)  # type: ignore[union-attr]


def _create(scope: Scope, model: type[models.Model], draft: Draft) -> int:
    values = _values(model, draft)
    _refuse_duplicate(scope, model, values["code"])
    row = model._default_manager.create(company_id=scope.company_id, **values)
    noun = str(model._meta.model_name)
    audit.record(
        scope, f"catalog.{noun}.create", noun=noun, object_id=row.pk, label=values["code"], after=_plain(values)
    )
    return int(row.pk)


def _locked(scope: Scope, model: type[models.Model], row_id: int, version: int) -> Any:
    row: Any = (
        model._default_manager.select_for_update(no_key=True, of=("self",))
        .filter(company_id=scope.company_id, id=row_id)
        .first()
    )
    noun = str(model._meta.verbose_name).capitalize()
    if row is None:
        raise NotFound(noun=noun, id=str(row_id))
    if row.version != version:
        raise StaleVersion(noun=noun, id=str(row_id), actual=row.version, expected=version)
    return row


def _update(scope: Scope, row: Any, draft: Draft) -> int:
    """Write the draft over the locked row; returns the new version."""
    model = type(row)
    values = _values(model, draft)
    _refuse_duplicate(scope, model, values["code"], but=row.pk)
    before = {name: getattr(row, name) for name in values}
    model._default_manager.filter(id=row.pk).update(**values, version=row.version + 1)
    noun = str(model._meta.model_name)
    audit.record(
        scope, f"catalog.{noun}.update", noun=noun, object_id=row.pk, label=values["code"],
        before=_plain(before), after=_plain(values),
    )  # fmt: skip
    return int(row.version) + 1


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v if v is None or isinstance(v, bool | int | str) else str(v) for k, v in values.items()}
