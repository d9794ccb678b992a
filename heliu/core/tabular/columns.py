"""Which column of a file is which field: titles in Chinese or English, however people write them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "decimal", "integer", "boolean", "date", "choice", "texts"]


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the target. choices: accepted spelling → stored value. `texts` is a list split at , ; 、 |."""

    name: str
    label_zh: str
    label_en: str
    kind: Kind = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: dict[str, str] = field(default_factory=dict)

    def titles(self) -> tuple[str, ...]:
        return (self.label_zh, self.label_en, self.name, *self.aliases)


def plain_title(title: str) -> str:
    """Without case, blanks, punctuation and what stands in brackets: `* 商品名称（必填）` → 商品名称."""
    title = unicodedata.normalize("NFKC", title).lower()
    title = re.sub(r"[\(\[【].*?[\)\]】]", "", title)
    return re.sub(r"[\W_]+", "", title)


def suggest(header: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """field name → title of the file's column that is probably it; each title serves at most one field.

    Equal titles win; then a file title that contains a known one (or is contained in it) with at least two characters.
    """
    plain = {title: plain_title(title) for title in header if plain_title(title)}
    found: dict[str, str] = {}
    for matches in (_is_equal, _is_part):
        for column in columns:
            if column.name in found:
                continue
            known = [plain_title(t) for t in column.titles()]
            free = (t for t in plain if t not in found.values())
            title = next((t for t in free if any(matches(plain[t], k) for k in known)), None)
            if title is not None:
                found[column.name] = title
    return found


def _is_equal(title: str, known: str) -> bool:
    return title == known


def _is_part(title: str, known: str) -> bool:
    """Only long enough pieces count, so that `code` does not claim `barcode` (equal titles were served before)."""
    shorter, longer = sorted((title, known), key=len)
    enough = 4 if shorter.isascii() else 2
    return len(shorter) >= enough and (longer.startswith(shorter) or longer.endswith(shorter))
