"""Tables of the catalog, one file per family of nouns."""

from heliu.catalog.models.items import (
    Attribute,
    AttributeValue,
    Barcode,
    Item,
    ItemPicture,
    ItemSearch,
    ItemTerm,
    ItemUnit,
)
from heliu.catalog.models.masters import ItemCategory, PriceLevel, Status, TaxCode, Unit
from heliu.catalog.models.prices import ItemPrice

__all__ = [
    "Attribute",
    "AttributeValue",
    "Barcode",
    "Item",
    "ItemCategory",
    "ItemPicture",
    "ItemPrice",
    "ItemSearch",
    "ItemTerm",
    "ItemUnit",
    "PriceLevel",
    "Status",
    "TaxCode",
    "Unit",
]
