"""Income and expenses without an invoice: money against accounts of the ledger."""

from django.db import models

from heliu.core.documents import Document
from heliu.core.fields import AmountField, RateField
from heliu.core.models import Row


class CashEntry(Document):
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    rate = RateField(default=1)
    cash_account = models.ForeignKey(
        "ledger.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount = AmountField()
    reference = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        abstract = True


class CashEntryLine(Row):
    """One income or expense account, by id or by key."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    line_no = models.IntegerField()
    account = models.ForeignKey("ledger.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    account_key = models.CharField(max_length=20, default="", blank=True)
    amount = AmountField()
    memo = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        abstract = True


class OtherIncome(CashEntry):
    """收入单 SR."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="finance_otherincome_number")]
        indexes = [models.Index(fields=["company", "business_date", "id"], name="finance_otherincome_date")]


class OtherIncomeLine(CashEntryLine):
    document = models.ForeignKey(OtherIncome, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="finance_otherincomeline_no")
        ]


class OtherExpense(CashEntry):
    """支出单 ZC."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="finance_otherexpense_number")]
        indexes = [models.Index(fields=["company", "business_date", "id"], name="finance_otherexpense_date")]


class OtherExpenseLine(CashEntryLine):
    document = models.ForeignKey(OtherExpense, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="finance_otherexpenseline_no")
        ]
