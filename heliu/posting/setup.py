"""What a posting stands on, remembered between postings until the database marks a change (ADR 0023)."""

from dataclasses import dataclass, field
from typing import Any

from heliu.core import gateway
from heliu.posting.config import Periods, PostingConfig, load_periods, read_config
from heliu.posting.masters import Masters


@dataclass(slots=True)
class Setup:
    """Ledgers as they are configured, periods, and as many masters as postings have asked for."""

    mark: int
    config: PostingConfig
    periods: Periods
    masters: Masters = field(default_factory=Masters)


_remembered: dict[int, Setup] = {}
"""company → setup; a mark is drawn at random, so it tells databases apart as well"""


def setup_of(cur: Any, company_id: int, mark: int) -> Setup:
    """The company's setup under its mark, which the caller read in this transaction.

    A period that closes after that is seen by the trigger on entries.
    """
    found = _remembered.get(company_id)
    if found is None or found.mark != mark or found.masters.is_full:
        found = Setup(mark, read_config(cur, company_id), load_periods(cur, company_id))
        _remembered[company_id] = found
    return found


def load_setup(cur: Any, company_id: int) -> Setup:
    """The company's setup as it is now. Raises IndexError for a company that was never set up."""
    mark = gateway.fetch(cur, "SELECT mark FROM posting_setupmark WHERE company_id = %s", (company_id,))[0][0]
    return setup_of(cur, company_id, mark)
