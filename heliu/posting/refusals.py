"""What the database refuses in the last moment, in the words of the books."""

import orjson
from django.db import IntegrityError

from heliu.posting.errors import PeriodClosed

_CLOSED = "ledger_entry_open_period"


def in_words(error: IntegrityError) -> PeriodClosed | None:
    """The refusal of an entry whose period was closed between the look at it and the writing, else None."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None or diagnosis.constraint_name != _CLOSED:
        return None
    return PeriodClosed(**orjson.loads(diagnosis.message_detail))
