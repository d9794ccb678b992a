"""Opening balances: what a company brings along when it starts with these books."""

from django.db import models

from heliu.core.documents import Document
from heliu.core.fields import AmountField, RateField
from heliu.core.models import Row


class OpeningTopic(models.TextChoices):
    PARTIES = "parties", "期初往来"
    ACCOUNTS = "accounts", "期初科目余额"


class OpeningBalance(Document):
    """期初单 QC. All lines in one currency; a second currency is a second document."""

    topic = models.CharField(max_length=8, choices=OpeningTopic.choices)
    currency = models.CharField(max_length=3)
    rate = RateField(default=1)
    debit = AmountField(default=0)
    credit = AmountField(default=0)
    """Sums of the lines by side, in the document's currency; what they differ goes to the account of key OPENING."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="finance_openingbalance_number")]
        indexes = [models.Index(fields=["company", "business_date", "id"], name="finance_openingbalance_date")]


class OpeningBalanceLine(Row):
    """An open item of a party (kind AR, AP, ADVR, ADVP; its id is the item's origin line) or an account (kind "")."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey(OpeningBalance, on_delete=models.PROTECT, related_name="+", db_index=False)
    line_no = models.IntegerField()
    kind = models.CharField(max_length=4, default="", blank=True)
    account = models.ForeignKey("ledger.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    item_number = models.CharField(max_length=40, default="", blank=True)
    """Number of the invoice or payment of the time before."""
    due_date = models.DateField(null=True)
    amount = AmountField()
    """Debit-positive."""
    memo = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "document", "line_no"], name="finance_openingbalanceline_no")
        ]
