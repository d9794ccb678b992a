"""Money receipts, payments and settlement notes with the open items they settle."""

from django.db import models

from heliu.core.documents import Document
from heliu.core.fields import AmountField, RateField
from heliu.core.models import Row


class MoneyDocument(Document):
    """Money in or out of one cash account. What is not allocated is a prepayment; a negative amount is a refund."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    rate = RateField(default=1)
    cash_account = models.ForeignKey(
        "ledger.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount = AmountField()
    discount = AmountField(default=0)
    """Sum of the discounts given or taken on the allocations (现金折扣、抹零)."""
    bank_fee = AmountField(default=0)
    reference = models.CharField(max_length=80, default="", blank=True)
    """Bank reference or cheque number."""

    class Meta:
        abstract = True


class AllocationLine(Row):
    """One open item, named by its origin. amount is settled by money, discount on top of it without money.

    Both are positive; whether the item adds to or reduces the sum follows from the sign of the item.
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    line_no = models.IntegerField()
    origin_kind = models.CharField(max_length=24)
    origin_id = models.BigIntegerField()
    origin_line_id = models.BigIntegerField(default=0)
    origin_number = models.CharField(max_length=40, default="", blank=True)
    amount = AmountField()
    discount = AmountField(default=0)

    class Meta:
        abstract = True


class Payment(MoneyDocument):
    """付款单 FK."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="finance_payment_number")]
        indexes = [
            models.Index(fields=["company", "business_date", "id"], name="finance_payment_date"),
            models.Index(fields=["company", "party", "business_date"], name="finance_payment_party"),
        ]


class PaymentAllocation(AllocationLine):
    document = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="finance_paymentallocation_no")
        ]
        indexes = [models.Index(fields=["company", "origin_id"], name="finance_paymentallocation_item")]


class MoneyReceipt(MoneyDocument):
    """收款单 SK."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="finance_moneyreceipt_number")]
        indexes = [
            models.Index(fields=["company", "business_date", "id"], name="finance_moneyreceipt_date"),
            models.Index(fields=["company", "party", "business_date"], name="finance_moneyreceipt_party"),
        ]


class MoneyReceiptAllocation(AllocationLine):
    document = models.ForeignKey(MoneyReceipt, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="finance_receiptallocation_no")
        ]
        indexes = [models.Index(fields=["company", "origin_id"], name="finance_receiptallocation_item")]


class SettlementNote(Document):
    """核销单 HX: offsets open items of one party against each other, without money."""

    class Side(models.TextChoices):
        RECEIVABLE = "AR", "应收"
        PAYABLE = "AP", "应付"

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    side = models.CharField(max_length=2, choices=Side.choices)
    currency = models.CharField(max_length=3)
    amount = AmountField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="finance_settlementnote_number")]
        indexes = [
            models.Index(fields=["company", "business_date", "id"], name="finance_settlementnote_date"),
            models.Index(fields=["company", "party", "business_date"], name="finance_settlementnote_party"),
        ]


class SettlementNoteLine(AllocationLine):
    """is_debit: the item is debit-positive (invoice to a customer, prepayment to a supplier)."""

    document = models.ForeignKey(SettlementNote, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_debit = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="finance_settlementnoteline_no")
        ]
        indexes = [models.Index(fields=["company", "origin_id"], name="finance_settlementline_item")]
