from django.db import models
from django.db.models import F, Q

from heliu.core.fields import AmountField, PriceField, QuantityField
from heliu.core.models import Row


class LocationKind(models.TextChoices):
    """Where goods can be; only STORAGE and TRANSIT count as the company's stock."""

    STORAGE = "storage", "库位"
    TRANSIT = "transit", "在途"
    SUPPLIER = "supplier", "供应商"
    CUSTOMER = "customer", "客户"
    PRODUCTION = "production", "生产"
    LOSS = "loss", "损溢"


class CostFormula(models.TextChoices):
    MOVING_AVERAGE = "moving_average", "移动加权平均"
    FIFO = "fifo", "先进先出"


class ValueKind(models.TextChoices):
    """Why a value row exists: the move itself, a later price difference, or a back-dating delta."""

    MOVE = "move", "收发"
    PRICE_DIFFERENCE = "price", "价差"
    BACKDATING = "backdate", "追溯调整"
    REVERSAL = "reversal", "红冲"


class Warehouse(Row):
    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=250, default="", blank=True)
    allow_negative = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="stock_warehouse_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Location(Row):
    """A place; those of kind STORAGE belong to a warehouse, the counterparts outside belong to none."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey(Warehouse, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=LocationKind.choices)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="stock_location_code"),
            models.UniqueConstraint(
                fields=["company", "warehouse"], condition=Q(is_default=True), name="stock_location_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Lot(Row):
    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("catalog.Item", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    produced_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "item", "code"], name="stock_lot_code")]


class ValuationBook(Row):
    """A way to value the one quantity; a ledger is linked to exactly one (posting.LedgerValuation)."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    cost_formula = models.CharField(max_length=16, choices=CostFormula.choices)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="stock_valuation_book_code")]


class StockMove(Row):
    """Immutable: `quantity` base units of an item went from one place to another. The id is the posted sequence.

    reverses_id: the move that this one takes back, wholly (红冲) or in part (a return of a known original).
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalog.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.ForeignKey(Lot, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = QuantityField()
    business_date = models.DateField()
    posted_at = models.DateTimeField()
    origin_kind = models.CharField(max_length=24)
    origin_id = models.BigIntegerField()
    origin_line_id = models.BigIntegerField()
    fact_id = models.BigIntegerField()
    reverses_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["company", "item", "business_date", "id"], name="stock_move_item"),
            models.Index(fields=["company", "origin_line_id"], name="stock_move_origin_line"),
            models.Index(fields=["reverses_id"], name="stock_move_reverses", condition=Q(reverses_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="stock_move_positive"),
            models.CheckConstraint(condition=~Q(from_location=F("to_location")), name="stock_move_moves"),
        ]


class StockValue(Row):
    """Immutable: what a move (or a later correction of it) did to the value of the item in one valuation book.

    quantity and amount are signed as the company's stock sees it; corrections carry quantity 0. `contra_key` is the
    account key on the other side of the entry, so that a later delta of this move finds its way.
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    book = models.ForeignKey(ValuationBook, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalog.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    move = models.ForeignKey(StockMove, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=ValueKind.choices)
    quantity = QuantityField()
    amount = AmountField()
    contra_key = models.CharField(max_length=16)
    business_date = models.DateField()
    fact_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["company", "book", "item", "business_date", "id"], name="stock_value_item"),
            models.Index(fields=["move"], name="stock_value_move"),
        ]


class StockBalance(Row):
    """Derived: on hand and reserved per item × location × lot (0 = no lot) × status."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalog.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot_key = models.BigIntegerField(default=0)
    status = models.CharField(max_length=1, default="A")
    on_hand = QuantityField(default=0)
    reserved = QuantityField(default=0)
    negative_allowed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "item", "location", "lot_key", "status"], name="stock_balance_key"
            ),
            models.CheckConstraint(
                condition=Q(on_hand__gte=0) | Q(negative_allowed=True), name="stock_balance_never_negative"
            ),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="stock_balance_reserved_positive"),
        ]
        indexes = [models.Index(fields=["company", "location"], name="stock_balance_location")]


class CostState(Row):
    """Derived: quantity and value of an item in a valuation book, and how far its book has been written."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    book = models.ForeignKey(ValuationBook, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalog.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = QuantityField(default=0)
    amount = AmountField(default=0)
    last_unit_cost = PriceField(default=0)
    last_date = models.DateField(null=True)
    last_move_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "book", "item"], name="stock_cost_state_key")]


class CostLayer(Row):
    """Derived: what is left of one receipt in a FIFO book; consumed by (business date, move)."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    book = models.ForeignKey(ValuationBook, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalog.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    move = models.ForeignKey(StockMove, on_delete=models.PROTECT, related_name="+", db_index=False)
    business_date = models.DateField()
    quantity = QuantityField()
    amount = AmountField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "move", "book"], name="stock_cost_layer_move")]
        indexes = [
            models.Index(
                fields=["company", "book", "item", "business_date", "move"],
                name="stock_cost_layer_open",
                condition=Q(quantity__gt=0),
            )
        ]


class CostLayerUse(Row):
    """Derived: what a move took of a layer in a FIFO book, or gave back to it (negative), in the order it did so.

    So goods that come back find their layer, and layers can be seen as they were on an earlier day.
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    book = models.ForeignKey(ValuationBook, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalog.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    move = models.ForeignKey(StockMove, on_delete=models.PROTECT, related_name="+", db_index=False)
    layer_move = models.ForeignKey(StockMove, on_delete=models.PROTECT, related_name="+", db_index=False)
    layer_date = models.DateField()
    quantity = QuantityField()
    amount = AmountField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "move", "book", "layer_move"], name="stock_cost_layer_use")
        ]


class Reservation(Row):
    """预占: quantity promised to a document line out of a location; released by shipment or by closing the line."""

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalog.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot_key = models.BigIntegerField(default=0)
    quantity = QuantityField()
    origin_kind = models.CharField(max_length=24)
    origin_id = models.BigIntegerField()
    origin_line_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "origin_kind", "origin_line_id", "location", "lot_key"],
                name="stock_reservation_key",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="stock_reservation_positive"),
        ]
        indexes = [
            models.Index(fields=["company", "item"], name="stock_reservation_item"),
            models.Index(fields=["company", "origin_line_id"], name="stock_reservation_origin_line"),
        ]
