"""Facts of goods: received, shipped, returned, transferred, adjusted (reference: flows, sections 3 to 6)."""

from heliu.core.rounding import issue_value
from heliu.posting.config import LedgerConfig
from heliu.posting.entries import CREDIT, DEBIT
from heliu.posting.errors import OpenItemMissing, ReturnExceedsOriginal
from heliu.posting.facts import (
    AccountKey,
    AdjustmentLine,
    GoodsReceived,
    GoodsShipped,
    GoodsTransferred,
    PurchaseReturned,
    ReturnLine,
    SalesReturned,
    StockAdjusted,
    TransferLine,
)
from heliu.posting.planning.run import FactRun, _text
from heliu.posting.state import Original


def plan_received(run: FactRun, fact: GoodsReceived) -> None:
    head, plan = run.head, run.plan
    supplier = plan.config.counterparts["supplier"]
    for line in fact.lines:
        move_id = run.move(
            item_id=line.item_id,
            lot_id=line.lot_id,
            source=supplier,
            target=line.location_id,
            quantity=line.quantity,
            line_id=line.line_id,
        )
        original = run.remember_original(line.line_id, move_id, line.item_id, line.quantity)
        for ledger in plan.books:
            amount = run.functional(ledger, line.amount)
            true_up = run.bucket(ledger, line.item_id).receive(
                move_id=move_id, business_date=head.business_date, quantity=line.quantity, amount=amount
            )
            run.value(
                ledger=ledger,
                item_id=line.item_id,
                move_id=move_id,
                quantity=line.quantity,
                amount=amount,
                contra_key=AccountKey.GRIR,
            )
            if original is not None:
                original.amount_left[ledger.book_id] = amount
            if true_up:
                run.value(
                    ledger=ledger,
                    item_id=line.item_id,
                    move_id=move_id,
                    quantity=0,
                    amount=-true_up,
                    contra_key=AccountKey.COGS,
                    kind="price",
                )
            _true_up_entry(run, ledger, line.item_id, line.location_id, true_up)
        for ledger in plan.config.ledgers:
            amount = run.functional(ledger, line.amount)
            builder = run.builders[ledger.id]
            inventory = run.account(ledger, AccountKey.INVENTORY, item_id=line.item_id, location_id=line.location_id)
            grir = run.account(ledger, AccountKey.GRIR, item_id=line.item_id)
            builder.add(
                inventory,
                DEBIT,
                amount,
                currency=head.currency,
                amount_txn=line.amount,
                rate=head.rate,
                item_id=line.item_id,
                quantity=line.quantity,
            )
            builder.add(
                grir,
                CREDIT,
                amount,
                currency=head.currency,
                amount_txn=line.amount,
                rate=head.rate,
                party_id=head.party_id,
            )
            run.open(
                ledger,
                "GRIR",
                account_id=grir,
                origin_key=line.line_id,
                amount=-amount,
                amount_txn=-line.amount,
                currency=head.currency,
                item_id=line.item_id,
                quantity=line.quantity,
            )


def _true_up_entry(run: FactRun, ledger: LedgerConfig, item_id: int, location_id: int, true_up: int) -> None:
    """Goods that were sold before they were bought: cost of sales follows the price of the covering receipt."""
    if not true_up:
        return
    for target in run.plan.config.ledgers:
        if target.book_id != ledger.book_id:
            continue
        builder = run.builders[target.id]
        builder.signed(run.account(target, AccountKey.COGS, item_id=item_id), true_up)
        inventory = run.account(target, AccountKey.INVENTORY, item_id=item_id, location_id=location_id)
        builder.signed(inventory, -true_up, item_id=item_id)


def plan_shipped(run: FactRun, fact: GoodsShipped) -> None:
    head, plan = run.head, run.plan
    customer = plan.config.counterparts["customer"]
    contra = AccountKey.COGS if fact.invoiced else AccountKey.SHIPPED
    _use_reservations(run, fact)
    for line in fact.lines:
        move_id = run.move(
            item_id=line.item_id,
            lot_id=line.lot_id,
            source=line.location_id,
            target=customer,
            quantity=line.quantity,
            line_id=line.line_id,
        )
        original = run.remember_original(line.line_id, move_id, line.item_id, line.quantity)
        values = _issue(run, item_id=line.item_id, move_id=move_id, quantity=line.quantity, contra=contra)
        if original is not None:
            original.amount_left.update(values)
        run.line_values[line.line_id] = values[plan.config.primary.book_id]
        for ledger in plan.config.ledgers:
            value = values[ledger.book_id]
            builder = run.builders[ledger.id]
            account = run.account(ledger, contra, item_id=line.item_id, location_id=line.location_id)
            inventory = run.account(ledger, AccountKey.INVENTORY, item_id=line.item_id, location_id=line.location_id)
            builder.add(inventory, CREDIT, value, item_id=line.item_id, quantity=line.quantity)
            if fact.invoiced:
                builder.add(account, DEBIT, value)
                continue
            builder.add(account, DEBIT, value, party_id=head.party_id)
            run.open(
                ledger,
                "SHIP",
                account_id=account,
                origin_key=line.line_id,
                amount=value,
                amount_txn=value,
                currency=ledger.currency,
                item_id=line.item_id,
                quantity=line.quantity,
            )
    run.refuse_shortages()


def _use_reservations(run: FactRun, fact: GoodsShipped) -> None:
    """What was reserved for these order lines at these places becomes free for this shipment."""
    state, changes = run.plan.state, run.plan.changes
    for line, order_line in zip(fact.lines, fact.order_line_ids, strict=False):
        left = line.quantity
        for reserved in state.reservations.get(order_line, ()) if order_line else ():
            if reserved.location_id != line.location_id or reserved.quantity == 0 or left == 0:
                continue
            used = min(left, reserved.quantity)
            reserved.quantity -= used
            left -= used
            key = (reserved.item_id, reserved.location_id, reserved.lot_key)
            state.balances[key].reserved -= used
            changes.dirty_balances.add(key)
            changes.dirty_reservations[reserved.row_id] = reserved


def _issue(run: FactRun, *, item_id: int, move_id: int, quantity: int, contra: str) -> dict[int, int]:
    """Take goods out of every book at cost; book → value (positive)."""
    values: dict[int, int] = {}
    for ledger in run.plan.books:
        value = run.bucket(ledger, item_id).issue(
            move_id=move_id, business_date=run.head.business_date, quantity=quantity
        )
        run.value(ledger=ledger, item_id=item_id, move_id=move_id, quantity=-quantity, amount=-value, contra_key=contra)
        values[ledger.book_id] = value
    return values


def _original_of(run: FactRun, line: ReturnLine) -> Original | None:
    """The line that comes back. Raises ReturnExceedsOriginal, OpenItemMissing when it is named but not there."""
    if not line.original_line_id:
        return None
    original = run.plan.state.originals.get(line.original_line_id)
    if original is None or original.item_id != line.item_id:
        raise OpenItemMissing(kind="original", origin=str(line.original_line_id))
    if line.quantity > original.quantity_left:
        raise ReturnExceedsOriginal(
            line=str(line.line_id), asked=_text(line.quantity), left=_text(original.quantity_left)
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
        true_up = bucket.receive(
            move_id=move_id, business_date=run.head.business_date, quantity=line.quantity, amount=value
        )
        run.value(
            ledger=ledger,
            item_id=line.item_id,
            move_id=move_id,
            quantity=line.quantity,
            amount=value,
            contra_key=AccountKey.COGS,
        )
        if true_up:
            run.value(
                ledger=ledger,
                item_id=line.item_id,
                move_id=move_id,
                quantity=0,
                amount=-true_up,
                contra_key=AccountKey.COGS,
                kind="price",
            )
            _true_up_entry(run, ledger, line.item_id, line.location_id, true_up)
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
        values = _issue(run, item_id=line.item_id, move_id=move_id, quantity=line.quantity, contra=AccountKey.GRIR)
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
        cleared_quantity = min(line.quantity, receipt.open_quantity)
        amount, amount_txn = run.settle_quantity(receipt, cleared_quantity)
        cleared, cleared_txn = -amount, -amount_txn
        builder.add(
            receipt.account_id,
            CREDIT,
            -cleared,
            currency=receipt.currency,
            amount_txn=amount_txn,
            rate=head.rate,
            party_id=receipt.party_id,
        )
    rest_quantity = line.quantity - cleared_quantity
    claimed = claimed_txn = 0
    if rest_quantity:
        claimed_txn = issue_value(line.amount, rest_quantity, line.quantity, ledger.exponent)
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
        rate=head.rate,
        item_id=line.item_id,
        quantity=line.quantity,
    )
    difference = value - cleared - claimed
    if difference:
        builder.signed(run.account(ledger, AccountKey.PPV, item_id=line.item_id), difference)


def plan_transferred(run: FactRun, fact: GoodsTransferred) -> None:
    places = run.plan.state.places
    for line in fact.lines:
        run.move(
            item_id=line.item_id,
            lot_id=line.lot_id,
            source=line.from_location_id,
            target=line.to_location_id,
            quantity=line.quantity,
            line_id=line.line_id,
        )
        departs = places[line.to_location_id].kind == "transit"
        arrives = places[line.from_location_id].kind == "transit"
        if departs != arrives:
            for ledger in run.plan.config.ledgers:
                _transit_entry(run, ledger, line, departs=departs)
    run.refuse_shortages()


def _transit_entry(run: FactRun, ledger: LedgerConfig, line: TransferLine, *, departs: bool) -> None:
    """Value waits in 在途物资 while goods are on the road; the bucket of the company does not change."""
    builder = run.builders[ledger.id]
    git = run.account(ledger, AccountKey.GIT, item_id=line.item_id)
    storage = line.from_location_id if departs else line.to_location_id
    inventory = run.account(ledger, AccountKey.INVENTORY, item_id=line.item_id, location_id=storage)
    if departs:
        value = run.bucket(ledger, line.item_id).current_value(line.quantity)
        run.open(
            ledger,
            "GIT",
            account_id=git,
            origin_key=line.line_id,
            amount=value,
            amount_txn=value,
            currency=ledger.currency,
            item_id=line.item_id,
            quantity=line.quantity,
        )
        builder.add(git, DEBIT, value, item_id=line.item_id, quantity=line.quantity)
        builder.add(inventory, CREDIT, value, item_id=line.item_id, quantity=line.quantity)
        return
    item = run.find_open(ledger, "GIT", line.line_id)
    if item is None:
        raise OpenItemMissing(kind="GIT", origin=str(line.line_id))
    value, _ = run.settle_quantity(item, line.quantity)
    builder.add(inventory, DEBIT, value, item_id=line.item_id, quantity=line.quantity)
    builder.add(item.account_id, CREDIT, value, item_id=line.item_id, quantity=line.quantity)


def plan_adjusted(run: FactRun, fact: StockAdjusted) -> None:
    plan = run.plan
    outside = plan.config.counterparts["loss"]
    for line in fact.lines:
        source, target = (outside, line.location_id) if line.inbound else (line.location_id, outside)
        move_id = run.move(
            item_id=line.item_id,
            lot_id=line.lot_id,
            source=source,
            target=target,
            quantity=line.quantity,
            line_id=line.line_id,
        )
        if line.inbound:
            values = _found(run, line, move_id)
        else:
            values = _issue(run, item_id=line.item_id, move_id=move_id, quantity=line.quantity, contra=line.reason_key)
        run.line_values[line.line_id] = values[plan.config.primary.book_id]
        for ledger in plan.config.ledgers:
            value = values[ledger.book_id]
            builder = run.builders[ledger.id]
            inventory = run.account(ledger, AccountKey.INVENTORY, item_id=line.item_id, location_id=line.location_id)
            reason = run.account(ledger, line.reason_key, item_id=line.item_id, location_id=line.location_id)
            side, contra_side = (DEBIT, CREDIT) if line.inbound else (CREDIT, DEBIT)
            builder.add(inventory, side, value, item_id=line.item_id, quantity=line.quantity)
            builder.add(reason, contra_side, value)
    run.refuse_shortages()


def _found(run: FactRun, line: AdjustmentLine, move_id: int) -> dict[int, int]:
    """Goods come in at the given value, or at today's cost. book → value."""
    values: dict[int, int] = {}
    for ledger in run.plan.books:
        bucket = run.bucket(ledger, line.item_id)
        amount = bucket.current_value(line.quantity) if line.use_current_cost else run.functional(ledger, line.amount)
        true_up = bucket.receive(
            move_id=move_id, business_date=run.head.business_date, quantity=line.quantity, amount=amount
        )
        run.value(
            ledger=ledger,
            item_id=line.item_id,
            move_id=move_id,
            quantity=line.quantity,
            amount=amount,
            contra_key=line.reason_key,
        )
        if true_up:
            run.value(
                ledger=ledger,
                item_id=line.item_id,
                move_id=move_id,
                quantity=0,
                amount=-true_up,
                contra_key=AccountKey.COGS,
                kind="price",
            )
            _true_up_entry(run, ledger, line.item_id, line.location_id, true_up)
        values[ledger.book_id] = amount
    return values
