"""Vouchers written by hand, from the draft to the books."""

from django.db import models

from heliu.core.documents import Document
from heliu.core.fields import AmountField, RateField
from heliu.core.models import Row


class ManualVoucher(Document):
    """手工凭证 PZ: 制单 → 审核 (by somebody else) → 过账. ledger None = every ledger of the company."""

    ledger = models.ForeignKey("ledger.Ledger", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    """Of the ledger: what `amount` is in."""
    amount = AmountField(default=0)
    """Sum of the debits in ledger currency."""
    prepared_by_id = models.BigIntegerField(default=0)
    """Who wrote it as it stands; may not audit it."""
    approved_by_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="finance_manualvoucher_number")]
        indexes = [models.Index(fields=["company", "business_date", "id"], name="finance_manualvoucher_date")]


class ManualVoucherLine(Row):
    """One account; debit or credit in the line's own currency, negative = red. The rate leads to ledger currency."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey(ManualVoucher, on_delete=models.PROTECT, related_name="+", db_index=False)
    line_no = models.IntegerField()
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    rate = RateField(default=1)
    debit = AmountField(default=0)
    credit = AmountField(default=0)
    memo = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="finance_manualvoucherline_no"),
            models.CheckConstraint(
                condition=models.Q(debit=0) | models.Q(credit=0), name="finance_manualvoucherline_one_side"
            ),
        ]
        indexes = [models.Index(fields=["company", "account"], name="finance_manualvoucherline_acct")]
