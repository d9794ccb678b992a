"""Facts of goods that come back: from customers at their original cost, to suppliers at the receipt's price."""

from heliu.core.currency import exponent
from heliu.core.rounding import issue_value
from heliu.posting.config import LedgerConfig
from heliu.posting.entries import CREDIT, DEBIT
from heliu.posting.errors import OpenItemMissing, ReturnExceedsOriginal
from heliu.posting.facts import AccountKey, PurchaseReturned, ReturnLine, SalesReturned
from heliu.posting.planning.run import FactRun, quantity_text, require_currency
from heliu.posting.planning.valuing import take_in, take_out
from heliu.posting.state import Original


def _original_of(run: FactRun, line: ReturnLine) -> Original | None:
    """The line that comes back. Raises ReturnExceedsOriginal, OpenItemMissing when it is named but not there."""
    if not line.original_line_id:
        return None
    original = run.plan.state.originals.get(line.original_line_id)
    if original is None or original.item_id != line.item_id:
        raise OpenItemMissing(kind="original", origin=str(line.original_line_id))
    if line.quantity > original.quantity_left:
        raise ReturnExceedsOriginal(
            line=str(line.line_id), asked=quantity_text(line.quantity), left=quantity_text(original.quantity_left)
        )
    return original


def plan_sales_returned(run: FactRun, fact: SalesReturned) -> None:
    plan = run.plan
    customer = plan.config.counterparts["customer"]
    for line in fact.lines:
        original = _original_of(run, line)
        move_id = run.move(
            item_id=line.item_id,
            lot_id=line.lot_id,
            source=customer,
            target=line.location_id,
            quantity=line.quantity,
            line_id=line.line_id,
            reverses_id=original.move_id if original else None,
        )
        values = _take_back(run, line, original, move_id)
        if original is not None:
            original.quantity_left -= line.quantity
        run.line_values[line.line_id] = values[plan.config.primary.book_id]
        for ledger in plan.config.ledgers:
            _return_entry(run, ledger, line, values[ledger.book_id])


def _take_back(run: FactRun, line: ReturnLine, original: Original | None, move_id: int) -> dict[int, int]:
    """Goods re-enter at what they left for; without a known original at today's cost. book → value."""
    values: dict[int, int] = {}
    for ledger in run.plan.books:
        bucket = run.bucket(ledger, line.item_id)
        if original is None:
            value = bucket.current_value(line.quantity)
        else:
            left = original.amount_left.get(ledger.book_id, 0)
            value = issue_value(left, line.quantity, original.quantity_left, ledger.exponent)
            original.amount_left[ledger.book_id] = left - value
        take_in(
            run,
            ledger,
            item_id=line.item_id,
            location_id=line.location_id,
            move_id=move_id,
            quantity=line.quantity,
            amount=value,
            contra_key=AccountKey.COGS,
        )
        values[ledger.book_id] = value
    return values


def _return_entry(run: FactRun, ledger: LedgerConfig, line: ReturnLine, value: int) -> None:
    """Red cost of sales; while the original is shipped but not invoiced, red 发出商品 first."""
    builder = run.builders[ledger.id]
    inventory = run.account(ledger, AccountKey.INVENTORY, item_id=line.item_id, location_id=line.location_id)
    builder.add(inventory, DEBIT, value, item_id=line.item_id, quantity=line.quantity)
    rest = value
    shipped = run.find_open(ledger, "SHIP", line.original_line_id) if line.original_line_id else None
    if shipped is not None and shipped.open_quantity > 0:
        amount, _ = run.settle_quantity(shipped, min(line.quantity, shipped.open_quantity))
        builder.add(shipped.account_id, CREDIT, amount, party_id=shipped.party_id)
        rest -= amount
    if rest:
        builder.add(run.account(ledger, AccountKey.COGS, item_id=line.item_id), DEBIT, -rest)


def plan_purchase_returned(run: FactRun, fact: PurchaseReturned) -> None:
    plan = run.plan
    supplier = plan.config.counterparts["supplier"]
    for line in fact.lines:
        original = _original_of(run, line)
        move_id = run.move(
            item_id=line.item_id,
            lot_id=line.lot_id,
            source=line.location_id,
            target=supplier,
            quantity=line.quantity,
            line_id=line.line_id,
            reverses_id=original.move_id if original else None,
        )
        if original is not None:
            original.quantity_left -= line.quantity
        values = take_out(
            run,
            item_id=line.item_id,
            move_id=move_id,
            quantity=line.quantity,
            contra_key=AccountKey.GRIR,
            receipt_move_id=original.move_id if original else 0,
        )
        run.line_values[line.line_id] = values[plan.config.primary.book_id]
        for ledger in plan.config.ledgers:
            _purchase_return_entry(run, ledger, line, values[ledger.book_id])
    run.refuse_shortages()


def _purchase_return_entry(run: FactRun, ledger: LedgerConfig, line: ReturnLine, value: int) -> None:
    """Dr GRIR at the receipt's price (not yet invoiced part clears, the rest waits for a red invoice), rest to PPV."""
    head, builder = run.head, run.builders[ledger.id]
    cleared = cleared_quantity = cleared_txn = 0
    receipt = run.find_open(ledger, "GRIR", line.original_line_id) if line.original_line_id else None
    if receipt is not None and receipt.open_quantity > 0:
        require_currency(receipt, head.currency)
        cleared_quantity = min(line.quantity, receipt.open_quantity)
        amount, amount_txn = run.settle_quantity(receipt, cleared_quantity)
        cleared, cleared_txn = -amount, -amount_txn
        builder.add(
            receipt.account_id,
            CREDIT,
            -cleared,
            currency=receipt.currency,
            amount_txn=amount_txn,
            party_id=receipt.party_id,
        )
    rest_quantity = line.quantity - cleared_quantity
    claimed = claimed_txn = 0
    if rest_quantity:
        claimed_txn = issue_value(line.amount, rest_quantity, line.quantity, exponent(head.currency))
        claimed = run.functional(ledger, claimed_txn)
        grir = run.account(ledger, AccountKey.GRIR, item_id=line.item_id)
        builder.add(
            grir,
            CREDIT,
            -claimed,
            currency=head.currency,
            amount_txn=-claimed_txn,
            rate=head.rate,
            party_id=head.party_id,
        )
        run.open(
            ledger,
            "GRIR",
            account_id=grir,
            origin_key=line.line_id,
            amount=claimed,
            amount_txn=claimed_txn,
            currency=head.currency,
            item_id=line.item_id,
            quantity=-rest_quantity,
        )
    inventory = run.account(ledger, AccountKey.INVENTORY, item_id=line.item_id, location_id=line.location_id)
    foreign = head.currency != ledger.currency
    builder.add(
        inventory,
        CREDIT,
        value,
        currency=head.currency,
        amount_txn=cleared_txn + claimed_txn if foreign else value,
        item_id=line.item_id,
        quantity=line.quantity,
    )
    difference = value - cleared - claimed
    if difference:
        builder.signed(run.account(ledger, AccountKey.PPV, item_id=line.item_id), difference)
