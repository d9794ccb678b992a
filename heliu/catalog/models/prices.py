"""Prices by level."""

from django.db import models

from heliu.catalog.models.items import Item
from heliu.catalog.models.masters import company_key
from heliu.core.fields import PriceField
from heliu.core.models import Row


class ItemPrice(Row):
    """Sales price of one item in one unit on one price level, in the level's currency."""

    company = company_key()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", db_index=False)
    price_level = models.ForeignKey("catalog.PriceLevel", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    price = PriceField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "item", "price_level", "unit"], name="catalog_itemprice_key"),
            models.CheckConstraint(condition=models.Q(price__gte=0), name="catalog_itemprice_positive"),
        ]
