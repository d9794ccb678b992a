"""What goods facts share: goods enter a bucket or leave it in every valuation book; negative stock is trued up."""

from heliu.posting.config import LedgerConfig
from heliu.posting.facts import AccountKey
from heliu.posting.planning.run import FactRun


def take_in(
    run: FactRun,
    ledger: LedgerConfig,
    *,
    item_id: int,
    location_id: int,
    move_id: int,
    quantity: int,
    amount: int,
    contra_key: str,
) -> None:
    """Goods worth `amount` enter the ledger's book; what was issued below zero before is trued up against COGS."""
    true_up = run.bucket(ledger, item_id).receive(
        move_id=move_id, business_date=run.head.business_date, quantity=quantity, amount=amount
    )
    run.value(ledger=ledger, item_id=item_id, move_id=move_id, quantity=quantity, amount=amount, contra_key=contra_key)
    if true_up:
        run.value(
            ledger=ledger,
            item_id=item_id,
            move_id=move_id,
            quantity=0,
            amount=-true_up,
            contra_key=AccountKey.COGS,
            kind="price",
        )
        _true_up_entry(run, ledger, item_id, location_id, true_up)


def _true_up_entry(run: FactRun, ledger: LedgerConfig, item_id: int, location_id: int, true_up: int) -> None:
    """Goods that were sold before they were bought: cost of sales follows the price of the covering receipt."""
    for target in run.plan.config.ledgers:
        if target.book_id != ledger.book_id:
            continue
        builder = run.builders[target.id]
        builder.signed(run.account(target, AccountKey.COGS, item_id=item_id), true_up)
        inventory = run.account(target, AccountKey.INVENTORY, item_id=item_id, location_id=location_id)
        builder.signed(inventory, -true_up, item_id=item_id)


def take_out(
    run: FactRun, *, item_id: int, move_id: int, quantity: int, contra_key: str, receipt_move_id: int = 0
) -> dict[int, int]:
    """Take goods out of every book at cost; book → value (positive). receipt_move_id: goods of that receipt first."""
    values: dict[int, int] = {}
    for ledger in run.plan.books:
        value = run.bucket(ledger, item_id).issue(
            move_id=move_id,
            business_date=run.head.business_date,
            quantity=quantity,
            receipt_move_id=receipt_move_id,
        )
        run.value(
            ledger=ledger, item_id=item_id, move_id=move_id, quantity=-quantity, amount=-value, contra_key=contra_key
        )
        values[ledger.book_id] = value
    return values


def take_out_at(
    run: FactRun, ledger: LedgerConfig, *, item_id: int, move_id: int, quantity: int, amount: int, contra_key: str
) -> None:
    """Goods leave the ledger's book at a given `amount`; where the rest could not stand that, PPV takes what it can."""
    bucket = run.bucket(ledger, item_id)
    taken = bucket.withdraw(quantity, amount, move_id=move_id)
    bucket.touch(move_id, run.head.business_date)
    run.value(
        ledger=ledger, item_id=item_id, move_id=move_id, quantity=-quantity, amount=-amount, contra_key=contra_key
    )
    keep_sound(run, ledger, item_id, move_id=move_id, residue=amount - taken)


def keep_sound(run: FactRun, ledger: LedgerConfig, item_id: int, *, move_id: int, residue: int) -> None:
    """Value that stays in stock (> 0) or leaves it beyond what was posted for the move: a price difference."""
    if not residue:
        return
    run.value(
        ledger=ledger,
        item_id=item_id,
        move_id=move_id,
        quantity=0,
        amount=residue,
        contra_key=AccountKey.PPV,
        kind="price",
    )
    book_difference(run, ledger, item_id, residue, AccountKey.PPV)


def book_difference(run: FactRun, ledger: LedgerConfig, item_id: int, amount: int, contra_key: str) -> None:
    """Inventory changes by `amount` against the contra account, in every ledger of the book."""
    for target in run.plan.config.ledgers:
        if target.book_id == ledger.book_id:
            builder = run.builders[target.id]
            builder.signed(run.account(target, AccountKey.INVENTORY, item_id=item_id), amount, item_id=item_id)
            builder.signed(run.account(target, contra_key, item_id=item_id), -amount)
