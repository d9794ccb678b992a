"""What the database refuses in the last moment, in the words of the books."""

from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from django.db import IntegrityError

from heliu.posting.errors import PeriodClosed

_CLOSED = "ledger_entry_open_period"


@contextmanager
def in_words() -> Iterator[None]:
    """Raises PeriodClosed where a period was closed between the look at it and the writing."""
    try:
        yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if diagnosis is None or diagnosis.constraint_name != _CLOSED:
            raise
        raise PeriodClosed(**orjson.loads(diagnosis.message_detail)) from error
