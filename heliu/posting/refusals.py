"""What the database refuses in the last moment, in the words of the books."""

import orjson
from django.db import IntegrityError

from heliu.posting.errors import PeriodClosed

_CLOSED = "ledger_entry_open_period"


def in_words(error: IntegrityError) -> Exception:
    """What to raise for a refusal of the database: PeriodClosed where a period was closed between the look at it and
    the writing, else the error itself."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None or diagnosis.constraint_name != _CLOSED:
        return error
    return PeriodClosed(**orjson.loads(diagnosis.message_detail))
