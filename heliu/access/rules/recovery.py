"""Recovery codes: each stands in for the authenticator app once, when the telephone is lost."""

import base64
import hashlib

COUNT = 10
BYTES = 7
"""56 random bits: with the lock-out of sign-in nobody tries them through."""
_HALF = 6


def code_of(random: bytes) -> str:
    """As people write it down: two groups of six; there is no 0 and no 1, so o, i and l are letters."""
    text = base64.b32encode(random).decode().rstrip("=").lower()
    return f"{text[:_HALF]}-{text[_HALF:]}"


def digest_of(code: str) -> str:
    """What is kept of a code, however it was typed."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(f"heliu recovery\0{plain}".encode()).hexdigest()
