"""红冲: the exact mirror of one posted fact, red in a red ledger, refused once something downstream used it."""

from collections import defaultdict

from heliu.core.errors import said
from heliu.core.rounding import convert_amount
from heliu.posting.config import LedgerConfig
from heliu.posting.entries import CREDIT, DEBIT
from heliu.posting.errors import ReversalRefused
from heliu.posting.facts import AccountKey, FactReversed
from heliu.posting.planning import differences
from heliu.posting.planning.run import FactRun, part_of
from heliu.posting.planning.valuing import book_difference, keep_sound
from heliu.posting.state import Open
from heliu.posting.tracing import Trace, TracedMove, TracedOpen, TracedValue
from heliu.stock.costing import Bucket

_Recosted = dict[tuple[int, int], list[tuple[Open, int]]]
"""(ledger, item) → goods dispatched or missed that wait, with what later corrections changed of their cost"""


def plan_reversed(run: FactRun, fact: FactReversed) -> None:
    trace = run.plan.state.traces[fact.reversed_key]
    if run.head.business_date < trace.business_date:
        raise ReversalRefused(
            document=trace.number, reason=said("it is dated {day}, after its reversal", day=trace.business_date)
        )
    run.reverses_fact_id = trace.fact_id
    recosted = _undo_open_items(run, trace)
    mirrored = {move.id: _mirror_move(run, trace, move) for move in trace.moves}
    run.refuse_shortages()
    coming, going = _values_by_direction(trace)
    for values in coming:
        _put_back(run, values, mirrored)
    _undo_corrections(run, trace)
    for values in going:
        _take_out_again(run, trace, values, mirrored)
    _mirror_lines(run, trace)
    _undo_later_corrections(run, trace, recosted)


def _undo_open_items(run: FactRun, trace: Trace) -> _Recosted:
    """What the fact opened must be untouched and is closed; what it settled is open again."""
    recosted: _Recosted = defaultdict(list)
    for traced in trace.open_items:
        item = run.plan.state.open_items[(traced.ledger_id, traced.kind, traced.origin_key)]
        if not traced.created:
            _open_again(run, item, traced)
            continue
        by_quantity = item.quantity != 0
        if by_quantity:
            untouched = item.open_quantity == item.quantity
        else:
            untouched = (item.open_amount, item.open_txn) == (item.amount, item.amount_txn)
        if not untouched:
            raise ReversalRefused(
                document=trace.number,
                reason=said("{word} {number} is already settled in part", word=item.kind, number=item.origin_number),
            )
        if item.open_amount != item.amount:
            recosted[(item.ledger_id, item.item_id)].append((item, item.open_amount - item.amount))
        run.settle(item, amount=item.open_amount, amount_txn=item.open_txn, quantity=item.open_quantity)
    return recosted


def _open_again(run: FactRun, item: Open, traced: TracedOpen) -> None:
    """A mere change of cost whose goods are invoiced, or whose loss is decided by now, goes where their cost went."""
    if traced.quantity or not item.quantity or item.open_quantity:
        run.settle(item, amount=traced.amount, amount_txn=traced.amount_txn, quantity=traced.quantity)
        return
    builder = run.builders[item.ledger_id]
    gone_to = AccountKey.STOCK_LOSS if item.kind == differences.KIND else AccountKey.COGS
    cost = run.account(run.plan.ledgers[item.ledger_id], gone_to, item_id=item.item_id)
    builder.signed(item.account_id, traced.amount, party_id=item.party_id)
    builder.signed(cost, -traced.amount)


def _mirror_move(run: FactRun, trace: Trace, move: TracedMove) -> int:
    if move.taken_back:
        raise ReversalRefused(document=trace.number, reason="goods of it were returned; reverse the return first")
    move_id = run.move(
        item_id=move.item_id,
        lot_id=move.lot_id,
        source=move.to_location_id,
        target=move.from_location_id,
        quantity=move.quantity,
        line_id=move.line_id,
        reverses_id=move.id,
    )
    run.touch(move.item_id, move_id)
    return move_id


def _values_by_direction(trace: Trace) -> tuple[list[list[TracedValue]], list[list[TracedValue]]]:
    """Values by move and book: of goods that come back, and of goods that leave again.

    What comes back comes before corrections are undone, so that there are goods to carry them.
    """
    moves: dict[tuple[int, int], list[TracedValue]] = defaultdict(list)
    for value in trace.values:
        moves[(value.move_id, value.book_id)].append(value)
    coming = [values for values in moves.values() if sum(v.quantity for v in values) < 0]
    return coming, [values for values in moves.values() if sum(v.quantity for v in values) >= 0]


def _put_back(run: FactRun, values: list[TracedValue], mirrored: dict[int, int]) -> None:
    ledger, item_id, move_id = _ledger_of(run, values[0]), values[0].item_id, mirrored[values[0].move_id]
    residue = -run.bucket(ledger, item_id).put_back(
        move_id=move_id,
        business_date=run.head.business_date,
        quantity=-sum(v.quantity for v in values),
        amount=-sum(v.amount for v in values),
        undone_move_id=values[0].move_id,
    )
    _mirror_values(run, ledger, values, move_id)
    keep_sound(run, ledger, item_id, move_id=move_id, residue=residue)


def _take_out_again(run: FactRun, trace: Trace, values: list[TracedValue], mirrored: dict[int, int]) -> None:
    ledger, item_id, original_id = _ledger_of(run, values[0]), values[0].item_id, values[0].move_id
    residue = _undo_receipt(
        trace,
        run.bucket(ledger, item_id),
        original_id,
        move_id=mirrored[original_id],
        quantity=sum(v.quantity for v in values),
        amount=sum(v.amount for v in values),
    )
    _mirror_values(run, ledger, values, mirrored[original_id])
    keep_sound(run, ledger, item_id, move_id=mirrored[original_id], residue=residue)


def _mirror_values(run: FactRun, ledger: LedgerConfig, values: list[TracedValue], move_id: int) -> None:
    for value in values:
        run.value(
            ledger=ledger,
            item_id=value.item_id,
            move_id=move_id,
            quantity=-value.quantity,
            amount=-value.amount,
            contra_key=value.contra_key,
            kind="reversal",
        )


def _undo_corrections(run: FactRun, trace: Trace) -> None:
    """Take back what the fact changed of the value of other moves; what stock cannot carry any more is cost."""
    changed: dict[tuple[int, int, str], list[TracedValue]] = defaultdict(list)
    for value in trace.corrections:
        changed[(value.book_id, value.move_id, value.kind)].append(value)
    anew = _take_anew(run, trace)
    for key, values in changed.items():
        _, move_id, kind = key
        ledger, item_id, amount = _ledger_of(run, values[0]), values[0].item_id, sum(v.amount for v in values)
        if kind == "backdate" and trace.undone_moves.get(move_id, 0) > trace.fact_id:
            _leave_as_undone(run, ledger, values)
            continue
        bucket, carried, left = run.bucket(ledger, item_id), amount, anew.get(key)
        if left is None:
            if kind == "price" and trace.billed:
                carried = _still_carried(run, trace, ledger, move_id=move_id, item_id=item_id, amount=amount)
            own_layer = move_id if kind == "price" or bucket.coverage(1, receipt_move_id=move_id) else 0
            left = bucket.correct_value(-carried, layer_move_id=own_layer)
            bucket.amend_use(move_id, carried + left)
        for value in values:
            run.value(
                ledger=ledger,
                item_id=item_id,
                move_id=move_id,
                quantity=0,
                amount=-value.amount,
                contra_key=value.contra_key,
                kind=kind,
            )
        keep_sound(run, ledger, item_id, move_id=move_id, residue=amount - carried - left)


def _leave_as_undone(run: FactRun, ledger: LedgerConfig, values: list[TracedValue]) -> None:
    """The corrected move was reversed since, and its correction with it: mirroring the lines took it back once more."""
    for value in values:
        key = AccountKey.COGS if value.contra_key == AccountKey.SHIPPED else value.contra_key
        book_difference(run, ledger, value.item_id, value.amount, key)


def _take_anew(run: FactRun, trace: Trace) -> dict[tuple[int, int, str], int]:
    """Issues whose cost the fact changed by being late take from FIFO layers anew, for what they cost before it.

    (book, move, kind) → what layers could not carry of it, for the corrections that are so undone.
    """
    values: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for value in trace.corrections:
        uses = run.plan.state.buckets[(value.book_id, value.item_id)].uses.get(value.move_id)
        if value.kind == "backdate" and uses and uses[0].quantity > 0 and value.move_id not in trace.undone_moves:
            costs = values[(value.book_id, value.item_id)]
            costs.setdefault(value.move_id, sum(use.amount for use in uses))
            costs[value.move_id] += value.amount
    done: dict[tuple[int, int, str], int] = {}
    for key, costs in values.items():
        for move_id, left in run.plan.state.buckets[key].take_anew(costs).items():
            done[(key[0], move_id, "backdate")] = left
    return done


def _still_carried(run: FactRun, trace: Trace, ledger: LedgerConfig, *, move_id: int, item_id: int, amount: int) -> int:
    """Of a price difference that went to stock, what goods on hand carry by now: never more than they took up."""
    originals = run.plan.state.originals
    lines = [line for line in trace.billed if line in originals and originals[line].move_id == move_id]
    if not lines:
        return amount
    difference = _price_difference(trace, ledger, lines)
    quantity = originals[lines[0]].quantity_left
    covered = run.bucket(ledger, item_id).coverage(quantity, receipt_move_id=move_id)
    part = part_of(difference, covered, quantity, ledger.exponent) if quantity else 0
    return part if 0 <= part * amount <= amount * amount else amount


def _price_difference(trace: Trace, ledger: LedgerConfig, lines: list[int]) -> int:
    """What the invoice differed from these receipt lines in the ledger's currency, as it was posted."""
    cleared = [
        x
        for x in trace.open_items
        if not x.created and (x.ledger_id, x.kind) == (ledger.id, "GRIR") and x.origin_key in lines
    ]
    billed = sum(trace.billed[line] for line in lines)
    if trace.rate_to_exchange:
        return convert_amount(billed - sum(x.amount_txn for x in cleared), trace.rate, ledger.exponent)
    return convert_amount(billed, trace.rate, ledger.exponent) - sum(x.amount for x in cleared)


def _undo_receipt(trace: Trace, bucket: Bucket, original_id: int, *, move_id: int, quantity: int, amount: int) -> int:
    """Goods leave again with the value they came with; returns the residue that keeps the rest sound (usually 0)."""
    layer = bucket.find_layer(original_id)
    if bucket.fifo and (layer is None or layer.quantity < quantity):
        raise ReversalRefused(document=trace.number, reason="goods of this receipt are already used")
    return amount - bucket.withdraw(quantity, amount, move_id=move_id, receipt_move_id=original_id)


_GONE_TO: dict[str, AccountKey] = {
    AccountKey.SHIPPED: AccountKey.COGS,
    AccountKey.SUSPENSE: AccountKey.STOCK_LOSS,
}
"""account on which goods wait → where the cost of those that wait no more went"""


def _undo_later_corrections(run: FactRun, trace: Trace, recosted: _Recosted) -> None:
    """Entries of other facts that changed the cost of this one's moves: taken back where they went."""
    changes: dict[tuple[int, int, str], int] = defaultdict(int)
    for value in trace.values:
        if not value.own:
            changes[(value.book_id, value.item_id, value.contra_key)] -= value.amount
    for (book_id, item_id, contra_key), amount in sorted(changes.items()):
        ledger = next(x for x in run.plan.books if x.book_id == book_id)
        if gone_to := _GONE_TO.get(contra_key):
            _undo_recosting(run, ledger, item_id, amount, recosted, gone_to)
        elif amount:
            book_difference(run, ledger, item_id, amount, contra_key)


def _undo_recosting(
    run: FactRun, ledger: LedgerConfig, item_id: int, amount: int, recosted: _Recosted, gone_to: AccountKey
) -> None:
    """Part of the change waits with the goods dispatched or missed, part was cost already."""
    for target in run.plan.config.ledgers:
        if target.book_id != ledger.book_id:
            continue
        builder = run.builders[target.id]
        builder.signed(run.account(target, AccountKey.INVENTORY, item_id=item_id), amount, item_id=item_id)
        waiting = 0
        for item, change in recosted.get((target.id, item_id), ()):
            builder.signed(item.account_id, -change, party_id=item.party_id)
            waiting += change
        builder.signed(run.account(target, gone_to, item_id=item_id), waiting - amount)


def _ledger_of(run: FactRun, value: TracedValue) -> LedgerConfig:
    return next(ledger for ledger in run.plan.books if ledger.book_id == value.book_id)


def _mirror_lines(run: FactRun, trace: Trace) -> None:
    for line in trace.lines:
        run.reversed_entries.setdefault(line.ledger_id, line.entry_id)
        side = DEBIT if line.debit or (not line.credit and line.amount_txn > 0) else CREDIT
        sign = 1 if side == DEBIT else -1
        run.builders[line.ledger_id].add(
            line.account_id,
            side,
            -(line.debit + line.credit),
            currency=line.currency,
            amount_txn=-sign * line.amount_txn,
            rate=line.rate,
            party_id=line.party_id,
            item_id=line.item_id,
            quantity=-sign * line.quantity,
            tax_code_id=line.tax_code_id,
        )
