"""结转损益: the lines that empty revenue and expense accounts into the profit of the year. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heliu.posting.facts import AccountKey, MoneyLine


@dataclass(frozen=True, slots=True)
class ResultAccount:
    """An account of revenue or expense with a balance, debit-positive. prior_year: it bypasses this year's profit."""

    id: int
    code: str
    name: str
    name_en: str
    is_revenue: bool
    prior_year: bool
    balance: int


def profit_of(accounts: Iterable[ResultAccount]) -> int:
    """Positive = profit."""
    return -sum(account.balance for account in accounts)


def transfer_lines(accounts: Sequence[ResultAccount]) -> tuple[MoneyLine, ...]:
    """Revenue leaves by debit, expense by credit, in red where the balance lies on the other side.

    So the turnover of an account on its own side stays what the month brought.
    """
    named = [
        MoneyLine(
            amount=-account.balance,
            account_id=account.id,
            is_red=(account.balance > 0) if account.is_revenue else (account.balance < 0),
        )
        for account in accounts
        if account.balance
    ]
    targets = [
        _target(key, accounts=group, is_revenue=is_revenue)
        for key, prior_year in ((AccountKey.PROFIT, False), (AccountKey.RETAINED_EARNINGS, True))
        for is_revenue in (True, False)
        if (group := [a for a in accounts if a.is_revenue is is_revenue and a.prior_year is prior_year])
    ]
    return (*named, *(line for line in targets if line.amount))


def _target(key: AccountKey, *, accounts: Sequence[ResultAccount], is_revenue: bool) -> MoneyLine:
    total = sum(account.balance for account in accounts)
    return MoneyLine(amount=total, account_key=key, is_red=(total > 0) if is_revenue else (total < 0))


def year_end_lines(profit_balance: int) -> tuple[MoneyLine, ...]:
    """The profit of the year becomes retained earnings; profit_balance debit-positive."""
    return (
        MoneyLine(amount=-profit_balance, account_key=AccountKey.PROFIT),
        MoneyLine(amount=profit_balance, account_key=AccountKey.RETAINED_EARNINGS),
    )
