"""Reads of the catalog."""

from heliu.catalog.queries.drafts import drafts_of
from heliu.catalog.queries.exports import item_file
from heliu.catalog.queries.items import (
    ItemFilter,
    item_detail,
    item_picture,
    list_items,
    lookup_item,
    search_item_ids,
    suggest_items,
)
from heliu.catalog.queries.masters import (
    category_tree,
    list_attributes,
    list_price_levels,
    list_tax_codes,
    list_units,
    master_file,
)

__all__ = [
    "ItemFilter",
    "category_tree",
    "drafts_of",
    "item_detail",
    "item_file",
    "item_picture",
    "list_attributes",
    "list_items",
    "list_price_levels",
    "list_tax_codes",
    "list_units",
    "lookup_item",
    "master_file",
    "search_item_ids",
    "suggest_items",
]
