from django.db import models
from django.db.models import Q

from heliu.core.documents import Document, ItemLine, PricedLine
from heliu.core.fields import AmountField, QuantityField, RateField
from heliu.core.lifecycle import Progress
from heliu.core.models import Row


class GoodsType(models.TextChoices):
    """Kinds of goods document; the value is also the noun of permissions, audit and API."""

    GOODS_RECEIPT = "goods_receipt", "采购入库单"
    SHIPMENT = "shipment", "销售出库单"
    PURCHASE_RETURN = "purchase_return", "采购退货单"
    SALES_RETURN = "sales_return", "销售退货单"
    OTHER_RECEIPT = "other_receipt", "其他入库单"
    OTHER_ISSUE = "other_issue", "其他出库单"


class GoodsDocument(Document):
    """A document that brings goods into a warehouse or out of it.

    order_* name the order that is fulfilled (it lives in a room above, so no foreign key). original_id: document a
    return refers to. reason: account key on the other side of other receipts and issues. invoiced: the sales invoice
    is posted together with the shipment, so its cost is never open. A red document (reverses_id) has negative lines.
    """

    document_type = models.CharField(max_length=16, choices=GoodsType.choices)
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    warehouse = models.ForeignKey("stock.Warehouse", on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    rate = RateField(default=1)
    reference = models.CharField(max_length=60, default="", blank=True)
    reason = models.CharField(max_length=20, default="", blank=True)
    order_kind = models.CharField(max_length=24, default="", blank=True)
    order_id = models.BigIntegerField(null=True)
    order_number = models.CharField(max_length=40, default="", blank=True)
    original_id = models.BigIntegerField(null=True)
    invoiced = models.BooleanField(default=False)
    invoicing = models.CharField(max_length=7, default=Progress.NONE)
    total_quantity = QuantityField(default=0)
    total_net = AmountField(default=0)
    total_tax = AmountField(default=0)
    total_gross = AmountField(default=0)
    total_value = AmountField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="warehouse_goods_number")]
        indexes = [
            models.Index(fields=["company", "document_type", "business_date", "id"], name="warehouse_goods_list"),
            models.Index(fields=["company", "party", "business_date"], name="warehouse_goods_party"),
            models.Index(
                fields=["company", "order_id"], name="warehouse_goods_order", condition=Q(order_id__isnull=False)
            ),
            models.Index(
                fields=["company", "original_id"],
                name="warehouse_goods_original",
                condition=Q(original_id__isnull=False),
            ),
        ]


class GoodsLine(Row, ItemLine, PricedLine):
    """value: what the goods book moved for this line in the primary ledger; 0 until posted.

    invoiced_quantity of what was received or shipped: blue less red invoices; of a return: what red invoices credited
    (negative).
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey(GoodsDocument, on_delete=models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey("stock.Location", on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.ForeignKey("stock.Lot", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_line_id = models.BigIntegerField(null=True)
    original_line_id = models.BigIntegerField(null=True)
    value = AmountField(default=0)
    returned_quantity = QuantityField(default=0)
    invoiced_quantity = QuantityField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="warehouse_goods_line_no")
        ]
        indexes = [
            models.Index(
                fields=["company", "order_line_id"],
                name="warehouse_goods_line_order",
                condition=Q(order_line_id__isnull=False),
            ),
            models.Index(
                fields=["company", "original_line_id"],
                name="warehouse_goods_line_original",
                condition=Q(original_line_id__isnull=False),
            ),
        ]


class Transfer(Document):
    """调拨单 between two warehouses: at once, or via transit with receipts in parts.

    steps counts what was posted about goods on the road (received, sent back, lost); each step is a fact of its own.
    """

    from_warehouse = models.ForeignKey("stock.Warehouse", on_delete=models.PROTECT, related_name="+", db_index=False)
    to_warehouse = models.ForeignKey("stock.Warehouse", on_delete=models.PROTECT, related_name="+", db_index=False)
    via_transit = models.BooleanField(default=False)
    reference = models.CharField(max_length=60, default="", blank=True)
    delivery = models.CharField(max_length=7, default=Progress.NONE)
    steps = models.IntegerField(default=0)
    total_quantity = QuantityField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="warehouse_transfer_number")]
        indexes = [models.Index(fields=["company", "business_date", "id"], name="warehouse_transfer_list")]


class TransferLine(Row, ItemLine):
    """Sent via transit: quantity = received + sent back + lost + on the road; nothing is there once it is closed."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_location = models.ForeignKey("stock.Location", on_delete=models.PROTECT, related_name="+", db_index=False)
    to_location = models.ForeignKey("stock.Location", on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.ForeignKey("stock.Lot", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    received_quantity = QuantityField(default=0)
    sent_back_quantity = QuantityField(default=0)
    lost_quantity = QuantityField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="warehouse_transfer_line_no"),
            models.CheckConstraint(
                condition=Q(received_quantity__gte=0) & Q(sent_back_quantity__gte=0) & Q(lost_quantity__gte=0),
                name="warehouse_transfer_line_sane",
            ),
        ]


class Stocktake(Document):
    """盘点单 of one warehouse. blind: the counter does not see the book quantity. Posting writes differences only."""

    warehouse = models.ForeignKey("stock.Warehouse", on_delete=models.PROTECT, related_name="+", db_index=False)
    blind = models.BooleanField(default=True)
    reason = models.CharField(max_length=250, default="", blank=True)
    counted_by_id = models.BigIntegerField(null=True)
    total_quantity = QuantityField(default=0)
    total_value = AmountField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="warehouse_stocktake_number")]
        indexes = [models.Index(fields=["company", "business_date", "id"], name="warehouse_stocktake_list")]


class StocktakeLine(Row, ItemLine):
    """book_quantity is what the goods book said when the line was counted (counted_at); quantity is what was counted.

    variance = quantity - book_quantity, posted as a difference, so goods moved after the count stay as they are.
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey(Stocktake, on_delete=models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey("stock.Location", on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.ForeignKey("stock.Lot", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    book_quantity = QuantityField(default=0)
    counted_at = models.DateTimeField(null=True)
    value = AmountField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="warehouse_stocktake_line_no")
        ]
