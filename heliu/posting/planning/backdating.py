"""Back-dated facts: rewind the buckets they touch to their date, plan, replay what came later, post the differences.

Nothing posted changes. An issue whose cost differs after the replay gets a delta value row and delta entry lines, dated
in its own period; periods close in order, so a period after an open one is open. Cost: the suffix of the bucket.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from heliu.core.rounding import issue_value
from heliu.posting.config import LedgerConfig
from heliu.posting.entries import EntryBuilder
from heliu.posting.facts import AccountKey
from heliu.posting.history import Event, came_late, suffix
from heliu.posting.layers import load_uses
from heliu.posting.loading import Needs, load_more_open_items
from heliu.posting.planning.run import FactRun, share_of
from heliu.posting.planning.waiting import WAITING, Wait
from heliu.posting.state import BucketKey, EntryRow
from heliu.posting.tracing import Trace
from heliu.stock.costing import Bucket


@dataclass(frozen=True, slots=True)
class _Delta:
    """Change of the stock value of one later move: amount > 0 means the stock is worth more than was posted."""

    ledger: LedgerConfig
    item_id: int
    event: Event
    amount: int
    contra_key: str
    kind: str = "backdate"


def late_buckets(run: FactRun, item_ids: set[int]) -> list[tuple[LedgerConfig, int]]:
    """Buckets that know a later business date than the fact's."""
    day = run.head.business_date
    return [
        (ledger, item)
        for ledger in run.plan.books
        for item in sorted(item_ids)
        if (last := run.bucket(ledger, item).last_date) is not None and last > day
    ]


_NOW = 2**63 - 1
_AT_A_GIVEN_VALUE = frozenset({AccountKey.GRIR, AccountKey.GIT})
"""What goes back to a supplier at the receipt's price or is lost on the road at the value it was sent off with: the
other account keeps what it has, a new cost is a price difference."""


def plan_late(
    cur: Any,
    run: FactRun,
    late: list[tuple[LedgerConfig, int]],
    handler: Callable[[], None],
    *,
    before_fact: int = _NOW,
) -> None:
    """Run `handler` as if the fact came on its date; then replay and record the differences.

    before_fact: the past as it was before that fact (replay).
    """
    events: dict[BucketKey, list[Event]] = {}
    last_dates: dict[BucketKey, dt.date | None] = {}
    for ledger, item_id in late:
        key = (ledger.book_id, item_id)
        last_dates[key] = run.bucket(ledger, item_id).last_date
        events[key] = _suffix(cur, run, ledger, item_id, after=run.head.business_date, before=before_fact)
        _rewind(cur, run, ledger, item_id, events[key], before_fact)
    handler()
    deltas: list[_Delta] = []
    for ledger, item_id in late:
        key = (ledger.book_id, item_id)
        deltas += _replay(run, ledger, item_id, events[key])
        run.bucket(ledger, item_id).last_date = last_dates[key]
        run.plan.changes.dirty_buckets.add(key)
    _record(cur, run, deltas)


def plan_undone(cur: Any, run: FactRun, trace: Trace, handler: Callable[[], None], *, before_fact: int = _NOW) -> None:
    """Run `handler`, which reverses a fact, as if what it changed of other moves had never been: of a fact that came
    late, or an invoice whose price went to stock. Any other fact stays until its reversal.

    What happened since is replayed without it; what differs from what is left after the mirror is posted today.
    """
    replayed: list[tuple[LedgerConfig, int, list[Event]]] = []
    deltas: list[_Delta] = []
    changed = {(value.book_id, value.item_id) for value in trace.corrections}
    for book_id, item_id in sorted(changed | _came_late(cur, run, trace)):
        ledger = run.plan.config.by_book[book_id]
        later = _since(cur, run, trace, ledger, item_id=item_id, before=before_fact)
        _rewind(cur, run, ledger, item_id, later, before_fact)
        replayed.append((ledger, item_id, _without(trace, book_id, later)))
        deltas += _given_up(trace, ledger, item_id, later)
    handler()
    for ledger, item_id, events in replayed:
        deltas += _replay(run, ledger, item_id, events)
        run.plan.changes.dirty_buckets.add((ledger.book_id, item_id))
    _load_waiting(cur, run, deltas)
    for delta in deltas:
        _value(run, delta, run.head.business_date)
        for ledger in run.plan.config.ledgers:
            if ledger.book_id == delta.ledger.book_id:
                _delta_lines(run, ledger, run.builders[ledger.id], delta)


def _since(cur: Any, run: FactRun, trace: Trace, ledger: LedgerConfig, *, item_id: int, before: int) -> list[Event]:
    """What happened after the fact, on its own day too, and what it did to the price of receipts itself."""
    day = trace.business_date
    own = {move.id for move in trace.moves}
    events = _suffix(cur, run, ledger, item_id, after=day - dt.timedelta(days=1), before=before)
    return [
        event
        for event in events
        if event.fact_id == trace.fact_id
        or (
            (event.is_price or event.move_id not in own)
            and (event.business_date, event.fact_id or event.move_id) > (day, trace.fact_id)
        )
    ]


def _given_up(trace: Trace, ledger: LedgerConfig, item_id: int, later: list[Event]) -> list[_Delta]:
    """What late facts took out of stock of the price that is reversed now comes back: it is not taken twice."""
    prices: dict[int, int] = defaultdict(int)
    for value in trace.corrections:
        if value.book_id == ledger.book_id and value.kind == "price":
            prices[value.move_id] += value.amount
    found = [
        _Delta(ledger, item_id, event, prices[event.move_id] - event.amount, AccountKey.AP, kind="price")
        for event in later
        if event.fact_id == trace.fact_id
    ]
    return [delta for delta in found if delta.amount]


def _came_late(cur: Any, run: FactRun, trace: Trace) -> set[BucketKey]:
    """Buckets of the fact's goods that knew a later day when it was posted."""
    company, day = run.head.company_id, trace.business_date
    late = {
        item
        for item in {value.item_id for value in trace.values}
        if came_late(cur, company_id=company, item_id=item, day=day, fact_id=trace.fact_id)
    }
    return {(value.book_id, value.item_id) for value in trace.values if value.item_id in late}


def _without(trace: Trace, book_id: int, events: list[Event]) -> list[Event]:
    """The same events, free of what the fact changed of them."""
    own = {move.id for move in trace.moves}
    amounts: dict[int, int] = defaultdict(int)
    true_ups: dict[int, int] = defaultdict(int)
    prices: dict[int, int] = defaultdict(int)
    for value in trace.corrections:
        if value.book_id == book_id and value.kind == "backdate":
            amounts[value.move_id] += value.amount
        elif value.book_id == book_id and value.contra_key == AccountKey.COGS:
            true_ups[value.move_id] += value.amount
        elif value.book_id == book_id:
            prices[value.move_id] += value.amount
    return [
        replace(event, amount=event.amount - prices.pop(event.move_id, 0))
        if event.is_price
        else replace(
            event,
            amount=event.amount - amounts[event.move_id],
            true_up=event.true_up + true_ups[event.move_id],
            mirrored=amounts[event.reverses_id] if event.is_reversal and event.move_id > trace.fact_id else 0,
        )
        for event in events
        if event.fact_id != trace.fact_id and event.move_id not in own
    ]


def _suffix(cur: Any, run: FactRun, ledger: LedgerConfig, item_id: int, *, after: dt.date, before: int) -> list[Event]:
    return suffix(
        cur,
        company_id=run.head.company_id,
        book_id=ledger.book_id,
        item_id=item_id,
        after=after,
        before_fact=before,
    )


def _rewind(cur: Any, run: FactRun, ledger: LedgerConfig, item_id: int, later: list[Event], before: int) -> None:
    company = run.head.company_id
    bucket = run.bucket(ledger, item_id)
    bucket.quantity -= sum(e.quantity for e in later)
    bucket.amount -= sum(e.amount - e.true_up for e in later)
    if bucket.fifo:
        run.plan.changes.replaced_layers.setdefault((ledger.book_id, item_id), {x.move_id for x in bucket.layers})
        moves = [event for event in later if not event.is_price]
        if before == _NOW:
            load_uses(cur, company, run.plan.state, {move for e in moves for move in (e.move_id, e.reverses_id)})
        bucket.rewind(
            [event.move_id for event in moves],
            prices=[(event.move_id, event.amount) for event in later if event.is_price],
        )


def _replay(run: FactRun, ledger: LedgerConfig, item_id: int, events: list[Event]) -> list[_Delta]:
    """What each later move is worth now, less what it was posted for."""
    bucket = run.bucket(ledger, item_id)
    deltas: list[_Delta] = []
    change: dict[int, int] = {}
    left: dict[int, list[int]] = {}
    returns: dict[int, tuple[int, int, int]] = {}
    for event in events:
        true_up = event.true_up
        if event.is_price:
            left_over = bucket.correct_value(event.amount, layer_move_id=event.move_id)
            deltas.append(_Delta(ledger, item_id, event, -left_over, AccountKey.AP, kind="price"))
            continue
        if event.is_reversal:
            amount = _mirror(bucket, event, event.amount + event.mirrored - change.get(event.reverses_id, 0))
            _give_back(left, returns.get(event.reverses_id))
        elif event.contra_key == AccountKey.GIT:
            amount = -bucket.withdraw(-event.quantity, -event.amount, move_id=event.move_id)
        elif event.quantity < 0:
            amount = -bucket.issue(
                move_id=event.move_id,
                business_date=event.business_date,
                quantity=-event.quantity,
                receipt_move_id=event.reverses_id,
            )
            left[event.move_id] = [event.moved_quantity, -amount]
        else:
            amount = _returned(left, event, bucket.exponent)
            returns[event.move_id] = (event.reverses_id, event.quantity, amount)
            true_up = bucket.receive(
                move_id=event.move_id, business_date=event.business_date, quantity=event.quantity, amount=amount
            )
        change[event.move_id] = amount - event.amount
        contra = AccountKey.PPV if event.contra_key in _AT_A_GIVEN_VALUE else event.contra_key
        deltas.append(_Delta(ledger, item_id, event, amount - event.amount, contra))
        deltas.append(_Delta(ledger, item_id, event, event.true_up - true_up, AccountKey.COGS, kind="price"))
    return [d for d in deltas if d.amount]


def _returned(left: dict[int, list[int]], event: Event, exponent: int) -> int:
    """A return follows its original: it takes back its share of what the original now costs."""
    original = left.get(event.reverses_id)
    if original is None:
        return event.amount
    amount = issue_value(original[1], event.quantity, original[0], exponent)
    original[0] -= event.quantity
    original[1] -= amount
    return amount


def _give_back(left: dict[int, list[int]], undone: tuple[int, int, int] | None) -> None:
    """What a reversed return had taken of its original may come back again. undone: (original, quantity, amount)."""
    if undone is not None and (original := left.get(undone[0])) is not None:
        original[0] += undone[1]
        original[1] += undone[2]


def _mirror(bucket: Bucket, event: Event, amount: int) -> int:
    """A reversal takes back what its original is worth now; returns what the bucket really gains."""
    if event.quantity < 0:
        return -bucket.withdraw(-event.quantity, -amount, move_id=event.move_id, receipt_move_id=event.reverses_id)
    true_up = bucket.put_back(
        move_id=event.move_id,
        business_date=event.business_date,
        quantity=event.quantity,
        amount=amount,
        undone_move_id=event.reverses_id,
    )
    return amount - true_up


def _record(cur: Any, run: FactRun, deltas: list[_Delta]) -> None:
    if not deltas:
        return
    _load_waiting(cur, run, deltas)
    by_period: dict[tuple[int, int], list[_Delta]] = defaultdict(list)
    for delta in deltas:
        for ledger in run.plan.config.ledgers:
            if ledger.book_id == delta.ledger.book_id:
                period = run.plan.periods.of(ledger, delta.event.business_date)
                by_period[(ledger.id, period.id)].append(delta)
    ledgers = {ledger.id: ledger for ledger in run.plan.config.ledgers}
    valued: set[int] = set()
    for (ledger_id, period_id), group in sorted(by_period.items()):
        ledger = ledgers[ledger_id]
        own = run.plan.periods.of(ledger, run.head.business_date).id == period_id
        date = run.head.business_date if own else max(d.event.business_date for d in group)
        builder = run.builders[ledger_id] if own else EntryBuilder(currency=ledger.currency, red=ledger.red)
        for delta in group:
            if id(delta) not in valued:
                valued.add(id(delta))
                _value(run, delta, date)
            _delta_lines(run, ledger, builder, delta)
        if not own:
            _extra_entry(run, ledger, builder, date)


def _load_waiting(cur: Any, run: FactRun, deltas: list[_Delta]) -> None:
    waiting = {_waits_by(WAITING[d.contra_key], d.event) for d in deltas if d.contra_key in WAITING}
    if waiting:
        load_more_open_items(cur, run.plan.config, Needs(open_lines=waiting), run.plan.state)


def _waits_by(wait: Wait, event: Event) -> int:
    return event.move_id if wait.by_move else event.line_id


def _value(run: FactRun, delta: _Delta, date: dt.date) -> None:
    run.value(
        ledger=delta.ledger,
        item_id=delta.item_id,
        move_id=delta.event.move_id,
        quantity=0,
        amount=delta.amount,
        contra_key=delta.contra_key,
        kind=delta.kind,
        business_date=date,
    )


def _delta_lines(run: FactRun, ledger: LedgerConfig, builder: EntryBuilder, delta: _Delta) -> None:
    inventory = run.account(ledger, AccountKey.INVENTORY, item_id=delta.item_id)
    builder.signed(inventory, delta.amount, item_id=delta.item_id)
    rest = -delta.amount
    key = delta.contra_key
    if wait := WAITING.get(key):
        item = run.find_open(ledger, wait.kind, _waits_by(wait, delta.event))
        if item is not None and item.open_quantity:
            waiting = share_of(rest, item.open_quantity, item.quantity, ledger.exponent)
            run.settle(item, amount=-waiting, amount_txn=-waiting)
            builder.signed(item.account_id, waiting, party_id=item.party_id)
            rest -= waiting
        key = wait.gone_to
    if key == AccountKey.AP:
        key = AccountKey.COGS  # what stock no longer carries of an invoice's price
    if rest:
        builder.signed(run.account(ledger, key, item_id=delta.item_id), rest)


def _extra_entry(run: FactRun, ledger: LedgerConfig, builder: EntryBuilder, date: dt.date) -> None:
    lines = builder.lines()
    if not lines:
        return
    period = run.plan.periods.of(ledger, date)
    row = EntryRow(
        run.plan.next_id(),
        ledger.id,
        period.id,
        period.code,
        date,
        "backdate",
        f"{run.head.number} 追溯调整",
        run.head.origin_kind,
        run.head.origin_id,
        run.fact_id,
        None,
        lines,
    )
    run.plan.changes.entries.append(row)
    run.extra_entries.append(row)
