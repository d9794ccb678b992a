"""What a party is found by."""

from heliu.core.search.tables import SearchTables
from heliu.core.search.words import Words
from heliu.parties.drafts import PartyDraft
from heliu.parties.models import Party, PartySearch, PartyTerm

PARTY_SEARCH = SearchTables(master=Party, term=PartyTerm, text=PartySearch, owner="party_id")


def party_words(draft: PartyDraft) -> Words:
    phones = [draft.phone, *(p for c in draft.contacts for p in (c.mobile, c.phone))]
    others = [(phone, "phone") for phone in phones if phone]
    if draft.tax_id:
        others.append((draft.tax_id, "tax_id"))
    return Words(
        code=draft.code,
        names=tuple(n for n in (draft.name, draft.short_name) if n),
        helpers=draft.helper_codes,
        others=tuple(others),
        extras=tuple(e for e in (draft.name_en, draft.email, *(c.name for c in draft.contacts)) if e),
    )
