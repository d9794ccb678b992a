"""Where the value of goods that left may wait, and where it goes when it waits no more."""

from dataclasses import dataclass

from heliu.posting.facts import AccountKey


@dataclass(frozen=True, slots=True)
class Wait:
    """Open items of a kind hold the value, by document line or by move; what is settled of them went to an account."""

    kind: str
    gone_to: AccountKey
    by_move: bool


WAITING: dict[str, Wait] = {
    AccountKey.SHIPPED: Wait("SHIP", AccountKey.COGS, by_move=False),
    AccountKey.SUSPENSE: Wait("SUSP", AccountKey.STOCK_LOSS, by_move=True),
}
"""By the account on which the value waits."""
GONE_TO: dict[str, AccountKey] = {wait.kind: wait.gone_to for wait in WAITING.values()}
"""By the kind of the open items."""
