"""红冲: the exact mirror of one posted fact, red in a red ledger, refused once something downstream used it."""

from collections import defaultdict

from heliu.core.errors import said
from heliu.posting.config import LedgerConfig
from heliu.posting.entries import CREDIT, DEBIT
from heliu.posting.errors import ReversalRefused
from heliu.posting.facts import AccountKey, FactReversed
from heliu.posting.planning.run import FactRun
from heliu.posting.planning.valuing import book_difference, keep_sound
from heliu.posting.planning.waiting import GONE_TO, WAITING
from heliu.posting.state import Open
from heliu.posting.tracing import Trace, TracedMove, TracedOpen, TracedValue

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
        _take_out_again(run, values, mirrored)
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
    gone_to = GONE_TO.get(item.kind, AccountKey.COGS)
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
    """Values by move and book: of goods that come back, and of goods that leave again."""
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


def _take_out_again(run: FactRun, values: list[TracedValue], mirrored: dict[int, int]) -> None:
    ledger, item_id, original_id = _ledger_of(run, values[0]), values[0].item_id, values[0].move_id
    amount = sum(v.amount for v in values)
    residue = amount - run.bucket(ledger, item_id).withdraw(
        sum(v.quantity for v in values), amount, move_id=mirrored[original_id], receipt_move_id=original_id
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
    """Take back what the fact changed of the value of other moves, in their rows; the buckets are replayed without."""
    for value in trace.corrections:
        run.value(
            ledger=_ledger_of(run, value),
            item_id=value.item_id,
            move_id=value.move_id,
            quantity=0,
            amount=-value.amount,
            contra_key=value.contra_key,
            kind=value.kind,
        )


def refuse_used(run: FactRun, trace: Trace) -> None:
    """Raises ReversalRefused when goods of a receipt are used already: under FIFO they have left its layer."""
    for value in trace.values:
        if value.quantity > 0 and value.kind == "move":
            bucket = run.bucket(_ledger_of(run, value), value.item_id)
            layer = bucket.find_layer(value.move_id)
            if bucket.fifo and (layer is None or layer.quantity < value.quantity):
                raise ReversalRefused(document=trace.number, reason="goods of this receipt are already used")


def _undo_later_corrections(run: FactRun, trace: Trace, recosted: _Recosted) -> None:
    """Entries of other facts that changed the cost of this one's moves: taken back where they went."""
    changes: dict[tuple[int, int, str], int] = defaultdict(int)
    for value in trace.values:
        if not value.own:
            changes[(value.book_id, value.item_id, value.contra_key)] -= value.amount
    for (book_id, item_id, contra_key), amount in sorted(changes.items()):
        ledger = run.plan.config.by_book[book_id]
        if wait := WAITING.get(contra_key):
            _undo_recosting(run, ledger, item_id, amount, recosted, wait.gone_to)
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
    return run.plan.config.by_book[value.book_id]


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
