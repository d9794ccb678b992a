"""Buckets of open items by days past due (账龄)."""

import datetime as dt

BUCKETS: tuple[tuple[str, int | None], ...] = (
    ("not_due", 0),
    ("1_30", 30),
    ("31_60", 60),
    ("61_90", 90),
    ("91_180", 180),
    ("181_365", 365),
    ("over_365", None),
)
"""Name and last day past due of each bucket, in order."""


def bucket_of(*, due_on: dt.date, as_of: dt.date) -> str:
    days = (as_of - due_on).days
    for name, last in BUCKETS:
        if last is None or days <= last:
            return name
    raise AssertionError("the last bucket has no end")
