"""Differences of stock in 待处理财产损溢: found by counting or on the road, decided later (flows, sections 5 and 6)."""

from heliu.posting.config import LedgerConfig
from heliu.posting.entries import CREDIT, DEBIT
from heliu.posting.errors import OpenItemMissing
from heliu.posting.facts import AccountKey, DifferenceLine, DifferencesResolved
from heliu.posting.planning.run import FactRun
from heliu.posting.planning.waiting import WAITING

KIND = WAITING[AccountKey.SUSPENSE].kind


def let_wait(
    run: FactRun, ledger: LedgerConfig, *, account_id: int, move_id: int, item_id: int, quantity: int, amount: int
) -> None:
    """A difference waits in the ledger under its move: quantity and amount positive for a loss, negative for a gain."""
    run.open(
        ledger,
        KIND,
        account_id=account_id,
        origin_key=move_id,
        amount=amount,
        amount_txn=amount,
        currency=ledger.currency,
        item_id=item_id,
        quantity=quantity,
    )


def plan_resolved(run: FactRun, fact: DifferencesResolved) -> None:
    """Each ledger moves its own value of the quantity to the account of the reason."""
    for line in fact.lines:
        for ledger in run.plan.config.ledgers:
            _resolve(run, ledger, line)


def _resolve(run: FactRun, ledger: LedgerConfig, line: DifferenceLine) -> None:
    item = run.find_open(ledger, KIND, line.difference_id)
    if item is None:
        raise OpenItemMissing(kind=KIND, origin=str(line.difference_id))
    is_gain = item.quantity < 0
    amount, _ = run.settle_quantity(item, -line.quantity if is_gain else line.quantity)
    builder = run.builders[ledger.id]
    side, contra_side = (CREDIT, DEBIT) if is_gain else (DEBIT, CREDIT)
    value = -amount if is_gain else amount
    reason = run.account(ledger, line.reason_key, item_id=item.item_id)
    builder.add(reason, side, value, party_id=line.party_id if line.reason_key == AccountKey.OTHER_RECEIVABLE else 0)
    builder.add(item.account_id, contra_side, value)
    if ledger.is_primary:
        run.line_values[line.difference_id] = run.line_values.get(line.difference_id, 0) + value
