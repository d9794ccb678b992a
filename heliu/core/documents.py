"""Columns every business document and its lines share; each room's models.py adds what is its own."""

import functools
from collections.abc import Callable
from typing import TypeVar

from django.db import models

from heliu.core import clock
from heliu.core.errors import NotFound, StaleVersion
from heliu.core.fields import AmountField, PriceField, QuantityField, RateField
from heliu.core.lifecycle import DocumentState
from heliu.core.models import Row
from heliu.core.prepared import prepared
from heliu.core.scope import Scope


class Document(Row):
    """Header of a document. `number` is empty while draft unless numbered at creation; `version` guards edits.

    simulated marks documents that a simulation made (shown in the UI); reverses_id / reversed_by_id link 红冲 pairs.
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default=DocumentState.DRAFT)
    business_date = models.DateField()
    memo = models.CharField(max_length=250, default="", blank=True)
    version = models.IntegerField(default=1)
    simulated = models.BooleanField(default=False)
    created_by_id = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    posted_by_id = models.BigIntegerField(null=True)
    posted_at = models.DateTimeField(null=True)
    reverses_id = models.BigIntegerField(null=True)
    reversed_by_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class ItemLine(models.Model):
    """A document line of an item: the entered quantity and unit are kept beside the base quantity."""

    line_no = models.IntegerField()
    item = models.ForeignKey("catalog.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    entered_quantity = QuantityField()
    quantity = QuantityField()
    memo = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        abstract = True


class PricedLine(models.Model):
    """Price per entered unit; net + tax = gross, each rounded once at the line (catalog.pricing.price_line)."""

    price = PriceField(default=0)
    price_includes_tax = models.BooleanField(default=False)
    discount_rate = RateField(default=0)
    tax_code = models.ForeignKey(
        "catalog.TaxCode", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    net = AmountField(default=0)
    tax = AmountField(default=0)
    gross = AmountField(default=0)

    class Meta:
        abstract = True


T = TypeVar("T", bound=Document)


def lock_document(model: type[T], scope: Scope, document_id: int, *, version: int | None = None) -> T:
    """The header, locked for this transaction (first lock of every service). Raises NotFound, StaleVersion."""
    rows = _header(model)(scope.company_id, document_id)
    if not rows:
        raise NotFound(noun=model._meta.model_name, id=str(document_id))
    row: T = rows[0]
    if version is not None and row.version != version:
        raise StaleVersion(noun=model._meta.model_name, id=str(document_id), actual=row.version, expected=version)
    return row


@functools.cache
def _header(model: type[T]) -> Callable[..., list[T]]:
    def build(company_id: int, document_id: int) -> models.QuerySet[T]:
        locked = model._default_manager.select_for_update(no_key=True, of=("self",))
        return locked.filter(company_id=company_id, id=document_id)

    return prepared(build)
