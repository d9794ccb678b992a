"""What a record can be found by: pure text work, no database."""

import functools
import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TERM_LENGTH = 64
_MAX_VARIANTS = 12
_FULL_PRODUCT_OVER = 4


@dataclass(frozen=True, slots=True)
class Words:
    """Everything one record is found by. names: primary name first; extras: specification, brand, English name."""

    code: str
    names: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()  # (term, origin): barcodes, tax ids, phones
    extras: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """Full width to half width, lower case, single spaces: what is stored and what is asked meet here."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.lower().split())


def has_han(text: str) -> bool:
    return not text.isascii() and any("\u3400" <= c <= "\u9fff" or c >= "\U00020000" for c in text)


@functools.lru_cache(maxsize=30_000)
def _readings(character: str) -> tuple[str, ...]:
    """All readings of one character without tones, commonest first; other characters read as themselves."""
    from pypinyin import Style, pinyin

    if not has_han(character):
        return (character,) if character.isalnum() else ("",)
    readings = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
    return tuple(dict.fromkeys(r.replace("ü", "v") for r in readings))


@functools.lru_cache(maxsize=30_000)
def _read_phrase(run: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(run))


def _in_context(name: str) -> list[str]:
    """One reading per character, chosen by the phrase it stands in (重庆 → chong qing)."""
    parts: list[str] = []
    for is_han, run in itertools.groupby(name, has_han):
        text = "".join(run)
        parts += _read_phrase(text) if is_han else [c if c.isalnum() else "" for c in text]
    return parts


def _variants(primary: Sequence[str], choices: Sequence[Sequence[str]]) -> list[str]:
    """Primary spelling first, then all combinations over the first characters, then single other readings."""
    head = range(min(_FULL_PRODUCT_OVER, len(choices)))
    tail = "".join(primary[len(head) :])
    found = dict.fromkeys(["".join(primary)])
    for combination in itertools.product(*(choices[i] for i in head)):
        found["".join(combination) + tail] = None
    for i in range(len(head), len(choices)):
        for other in choices[i]:
            found["".join([*primary[:i], other, *primary[i + 1 :]])] = None
    return list(found)[:_MAX_VARIANTS]


@functools.lru_cache(maxsize=4096)
def helper_codes(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(initials, full pinyin) of a Chinese name, each with the variants of its polyphones; empty without Han.

    helper_codes("重庆")[0] == ("cq", "zq", "tq")
    """
    name = normalise(name)
    if not has_han(name):
        return (), ()
    primary = _in_context(name)
    characters = list(name)
    choices = (
        [tuple(dict.fromkeys((p, *_readings(c)))) for p, c in zip(primary, characters, strict=True)]
        if len(primary) == len(characters)
        else [(p,) for p in primary]
    )
    initials = _variants([p[:1] for p in primary], [tuple(dict.fromkeys(r[:1] for r in c)) for c in choices])
    return tuple(initials), tuple(_variants(primary, choices)[:4])


def terms(words: Words) -> list[tuple[str, str]]:
    """Distinct (term, origin) pairs for the prefix index, at most TERM_LENGTH long."""
    found: dict[str, str] = {}

    def put(values: Iterable[str], origin: str) -> None:
        for value in values:
            term = normalise(value)[:TERM_LENGTH]
            if term:
                found.setdefault(term, origin)

    put([words.code], "code")
    for term, origin in words.others:
        put([term], origin)
    put(words.helpers, "helper")
    put(words.names, "name")
    for name in words.names:
        initials, full = helper_codes(name)
        put(initials, "initials")
        put(full, "pinyin")
    return list(found.items())


def text(words: Words, known: Iterable[tuple[str, str]]) -> str:
    """One line with every term and every extra, for substring search."""
    parts = dict.fromkeys(normalise(n) for n in words.names)
    parts.update(dict.fromkeys(term for term, _ in known))
    parts.update(dict.fromkeys(normalise(e) for e in words.extras))
    return " ".join(p for p in parts if p)
