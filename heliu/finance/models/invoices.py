"""Purchase and sales invoices, blue and red, with lines of goods and of services."""

from django.db import models
from django.db.models import Q

from heliu.core.documents import Document, PricedLine
from heliu.core.fields import AmountField, QuantityField, RateField
from heliu.core.models import Row


class MatchState(models.TextChoices):
    """Three-way match of a purchase invoice: order price and received quantity against what is invoiced."""

    NONE = "none", "未比对"
    MATCHED = "matched", "一致"
    EXCEPTION = "exception", "有差异"


class Invoice(Document):
    """Header of an invoice. A red one (is_red) has negative lines and names its blue one in red_of_id."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    rate = RateField(default=1)
    due_date = models.DateField()
    external_number = models.CharField(max_length=40, default="", blank=True)
    """Number of the tax invoice (发票号码) as printed."""
    origins = models.JSONField(default=list)
    """Documents this invoice bills, as [{kind, id, number}]: orders, shipments, receipts, returns."""
    is_red = models.BooleanField(default=False)
    red_of_id = models.BigIntegerField(null=True)
    quantity = QuantityField(default=0)
    net = AmountField(default=0)
    tax = AmountField(default=0)
    gross = AmountField(default=0)

    class Meta:
        abstract = True


class InvoiceLine(Row, PricedLine):
    """Goods lines name what they invoice; service lines name a key or an account. Red lines name their blue line."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    line_no = models.IntegerField()
    item = models.ForeignKey("catalog.Item", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("catalog.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    entered_quantity = QuantityField()
    quantity = QuantityField()
    memo = models.CharField(max_length=200, default="", blank=True)
    description = models.CharField(max_length=200, default="", blank=True)
    account_key = models.CharField(max_length=20, default="", blank=True)
    account = models.ForeignKey("ledger.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_id = models.BigIntegerField(default=0)
    order_line_id = models.BigIntegerField(default=0)
    red_of_line_id = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class PurchaseInvoice(Invoice):
    """采购发票 CGFP."""

    match_state = models.CharField(max_length=10, choices=MatchState.choices, default=MatchState.NONE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="finance_purchaseinvoice_number")]
        indexes = [
            models.Index(fields=["company", "business_date", "id"], name="finance_purchaseinvoice_date"),
            models.Index(fields=["company", "party", "business_date"], name="finance_purchaseinvoice_party"),
            models.Index(
                fields=["company", "red_of_id"],
                name="finance_purchaseinvoice_red",
                condition=Q(red_of_id__isnull=False),
            ),
        ]


class PurchaseInvoiceLine(InvoiceLine):
    """receipt_line_id: line of the goods receipt (or purchase return) whose provisional payable this line clears."""

    document = models.ForeignKey(PurchaseInvoice, on_delete=models.PROTECT, related_name="+", db_index=False)
    receipt_line_id = models.BigIntegerField(default=0)
    expected_net = AmountField(null=True)
    """What the order price says for this quantity (net, transaction currency); empty for services."""
    match_state = models.CharField(max_length=10, choices=MatchState.choices, default=MatchState.NONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="finance_purchaseinvoiceline_no")
        ]
        indexes = [
            models.Index(fields=["company", "order_id"], name="finance_purchaseline_of_order"),
            models.Index(
                fields=["company", "order_line_id"],
                name="finance_purchaseline_order",
            ),
            models.Index(
                fields=["company", "receipt_line_id"],
                name="finance_purchaseline_receipt",
            ),
            models.Index(
                fields=["company", "red_of_line_id"],
                name="finance_purchaseline_red",
            ),
            models.Index(fields=["company", "item"], name="finance_purchaseline_item"),
        ]


class SalesInvoice(Invoice):
    """销售发票 XSFP."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="finance_salesinvoice_number")]
        indexes = [
            models.Index(fields=["company", "business_date", "id"], name="finance_salesinvoice_date"),
            models.Index(fields=["company", "party", "business_date"], name="finance_salesinvoice_party"),
            models.Index(
                fields=["company", "red_of_id"], name="finance_salesinvoice_red", condition=Q(red_of_id__isnull=False)
            ),
        ]


class SalesInvoiceLine(InvoiceLine):
    """shipment_line_id: line of the shipment; clears_shipment: its cost waited as shipped and leaves with this line."""

    document = models.ForeignKey(SalesInvoice, on_delete=models.PROTECT, related_name="+", db_index=False)
    shipment_line_id = models.BigIntegerField(default=0)
    clears_shipment = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="finance_salesinvoiceline_no")
        ]
        indexes = [
            models.Index(fields=["company", "order_id"], name="finance_salesline_of_order"),
            models.Index(fields=["company", "order_line_id"], name="finance_salesline_order"),
            models.Index(
                fields=["company", "shipment_line_id"],
                name="finance_salesline_shipment",
            ),
            models.Index(fields=["company", "red_of_line_id"], name="finance_salesline_red"),
            models.Index(fields=["company", "item"], name="finance_salesline_item"),
        ]


class MatchTolerance(Row):
    """Per company: price differences within percent or amount (per line) count as matched. No row means zero.

    rate_to_exchange: what the rate moved between receipt and invoice is a gain or loss on exchange, else it follows
    the goods like a price difference.
    """

    company = models.OneToOneField("access.Company", on_delete=models.PROTECT, related_name="+")
    percent = RateField(default=0)
    amount = AmountField(default=0)
    rate_to_exchange = models.BooleanField(default=False)
    version = models.IntegerField(default=1)
