"""Foreign keys are strings to the import linter, so this reads Django's own registry (docs/adr/0006, 0011).

They point down only, protect what they point at, and leave no reverse name. Every business row belongs to a company,
and the company comes first in unique keys and composite indexes, because it is the shard key.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.source import Fault, floors, report

GROUND = -1


@dataclass(frozen=True, slots=True)
class Reference:
    """What the rule needs to know of a foreign key."""

    name: str
    source_room: str
    target_room: str
    protects: bool
    hidden: bool


def room_of(model: type[models.Model]) -> str:
    """Empty for models of libraries."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "heliu" else ""


def product_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if room_of(model)]


def references() -> Iterator[Reference]:
    for model in product_models():
        for field in model._meta.local_fields:
            if field.remote_field is None or field.remote_field.parent_link:
                continue
            yield Reference(
                name=f"{model._meta.label}.{field.name}",
                source_room=room_of(model),
                target_room=room_of(field.remote_field.model),
                protects=field.remote_field.on_delete is models.PROTECT,
                hidden=field.remote_field.hidden,
            )


def reference_faults(found: list[Reference]) -> list[Fault]:
    faults = []
    for reference in found:
        source, target = floors()[reference.source_room], floors().get(reference.target_room, GROUND)
        if target > source or (target == source and reference.target_room != reference.source_room):
            faults.append(Fault(reference.name, f"points from {reference.source_room} to {reference.target_room}"))
        if not reference.protects:
            faults.append(Fault(reference.name, "on_delete must be PROTECT"))
        if not reference.hidden:
            faults.append(Fault(reference.name, 'related_name must be "+"'))
    return faults


def test_foreign_keys_point_down_protect_and_stay_hidden() -> None:
    found = list(references())
    assert len(found) > 20
    faults = reference_faults(found)
    assert not faults, report(faults)


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        (Reference("stock.Move.order", "stock", "sales", protects=True, hidden=True), "points from stock to sales"),
        (Reference("sales.Order.po", "sales", "purchasing", protects=True, hidden=True), "points from sales to"),
        (Reference("sales.Line.item", "sales", "catalog", protects=False, hidden=True), "PROTECT"),
        (Reference("sales.Line.item", "sales", "catalog", protects=True, hidden=False), "related_name"),
    ],
)
def test_a_wrong_foreign_key_is_caught(reference: Reference, says: str) -> None:
    (fault,) = reference_faults([reference])
    assert says in fault.what


# Rows without a company: they describe the installation or the world, not one company's business.
SHARED = {
    "access": "users and roles span companies",
    "core": "the kernel stands below companies and stores a plain company_id",
    "config": "the program itself",
}
SHARED_MODELS: dict[str, str] = {}


def _keys(model: type[models.Model]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield constraint.name, constraint.fields
    for index in model._meta.indexes:
        if len(index.fields) > 1:
            yield index.name, tuple(field.lstrip("-") for field in index.fields)


def company_faults(found: list[type[models.Model]]) -> list[Fault]:
    faults = []
    for model in found:
        label = model._meta.label
        if room_of(model) in SHARED or label in SHARED_MODELS:
            continue
        names = {field.name for field in model._meta.local_fields} | {f.attname for f in model._meta.local_fields}
        if not names & {"company", "company_id"}:
            faults.append(Fault(label, "has no company"))
            continue
        for name, fields in _keys(model):
            if fields[0] not in {"company", "company_id"}:
                faults.append(Fault(f"{label} {name}", f"begins with {fields[0]}, not with company"))
    return faults


def test_every_business_row_belongs_to_a_company_and_keys_begin_with_it() -> None:
    faults = company_faults(product_models())
    assert not faults, report(faults)


def test_exceptions_name_models_that_exist() -> None:
    assert set(SHARED_MODELS) <= {model._meta.label for model in product_models()}


def test_a_row_without_company_or_with_a_key_that_hides_it_is_caught() -> None:
    class Homeless(models.Model):
        class Meta:
            app_label = "seeded"

    class LateCompany(models.Model):
        code = models.TextField()
        company_id = models.BigIntegerField()

        class Meta:
            app_label = "seeded"
            constraints = [models.UniqueConstraint(fields=["code", "company_id"], name="seeded_late")]

    for model in (Homeless, LateCompany):
        model.__module__ = "heliu.sales.models"
        apps.all_models["seeded"].pop(model._meta.model_name, None)
    assert [fault.what for fault in company_faults([Homeless, LateCompany])] == [
        "has no company",
        "begins with code, not with company",
    ]
