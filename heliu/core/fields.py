"""Model fields for ids and exact numbers: 64-bit integers in the table, Decimal in Python (DESIGN section 5)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django.core import checks
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from heliu.core.ids import next_id
from heliu.core.rounding import from_scaled, to_scaled
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE


class IdField(models.BigIntegerField[int, int]):
    """Application-made 63-bit primary key; on SQLite it is the rowid itself, so no second index is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["primary_key"] = True
        kwargs["default"] = next_id
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for key in ("primary_key", "default", "editable"):
            kwargs.pop(key, None)
        return name, path, args, kwargs

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "integer" if connection.vendor == "sqlite" else "bigint"

    def rel_db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "bigint"


class ScaledField(models.BigIntegerField[Any, Any]):
    """Exact decimal stored as integer × scale. Reads and writes Decimal (int and str accepted on write)."""

    scale: int = 1

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else from_scaled(int(value), self.scale)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        return Decimal(value)

    def get_prep_value(self, value: Any) -> int | None:
        if value is None:
            return None
        if hasattr(value, "resolve_expression"):
            expression: Any = value
            return cast("int | None", expression)
        if isinstance(value, float):
            raise TypeError(f"{self.name}: float is not exact, use Decimal, int or str")
        return to_scaled(value, self.scale, field=self.name)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return super().check(**kwargs)


class QuantityField(ScaledField):
    scale = QUANTITY_SCALE


class PriceField(ScaledField):
    scale = PRICE_SCALE


class AmountField(ScaledField):
    scale = AMOUNT_SCALE


class RateField(ScaledField):
    scale = RATE_SCALE
