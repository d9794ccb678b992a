"""The variant matrix: one template, one item per combination of its axes."""

import dataclasses
from collections.abc import Sequence

from heliu.catalog import rules
from heliu.catalog.drafts import Axis, AxisValue, ItemDraft
from heliu.catalog.errors import NotATemplate
from heliu.catalog.models import Attribute, AttributeValue, Item
from heliu.catalog.queries.drafts import drafts_of
from heliu.catalog.services.items import create_items
from heliu.core.errors import NotFound
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction


@business_transaction
def generate_variants(scope: Scope, template_id: int, axes: Sequence[Axis]) -> list[int]:
    """Create the missing combinations of `axes`; existing ones stay as they are. Returns the new items' ids.

    Codes are `<template>-<value>-<value>`, names `<template> <value> <value>`. Raises NotATemplate, MatrixTooLarge,
    DuplicateCode.
    """
    scope.require("catalog.item.create")
    row = Item.objects.select_for_update(no_key=True).filter(company_id=scope.company_id, id=template_id).first()
    if row is None:
        raise NotFound(noun="Item", id=str(template_id))
    if not row.is_template or row.parent_id is not None:
        raise NotATemplate(value=row.code)
    combinations = rules.matrix(axes)
    template = drafts_of(scope, [template_id])[template_id]
    present = set(
        Item.objects.filter(company_id=scope.company_id, parent_id=template_id).values_list("variant_key", flat=True)
    )
    _remember_axes(scope, axes)
    drafts = [_variant(template, template_id, combination) for combination in combinations]
    return create_items(scope, [d for d in drafts if d.variant_key not in present])


def _variant(template: ItemDraft, template_id: int, combination: Sequence[tuple[str, AxisValue]]) -> ItemDraft:
    values = [(axis, value.name) for axis, value in combination]
    return dataclasses.replace(
        template,
        code="-".join([template.code, *(value.code for _, value in combination)]),
        name=" ".join([template.name, *(value.name for _, value in combination)]),
        is_template=False,
        parent_id=template_id,
        variant_key=rules.variant_key(values),
        attribute_values=dict(values),
        barcodes=(),
    )


def _remember_axes(scope: Scope, axes: Sequence[Axis]) -> None:
    """Axes and values are offered again for the next template."""
    for axis in axes:
        attribute, _ = Attribute.objects.get_or_create(
            company_id=scope.company_id, code=axis.name[:20], defaults={"name": axis.name[:40]}
        )
        known = AttributeValue.objects.filter(company_id=scope.company_id, attribute=attribute)
        taken = {entry for pair in known.values_list("code", "name") for entry in pair}
        position = known.count()
        for value in axis.values:
            if value.code[:20] in taken or value.name[:40] in taken:
                continue
            position += 1
            AttributeValue.objects.create(
                company_id=scope.company_id,
                attribute=attribute,
                code=value.code[:20],
                name=value.name[:40],
                position=position,
            )
