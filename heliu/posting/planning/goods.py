"""Facts of goods: received, shipped, moved between places, adjusted (reference: flows, sections 3 to 6)."""

from heliu.posting.config import LedgerConfig
from heliu.posting.entries import CREDIT, DEBIT
from heliu.posting.errors import OpenItemMissing
from heliu.posting.facts import (
    AccountKey,
    AdjustmentLine,
    GoodsLine,
    GoodsReceived,
    GoodsShipped,
    GoodsTransferred,
    StockAdjusted,
    TransferLine,
)
from heliu.posting.planning.differences import let_wait
from heliu.posting.planning.run import FactRun
from heliu.posting.planning.valuing import take_in, take_out, take_out_at
from heliu.posting.state import Open


def plan_received(run: FactRun, fact: GoodsReceived) -> None:
    plan = run.plan
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
            take_in(
                run,
                ledger,
                item_id=line.item_id,
                location_id=line.location_id,
                move_id=move_id,
                quantity=line.quantity,
                amount=amount,
                contra_key=AccountKey.GRIR,
            )
            if original is not None:
                original.amount_left[ledger.book_id] = amount
        for ledger in plan.config.ledgers:
            _receipt_entry(run, ledger, line)


def _receipt_entry(run: FactRun, ledger: LedgerConfig, line: GoodsLine) -> None:
    head, builder = run.head, run.builders[ledger.id]
    amount = run.functional(ledger, line.amount)
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
        values = take_out(run, item_id=line.item_id, move_id=move_id, quantity=line.quantity, contra_key=contra)
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
    """What was reserved for these order lines at these places becomes free for this shipment, of its own lot first."""
    state, changes = run.plan.state, run.plan.changes
    for line, order_line in zip(fact.lines, fact.order_line_ids, strict=False):
        left = line.quantity
        held = state.reservations.get(order_line, ()) if order_line else ()
        for reserved in sorted(held, key=lambda r: r.lot_key != line.lot_id) if len(held) > 1 else held:
            elsewhere = (reserved.item_id, reserved.location_id) != (line.item_id, line.location_id)
            if elsewhere or reserved.quantity == 0 or left == 0:
                continue
            used = min(left, reserved.quantity)
            reserved.quantity -= used
            left -= used
            key = (reserved.item_id, reserved.location_id, reserved.lot_key)
            state.balances[key].reserved -= used
            changes.dirty_balances.add(key)
            changes.dirty_reservations[reserved.row_id] = reserved


def plan_transferred(run: FactRun, fact: GoodsTransferred) -> None:
    places = run.plan.places
    for line in fact.lines:
        move_id = run.move(
            item_id=line.item_id,
            lot_id=line.lot_id,
            source=line.from_location_id,
            target=line.to_location_id,
            quantity=line.quantity,
            line_id=line.line_id,
        )
        run.touch(line.item_id, move_id)
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
    item = _on_the_road(run, ledger, line.line_id)
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
        if line.transit_line_id:
            _lose_on_the_road(run, line, move_id)
            continue
        if line.inbound:
            values = _found(run, line, move_id)
        else:
            values = take_out(
                run, item_id=line.item_id, move_id=move_id, quantity=line.quantity, contra_key=line.reason_key
            )
        run.line_values[line.line_id] = values[plan.config.primary.book_id]
        for ledger in plan.config.ledgers:
            value = values[ledger.book_id]
            builder = run.builders[ledger.id]
            inventory = run.account(ledger, AccountKey.INVENTORY, item_id=line.item_id, location_id=line.location_id)
            reason = run.account(ledger, line.reason_key, item_id=line.item_id, location_id=line.location_id)
            side, contra_side = (DEBIT, CREDIT) if line.inbound else (CREDIT, DEBIT)
            builder.add(inventory, side, value, item_id=line.item_id, quantity=line.quantity)
            builder.add(reason, contra_side, value)
            if line.reason_key == AccountKey.SUSPENSE:
                sign = -1 if line.inbound else 1
                let_wait(
                    run,
                    ledger,
                    account_id=reason,
                    move_id=move_id,
                    item_id=line.item_id,
                    quantity=sign * line.quantity,
                    amount=sign * value,
                )
    run.refuse_shortages()


def _lose_on_the_road(run: FactRun, line: AdjustmentLine, move_id: int) -> None:
    """What waits in 在途物资 for these goods is the loss, whatever the rest costs by now."""
    values: dict[int, int] = {}
    for ledger in run.plan.config.ledgers:
        item = _on_the_road(run, ledger, line.transit_line_id)
        value, _ = run.settle_quantity(item, line.quantity)
        builder = run.builders[ledger.id]
        reason = run.account(ledger, line.reason_key, item_id=line.item_id)
        builder.add(reason, DEBIT, value)
        builder.add(item.account_id, CREDIT, value, item_id=line.item_id, quantity=line.quantity)
        if line.reason_key == AccountKey.SUSPENSE:
            let_wait(
                run,
                ledger,
                account_id=reason,
                move_id=move_id,
                item_id=line.item_id,
                quantity=line.quantity,
                amount=value,
            )
        values.setdefault(ledger.book_id, value)
    for ledger in run.plan.books:
        take_out_at(
            run,
            ledger,
            item_id=line.item_id,
            move_id=move_id,
            quantity=line.quantity,
            amount=values[ledger.book_id],
            contra_key=AccountKey.GIT,
        )
    run.line_values[line.line_id] = values[run.plan.config.primary.book_id]


def _on_the_road(run: FactRun, ledger: LedgerConfig, line_id: int) -> Open:
    item = run.find_open(ledger, "GIT", line_id)
    if item is None:
        raise OpenItemMissing(kind="GIT", origin=str(line_id))
    return item


def _found(run: FactRun, line: AdjustmentLine, move_id: int) -> dict[int, int]:
    """Goods come in at the given value, or at today's cost. book → value."""
    values: dict[int, int] = {}
    for ledger in run.plan.books:
        bucket = run.bucket(ledger, line.item_id)
        amount = bucket.current_value(line.quantity) if line.use_current_cost else run.functional(ledger, line.amount)
        take_in(
            run,
            ledger,
            item_id=line.item_id,
            location_id=line.location_id,
            move_id=move_id,
            quantity=line.quantity,
            amount=amount,
            contra_key=line.reason_key,
        )
        values[ledger.book_id] = amount
    return values
