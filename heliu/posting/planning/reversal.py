"""红冲: the exact mirror of one posted fact, red in a red ledger, refused once something downstream used it."""

from heliu.core.rounding import issue_value
from heliu.posting.config import LedgerConfig
from heliu.posting.entries import CREDIT, DEBIT
from heliu.posting.errors import ReversalRefused
from heliu.posting.facts import AccountKey, FactReversed
from heliu.posting.planning.run import FactRun
from heliu.posting.tracing import Trace, TracedMove, TracedValue
from heliu.stock.costing import Bucket, Layer


def plan_reversed(run: FactRun, fact: FactReversed) -> None:
    trace = run.plan.state.traces[fact.reversed_key]
    run.reverses_fact_id = trace.fact_id
    _undo_open_items(run, trace)
    mirrored = {move.id: _mirror_move(run, trace, move) for move in trace.moves}
    run.refuse_shortages()
    _mirror_values(run, trace, mirrored)
    _mirror_lines(run, trace)


def _undo_open_items(run: FactRun, trace: Trace) -> None:
    """What the fact opened must be untouched and is closed; what it settled is open again."""
    for traced in trace.open_items:
        item = run.plan.state.open_items[(traced.ledger_id, traced.kind, traced.origin_key)]
        if not traced.created:
            run.settle(item, amount=traced.amount, amount_txn=traced.amount_txn, quantity=traced.quantity)
            continue
        untouched = (item.open_amount, item.open_txn, item.open_quantity) == (
            item.amount,
            item.amount_txn,
            item.quantity,
        )
        if not untouched:
            raise ReversalRefused(
                document=trace.number, reason=f"{item.kind} {item.origin_number} is already settled in part"
            )
        run.settle(item, amount=item.amount, amount_txn=item.amount_txn, quantity=item.quantity)


def _mirror_move(run: FactRun, trace: Trace, move: TracedMove) -> int:
    if move.taken_back:
        raise ReversalRefused(document=trace.number, reason="goods of it were returned; reverse the return first")
    return run.move(
        item_id=move.item_id,
        lot_id=move.lot_id,
        source=move.to_location_id,
        target=move.from_location_id,
        quantity=move.quantity,
        line_id=move.line_id,
        reverses_id=move.id,
    )


def _mirror_values(run: FactRun, trace: Trace, mirrored: dict[int, int]) -> None:
    books = {ledger.book_id: ledger for ledger in run.plan.books}
    later: dict[tuple[int, int, str], int] = {}
    for value in trace.values:
        ledger = books[value.book_id]
        bucket = run.bucket(ledger, value.item_id)
        move_id = mirrored.get(value.move_id, value.move_id)
        residue = _mirror_bucket(run, trace, bucket, value, move_id)
        run.value(
            ledger=ledger,
            item_id=value.item_id,
            move_id=move_id,
            quantity=-value.quantity,
            amount=-value.amount,
            contra_key=value.contra_key,
            kind="reversal",
        )
        if residue:
            run.value(
                ledger=ledger,
                item_id=value.item_id,
                move_id=move_id,
                quantity=0,
                amount=residue,
                contra_key=AccountKey.PPV,
                kind="price",
            )
            _difference(run, ledger, value.item_id, residue, AccountKey.PPV)
        if not value.own:
            key = (value.book_id, value.item_id, value.contra_key)
            later[key] = later.get(key, 0) - value.amount
    for (book_id, item_id, contra_key), amount in sorted(later.items()):
        if amount:
            _difference(run, books[book_id], item_id, amount, contra_key)


def _difference(run: FactRun, ledger: LedgerConfig, item_id: int, amount: int, contra_key: str) -> None:
    """Inventory changes by `amount` against the contra account, in every ledger of the book."""
    for target in run.plan.config.ledgers:
        if target.book_id == ledger.book_id:
            builder = run.builders[target.id]
            builder.signed(run.account(target, AccountKey.INVENTORY, item_id=item_id), amount, item_id=item_id)
            builder.signed(run.account(target, contra_key, item_id=item_id), -amount)


def _mirror_bucket(run: FactRun, trace: Trace, bucket: Bucket, value: TracedValue, move_id: int) -> int:
    """Undo one value row in its bucket; returns the residue that keeps the rest of the bucket sound (usually 0)."""
    before_quantity, before_amount = bucket.quantity, bucket.amount
    bucket.quantity -= value.quantity
    bucket.amount -= value.amount
    bucket.touch(move_id, run.head.business_date)
    if bucket.fifo:
        _mirror_layer(run, trace, bucket, value, move_id)
        return 0
    if value.quantity <= 0 or (bucket.amount >= 0 and bucket.quantity != 0) or bucket.quantity < 0:
        return 0
    kept = 0
    if bucket.quantity:
        kept = before_amount - issue_value(before_amount, value.quantity, before_quantity, bucket.exponent)
    residue = kept - bucket.amount
    bucket.amount = kept
    return residue


def _mirror_layer(run: FactRun, trace: Trace, bucket: Bucket, value: TracedValue, move_id: int) -> None:
    if value.quantity < 0:
        layer = Layer(move_id, run.head.business_date, -value.quantity, -value.amount, is_new=True)
        bucket.layers.append(layer)
        return
    found = bucket.find_layer(value.move_id)
    if found is None or found.quantity < value.quantity:
        raise ReversalRefused(document=trace.number, reason="goods of this receipt are already used")
    found.quantity -= value.quantity
    found.amount -= value.amount


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
