"""Items as drafts again: what an update that touches only some fields starts from."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from heliu.catalog.drafts import BarcodeDraft, ItemDraft, LevelPriceDraft, PackDraft
from heliu.catalog.models import Barcode, Item, ItemPrice, ItemTerm, ItemUnit
from heliu.core.scope import Scope

_FIELDS = (
    "code", "name", "name_en", "specification", "brand", "category_id", "kind", "base_unit_id", "tax_code_id",
    "tax_class_code", "purchase_price", "sales_price", "minimum_price", "min_stock", "max_stock", "shelf_life_days",
    "tracks_lots", "tracks_serials", "costing_method", "weight_kg", "volume_m3", "is_purchased", "is_sold",
    "is_template", "remark", "parent_id", "variant_key", "attribute_values",
)  # fmt: skip
_PACK = ("unit_id", "numerator", "denominator", "is_purchase_default", "is_sales_default")


def drafts_of(scope: Scope, ids: Sequence[int]) -> dict[int, ItemDraft]:
    """id → the item exactly as it stands; ids of other companies are left out."""
    ours = {"company_id": scope.company_id, "item_id__in": ids}
    found: Any = ItemUnit.objects.filter(**ours).order_by("id")
    packs: dict[int, list[PackDraft]] = defaultdict(list)
    for item, *row in found.values_list("item_id", *_PACK):
        packs[item].append(PackDraft(*row))
    found = Barcode.objects.filter(**ours).order_by("id")
    barcodes: dict[int, list[BarcodeDraft]] = defaultdict(list)
    for item, *row in found.values_list("item_id", "code", "unit_id"):
        barcodes[item].append(BarcodeDraft(*row))
    found = ItemPrice.objects.filter(**ours).order_by("id")
    prices: dict[int, list[LevelPriceDraft]] = defaultdict(list)
    for item, *row in found.values_list("item_id", "price_level_id", "price", "unit_id"):
        prices[item].append(LevelPriceDraft(*row))
    helpers: dict[int, list[str]] = defaultdict(list)
    for item, term in ItemTerm.objects.filter(**ours, origin="helper").order_by("id").values_list("item_id", "term"):
        helpers[item].append(term)
    rows = Item.objects.filter(company_id=scope.company_id, id__in=ids).values("id", *_FIELDS)
    return {
        row["id"]: ItemDraft(
            **{name: row[name] for name in _FIELDS},
            packs=tuple(packs[row["id"]]),
            barcodes=tuple(barcodes[row["id"]]),
            prices=tuple(prices[row["id"]]),
            helper_codes=tuple(helpers[row["id"]]),
        )
        for row in rows
    }
