from django.db import models
from django.db.models import Q

from heliu.core.documents import Document, ItemLine, PricedLine
from heliu.core.fields import AmountField, QuantityField, RateField
from heliu.core.lifecycle import Progress
from heliu.core.models import Row


class PurchaseOrder(Document):
    """采购订单: a promise to buy. approved_hash binds the approval to the content it was given for.

    delivery and invoicing are derived from the lines by services.progress; settlement is read from open items.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    warehouse = models.ForeignKey("stock.Warehouse", on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    rate = RateField(default=1)
    reference = models.CharField(max_length=60, default="", blank=True)
    expected_date = models.DateField(null=True)
    revision = models.IntegerField(default=1)
    submitted_by_id = models.BigIntegerField(null=True)
    approved_by_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_hash = models.CharField(max_length=64, default="", blank=True)
    delivery = models.CharField(max_length=7, default=Progress.NONE)
    invoicing = models.CharField(max_length=7, default=Progress.NONE)
    total_quantity = QuantityField(default=0)
    total_net = AmountField(default=0)
    total_tax = AmountField(default=0)
    total_gross = AmountField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="purchasing_order_number")]
        indexes = [
            models.Index(fields=["company", "business_date", "id"], name="purchasing_order_list"),
            models.Index(fields=["company", "party", "business_date"], name="purchasing_order_party"),
            models.Index(
                fields=["company", "expected_date"],
                name="purchasing_order_expected",
                condition=Q(state__in=["approved", "in_progress"]),
            ),
        ]


class PurchaseOrderLine(Row, ItemLine, PricedLine):
    """Quantities received, returned and invoiced count base units, as `quantity` does."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="+", db_index=False)
    expected_date = models.DateField(null=True)
    received_quantity = QuantityField(default=0)
    returned_quantity = QuantityField(default=0)
    invoiced_quantity = QuantityField(default=0)
    invoiced_net = AmountField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "order", "line_no"], name="purchasing_order_line_no")]
        indexes = [models.Index(fields=["company", "item", "id"], name="purchasing_order_line_item")]


class PurchaseOrderRevision(Row):
    """What an order said at each approval; revision 1 is the first approved content."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="+", db_index=False)
    revision = models.IntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField()
    reason = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "order", "revision"], name="purchasing_order_revision_key")
        ]
