from django.db import models
from django.db.models import Q

from heliu.core.fields import AmountField, QuantityField, RateField
from heliu.core.models import Row


class Framework(models.TextChoices):
    CAS = "CAS", "企业会计准则"
    CAS_SMALL = "CAS_SMALL", "小企业会计准则"
    IFRS = "IFRS", "IFRS"
    USGAAP = "USGAAP", "US GAAP"
    MANAGEMENT = "MGMT", "管理口径"


class ReversalStyle(models.TextChoices):
    RED_NEGATIVE = "red", "红字"
    SWAP = "swap", "借贷对调"


class AccountClass(models.TextChoices):
    ASSET = "A", "资产"
    LIABILITY = "L", "负债"
    EQUITY = "E", "权益"
    REVENUE = "R", "收入"
    EXPENSE = "X", "费用"
    COST = "C", "成本"


class PeriodState(models.TextChoices):
    OPEN = "open", "未结账"
    SOFT_CLOSED = "soft_closed", "预结账"
    CLOSED = "closed", "已结账"


class EntryKind(models.TextChoices):
    AUTO = "auto", "自动"
    MANUAL = "manual", "手工"
    OPENING = "opening", "期初"
    REVERSAL = "reversal", "红冲"
    CLOSING = "closing", "结转"
    BACKDATING = "backdate", "追溯调整"


class OpenItemKind(models.TextChoices):
    RECEIVABLE = "AR", "应收"
    PAYABLE = "AP", "应付"
    PROVISIONAL = "GRIR", "暂估"
    SHIPPED = "SHIP", "发出商品"
    IN_TRANSIT = "GIT", "在途商品"
    DIFFERENCE = "SUSP", "待处理财产损溢"
    PREPAYMENT_RECEIVED = "ADVR", "预收"
    PREPAYMENT_PAID = "ADVP", "预付"


class Chart(Row):
    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    framework = models.CharField(max_length=12, choices=Framework.choices)
    version = models.CharField(max_length=16, default="", blank=True)
    """Version of the chart data it was installed from."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="ledger_chart_code")]


class Account(Row):
    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, default="", blank=True)
    account_class = models.CharField(max_length=1, choices=AccountClass.choices)
    normal_side = models.CharField(max_length=1, choices=[("D", "借"), ("C", "贷")])
    is_leaf = models.BooleanField(default=True)
    is_cash = models.BooleanField(default=False)
    is_monetary = models.BooleanField(default=False)
    party_required = models.BooleanField(default=False)
    item_required = models.BooleanField(default=False)
    is_control = models.BooleanField(default=False)
    """Only facts post here, never a manual voucher: its balance is proved against open items or the goods book."""
    is_active = models.BooleanField(default=True)
    statement_lines = models.JSONField(default=dict)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "chart", "code"], name="ledger_account_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Ledger(Row):
    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    framework = models.CharField(max_length=12, choices=Framework.choices)
    chart = models.ForeignKey(Chart, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    reversal_style = models.CharField(max_length=4, choices=ReversalStyle.choices, default=ReversalStyle.RED_NEGATIVE)
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="ledger_ledger_code"),
            models.UniqueConstraint(fields=["company"], condition=Q(is_primary=True), name="ledger_ledger_one_primary"),
        ]


class Period(Row):
    """An accounting month of a ledger; `code` is yyyymm."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+")
    code = models.IntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=12, choices=PeriodState.choices, default=PeriodState.OPEN)
    closed_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "ledger", "code"], name="ledger_period_code")]


class Entry(Row):
    """Immutable voucher 记账凭证; word and number are gapless per ledger and period."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+", db_index=False)
    business_date = models.DateField()
    word = models.CharField(max_length=4)
    number = models.IntegerField()
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    memo = models.CharField(max_length=200, default="", blank=True)
    origin_kind = models.CharField(max_length=24)
    origin_id = models.BigIntegerField()
    fact_id = models.BigIntegerField()
    reverses_id = models.BigIntegerField(null=True)
    posted_by_id = models.BigIntegerField()
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "ledger", "period", "word", "number"], name="ledger_entry_number"
            )
        ]
        indexes = [
            models.Index(fields=["company", "ledger", "business_date", "id"], name="ledger_entry_date"),
            models.Index(fields=["company", "origin_id"], name="ledger_entry_origin"),
            models.Index(fields=["reverses_id"], name="ledger_entry_reverses", condition=Q(reverses_id__isnull=False)),
        ]


class EntryLine(Row):
    """Immutable. debit and credit in ledger currency, one of them zero; amount_txn signed like debit - credit."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    business_date = models.DateField()
    line_no = models.IntegerField()
    debit = AmountField(default=0)
    credit = AmountField(default=0)
    currency = models.CharField(max_length=3)
    amount_txn = AmountField(default=0)
    rate = RateField(default=1)
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalog.Item", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = QuantityField(default=0)
    tax_code = models.ForeignKey(
        "catalog.TaxCode", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(debit=0) | Q(credit=0), name="ledger_entry_line_one_side")]
        indexes = [
            models.Index(fields=["entry"], name="ledger_entry_line_entry"),
            models.Index(
                fields=["company", "ledger", "account", "business_date", "id"], name="ledger_entry_line_account"
            ),
        ]


class EntrySeal(Row):
    """Hash chain over posted entries, written by the background sealer in sequence order; id is the entry's id."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    sequence = models.BigIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "sequence"], name="ledger_entry_seal_sequence"),
            models.UniqueConstraint(fields=["company", "entry"], name="ledger_entry_seal_entry"),
        ]


class AccountBalance(Row):
    """Derived: turnover of an account in a period and currency; a balance is the sum up to a period."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    period_code = models.IntegerField()
    currency = models.CharField(max_length=3)
    debit = AmountField(default=0)
    credit = AmountField(default=0)
    amount_txn = AmountField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "ledger", "account", "period_code", "currency"], name="ledger_account_balance_key"
            )
        ]


class SubledgerBalance(Row):
    """Derived: running balance of a control account per party and item (0 = none) and currency; debit-positive."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    party_key = models.BigIntegerField(default=0)
    item_key = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    amount = AmountField(default=0)
    amount_txn = AmountField(default=0)
    quantity = QuantityField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "ledger", "account", "party_key", "item_key", "currency"],
                name="ledger_subledger_balance_key",
            )
        ]


class OpenItem(Row):
    """Derived: what a document left open on a control account; debit-positive in ledger and transaction currency.

    origin_key says what it came from: the document line for goods-like kinds (GRIR, SHIP, GIT, with a quantity) and
    opening items, the move for SUSP, else the document itself. One row per (ledger, kind, origin_key).
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=4, choices=OpenItemKind.choices)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalog.Item", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    business_date = models.DateField()
    due_date = models.DateField()
    origin_kind = models.CharField(max_length=24)
    origin_id = models.BigIntegerField()
    origin_key = models.BigIntegerField()
    origin_number = models.CharField(max_length=40, default="", blank=True)
    quantity = QuantityField(default=0)
    open_quantity = QuantityField(default=0)
    amount = AmountField()
    open_amount = AmountField()
    amount_txn = AmountField()
    open_txn = AmountField()
    fact_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "ledger", "kind", "origin_key"], name="ledger_open_item_key")
        ]
        indexes = [
            models.Index(
                fields=["company", "ledger", "kind", "party", "due_date"],
                name="ledger_open_item_open",
                condition=~Q(open_amount=0) | ~Q(open_txn=0) | ~Q(open_quantity=0),
            )
        ]


class Settlement(Row):
    """Immutable: a fact reduced an open item (核销); amounts signed so that item amount + settlements = open amount."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    open_item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="+")
    fact_id = models.BigIntegerField()
    business_date = models.DateField()
    quantity = QuantityField(default=0)
    amount = AmountField()
    amount_txn = AmountField()

    class Meta:
        indexes = [
            models.Index(fields=["company", "fact_id"], name="ledger_settlement_fact"),
            models.Index(fields=["company", "business_date"], name="ledger_settlement_date"),
        ]
