"""Time-based one-time passwords after RFC 6238 (SHA-1, 30 seconds, 6 digits: what every authenticator app speaks)."""

import base64
import hashlib
import hmac
from urllib.parse import quote

STEP_SECONDS = 30
DIGITS = 6


def code_at(secret: bytes, step: int) -> str:
    """HOTP value of the step (RFC 4226 section 5.3)."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def accepted_step(secret: bytes, code: str, *, epoch_seconds: int, last_step: int) -> int | None:
    """Step whose code this is: the current one or a neighbour (clock drift), never one used before."""
    now = epoch_seconds // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        if step > last_step and hmac.compare_digest(code_at(secret, step), code):
            return step
    return None


def address(secret: bytes, *, account: str, issuer: str = "Heliu") -> str:
    """otpauth:// address for the QR code."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?secret={text}&issuer={quote(issuer)}"
