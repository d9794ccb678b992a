"""结转损益: at the end of a month revenue and expense go to the profit of the year, ledger by ledger."""

from heliu.core import audit
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.errors import NothingToTransfer
from heliu.finance.queries.profit import (
    ORIGIN_KIND,
    left_of_year,
    period_of,
    result_accounts,
    transfers_made,
)
from heliu.finance.rules.profit import transfer_lines, year_end_lines
from heliu.ledger.models import EntryKind, Period
from heliu.ledger.services.periods import alone_with_months
from heliu.posting import services as posting
from heliu.posting.facts import FactHead, ManualEntryPosted, MoneyLine, PostedResult


@business_transaction
def transfer_profit(scope: Scope, period_id: int, *, dry_run: bool = False) -> list[PostedResult]:
    """Empties what is left of revenue and expense until the month's last day, in December also the year's profit.

    May be repeated: only what came after the last transfer is taken. Raises NothingToTransfer, NotFound, PeriodClosed,
    AccountNotDetermined.
    """
    scope.require("finance.profit_transfer.read" if dry_run else "finance.profit_transfer.post")
    period = period_of(scope, period_id)
    if not dry_run:  # a month takes what earlier months left, so transfers come one after the other
        alone_with_months(period.ledger_id)
    accounts = result_accounts(scope, period.ledger, period.code)
    entries = [transfer_lines(accounts)] if accounts else []
    left = left_of_year(scope, period, accounts)
    entries += [year_end_lines(left)] if left else []
    if not entries:
        raise NothingToTransfer(period=str(period.code))
    made = transfers_made(scope, period.id)
    facts = [_fact(scope, period, lines, number=made + i) for i, lines in enumerate(entries, start=1)]
    results = posting.post(scope, facts, dry_run=dry_run)
    if not dry_run:
        label = f"{period.ledger.code} {period.code}"
        audit.record(scope, "post", noun=ORIGIN_KIND, object_id=period.id, label=label)
    return results


def _fact(scope: Scope, period: Period, lines: tuple[MoneyLine, ...], *, number: int) -> ManualEntryPosted:
    head = FactHead(
        company_id=scope.company_id,
        key=f"{ORIGIN_KIND}:{period.ledger_id}:{period.code}:{number}",
        business_date=period.ends_on,
        origin_kind=ORIGIN_KIND,
        origin_id=period.id,
        number=f"JZ{period.code}-{number}",
        actor_id=scope.user_id,
        currency=period.ledger.currency,
        memo=f"结转损益 {period.code}",
    )
    return ManualEntryPosted(head=head, lines=lines, ledger_id=period.ledger_id, entry_kind=EntryKind.CLOSING.value)
