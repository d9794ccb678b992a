from django.db import models
from django.db.models import Q

from heliu.core.models import Row


class LedgerValuation(Row):
    """Which valuation book feeds which ledger."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    ledger = models.ForeignKey("ledger.Ledger", on_delete=models.PROTECT, related_name="+")
    book = models.ForeignKey("stock.ValuationBook", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "ledger"], name="posting_ledger_valuation_key")]


class AccountRule(Row):
    """Account determination: the most specific row wins (item category, warehouse, party group, tax code, none)."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    ledger = models.ForeignKey("ledger.Ledger", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=20)
    item_category = models.ForeignKey("catalog.ItemCategory", null=True, on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey("stock.Warehouse", null=True, on_delete=models.PROTECT, related_name="+")
    party_group = models.ForeignKey("parties.PartyGroup", null=True, on_delete=models.PROTECT, related_name="+")
    tax_code = models.ForeignKey("catalog.TaxCode", null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["company", "ledger", "key"], name="posting_account_rule_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "ledger", "key"],
                condition=Q(item_category=None, warehouse=None, party_group=None, tax_code=None),
                name="posting_account_rule_default",
            )
        ]


class PostedFact(Row):
    """Immutable: the fact as it was posted, its idempotency key and its payload (replay proves determinism, I10)."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=96)
    kind = models.CharField(max_length=32)
    origin_kind = models.CharField(max_length=24)
    origin_id = models.BigIntegerField()
    business_date = models.DateField()
    posted_at = models.DateTimeField()
    posted_by_id = models.BigIntegerField()
    reverses_id = models.BigIntegerField(null=True)
    payload = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="posting_posted_fact_key"),
            models.UniqueConstraint(fields=["company", "reverses_id"], name="posting_posted_fact_reversed_once"),
        ]
        indexes = [models.Index(fields=["company", "origin_id"], name="posting_posted_fact_origin")]


class SetupMark(Row):
    """Changes with every change of what posting remembers between postings; set by triggers (core.marks)."""

    company = models.OneToOneField("access.Company", on_delete=models.PROTECT, related_name="+")
    mark = models.BigIntegerField()


class NoEffect(Row):
    """Immutable: a fact that a ledger took notice of without an entry (I5)."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    ledger = models.ForeignKey("ledger.Ledger", on_delete=models.PROTECT, related_name="+", db_index=False)
    fact = models.ForeignKey(PostedFact, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "ledger", "fact"], name="posting_no_effect_key")]
