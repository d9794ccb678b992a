"""How long a subject must wait after failed sign-ins: nothing at first, then doubling up to a quarter of an hour."""

import datetime as dt

FREE_ATTEMPTS_PER_NAME = 5
FREE_ATTEMPTS_PER_ADDRESS = 50
LONGEST_WAIT = dt.timedelta(minutes=15)
FORGOTTEN_AFTER = dt.timedelta(hours=24)
_FIRST_WAIT_SECONDS = 2


def wait_after(failures: int, *, free: int) -> dt.timedelta:
    """Wait before the next attempt; `free` failures cost nothing."""
    excess = failures - free
    if excess < 0:
        return dt.timedelta(0)
    seconds = _FIRST_WAIT_SECONDS * 2 ** min(excess, 20)
    return min(dt.timedelta(seconds=seconds), LONGEST_WAIT)
