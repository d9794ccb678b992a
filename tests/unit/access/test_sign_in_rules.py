import datetime as dt

import pytest

from heliu.access.rules.lockout import LONGEST_WAIT, wait_after
from heliu.access.rules.totp import accepted_step, address, code_at

# RFC 6238 appendix B, SHA-1, last six of the eight digits.
RFC_SECRET = b"12345678901234567890"
RFC_VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "code"), RFC_VECTORS)
def test_one_time_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(RFC_SECRET, seconds // 30) == code


def test_a_code_is_accepted_once_and_only_near_its_time() -> None:
    step = 1234567890 // 30

    assert accepted_step(RFC_SECRET, "005924", epoch_seconds=1234567890, last_step=0) == step
    assert accepted_step(RFC_SECRET, "005924", epoch_seconds=1234567890 + 30, last_step=0) == step
    assert accepted_step(RFC_SECRET, "005924", epoch_seconds=1234567890 + 90, last_step=0) is None
    assert accepted_step(RFC_SECRET, "005924", epoch_seconds=1234567890, last_step=step) is None
    assert accepted_step(RFC_SECRET, "005925", epoch_seconds=1234567890, last_step=0) is None


def test_the_address_names_issuer_and_account() -> None:
    assert address(RFC_SECRET, account="老板") == (
        "otpauth://totp/Heliu:%E8%80%81%E6%9D%BF?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Heliu"
    )


def test_five_failures_are_free_then_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(n, free=5).total_seconds() for n in range(1, 9)]

    assert waits == [0, 0, 0, 0, 2, 4, 8, 16]
    assert wait_after(1_000_000, free=5) == LONGEST_WAIT == dt.timedelta(minutes=15)
