"""Use cases of the catalog."""

from heliu.catalog.services.defaults import install_defaults
from heliu.catalog.services.imports import import_items
from heliu.catalog.services.items import (
    archive_item,
    create_item,
    create_items,
    restore_item,
    update_item,
    update_items,
)
from heliu.catalog.services.masters import (
    create_category,
    create_price_level,
    create_tax_code,
    create_unit,
    update_category,
    update_price_level,
    update_tax_code,
    update_unit,
)
from heliu.catalog.services.pictures import remove_picture, set_picture
from heliu.catalog.services.variants import generate_variants

__all__ = [
    "archive_item",
    "create_category",
    "create_item",
    "create_items",
    "create_price_level",
    "create_tax_code",
    "create_unit",
    "generate_variants",
    "import_items",
    "install_defaults",
    "remove_picture",
    "restore_item",
    "set_picture",
    "update_category",
    "update_item",
    "update_items",
    "update_price_level",
    "update_tax_code",
    "update_unit",
]
