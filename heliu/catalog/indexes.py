"""What an item is found by."""

from heliu.catalog.drafts import ItemDraft
from heliu.catalog.models import Item, ItemSearch, ItemTerm
from heliu.core.search.tables import SearchTables
from heliu.core.search.words import Words

ITEM_SEARCH = SearchTables(master=Item, term=ItemTerm, text=ItemSearch, owner="item_id")


def item_words(code: str, draft: ItemDraft) -> Words:
    return Words(
        code=code,
        names=(draft.name,),
        helpers=draft.helper_codes,
        others=tuple((b.code, "barcode") for b in draft.barcodes),
        extras=tuple(e for e in (draft.name_en, draft.specification, draft.brand) if e),
    )
