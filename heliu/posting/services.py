"""The door to both books: facts in, moves and entries out, once."""

import functools
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import orjson
from django.db import IntegrityError, transaction

from heliu.core import clock, gateway
from heliu.core.books_lock import post_beside_others
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.posting.errors import FactKeyReused, UnknownReference
from heliu.posting.facts import (
    DifferencesResolved,
    Fact,
    FactReversed,
    GoodsReceived,
    GoodsShipped,
    GoodsTransferred,
    ManualEntryPosted,
    MoneyPaid,
    MoneyReceived,
    OpeningItemsPosted,
    OpenItemsSettled,
    PostedResult,
    PurchaseInvoicePosted,
    PurchaseReturned,
    SalesInvoicePosted,
    SalesReturned,
    StockAdjusted,
)
from heliu.posting.layers import load_uses
from heliu.posting.loading import Needs, load_state, reload_originals
from heliu.posting.needs import is_costed, moved_items, needs_of
from heliu.posting.planning import differences, goods, invoices, money, returns, reversal
from heliu.posting.planning.backdating import late_buckets, plan_late
from heliu.posting.planning.past_stock import refuse_past_shortages
from heliu.posting.planning.run import FactRun, Plan
from heliu.posting.planning.undoing import plan_reversal
from heliu.posting.refusals import in_words
from heliu.posting.setup import Setup, setup_of
from heliu.posting.state import EntryRow
from heliu.posting.tracing import load_traces
from heliu.posting.writer import write

HANDLERS: dict[type[Any], Callable[[FactRun, Any], None]] = {
    GoodsReceived: goods.plan_received,
    GoodsShipped: goods.plan_shipped,
    SalesReturned: returns.plan_sales_returned,
    PurchaseReturned: returns.plan_purchase_returned,
    GoodsTransferred: goods.plan_transferred,
    StockAdjusted: goods.plan_adjusted,
    DifferencesResolved: differences.plan_resolved,
    PurchaseInvoicePosted: invoices.plan_purchase_invoice,
    SalesInvoicePosted: invoices.plan_sales_invoice,
    MoneyReceived: money.plan_received_money,
    MoneyPaid: money.plan_paid_money,
    OpenItemsSettled: money.plan_settled,
    ManualEntryPosted: money.plan_manual,
    OpeningItemsPosted: money.plan_opening_items,
    FactReversed: reversal.plan_reversed,
}

SELLING = (GoodsShipped, SalesReturned, SalesInvoicePosted, MoneyReceived)
_DETAILED_RESULTS = 64
"""Up to so many facts the results carry their entries; a larger batch reads them back when it wants them."""


@business_transaction
def post(scope: Scope, facts: Sequence[Fact], *, dry_run: bool = False) -> list[PostedResult]:
    """Write facts to both books, all or none, in the order given; one result per fact.

    Guarantees: every entry balances, goods and value move together, a repeated key returns its first result without
    writing. Document headers must be locked by the caller before. dry_run computes exactly what would be written and
    writes nothing. Raises posting.errors (InsufficientStock, PeriodClosed, OpenItemExceeded …).
    """
    if not facts:
        return []
    company = scope.company_id
    if strangers := {fact.head.company_id for fact in facts} - {company}:
        raise UnknownReference(noun="company", id=str(min(strangers)))
    try:
        with gateway.cursor() as cur:
            if len(facts) <= _DETAILED_RESULTS:
                return _post(cur, scope, facts, dry_run=dry_run)
            with _collector_at_rest():
                return _post(cur, scope, facts, dry_run=dry_run)
    except IntegrityError as error:
        if closed := in_words(error):
            raise closed from error
        raise


def _post(cur: Any, scope: Scope, facts: Sequence[Fact], *, dry_run: bool) -> list[PostedResult]:
    company = scope.company_id
    if not dry_run:
        post_beside_others(cur, company)
    mark, posted = _mark_and_posted(cur, company, facts)
    replayed = _already_posted(posted, facts)
    fresh = [fact for fact in facts if fact.head.key not in replayed] if replayed else facts
    planned = {}
    if fresh:
        plan = _rehearse if dry_run and len(fresh) > 1 else _post_fresh
        planned = plan(cur, scope, fresh, setup_of(cur, company, mark), dry_run=dry_run)
    return [planned.get(fact.head.key) or replayed[fact.head.key] for fact in facts]


def _rehearse(cur: Any, scope: Scope, facts: Sequence[Fact], setup: Setup, *, dry_run: bool) -> dict[str, PostedResult]:
    """A batch whose facts build on each other is written and taken back: the books are as if nothing had been."""
    with transaction.atomic():
        results = _post_fresh(cur, scope, facts, setup, dry_run=not dry_run)
        transaction.set_rollback(True)
    return {key: replace(result, is_rehearsal=True) for key, result in results.items()}


def _post_fresh(
    cur: Any, scope: Scope, facts: Sequence[Fact], setup: Setup, *, dry_run: bool
) -> dict[str, PostedResult]:
    needs = needs_of(facts)
    reversed_keys = [fact.reversed_key for fact in facts if isinstance(fact, FactReversed)]
    traces = load_traces(cur, scope.company_id, reversed_keys, needs)
    state = load_state(cur, setup, needs, lock=not dry_run)
    state.traces = traces

    posted_at = gateway.moment_text(clock.now())

    def new_plan() -> Plan:
        return Plan(
            config=setup.config, state=state, periods=setup.periods, posted_at=posted_at, originals=needs.originals
        )

    batch = _Batch(cur, new_plan, actor_id=None if dry_run else scope.user_id)
    runs = [batch.plan_fact(fact) for fact in facts]
    batch.write()
    with_entries = len(facts) <= _DETAILED_RESULTS
    return {
        fact.head.key: _result(run, rows if with_entries else [], is_rehearsal=dry_run)
        for fact, (run, rows) in zip(facts, runs, strict=True)
    }


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """A large batch makes millions of rows that hold no cycles; walking them again and again costs a fifth of it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Batch:
    """Facts planned in order and written together; a back-dated fact alone, a reversal after what came before it."""

    def __init__(self, cur: Any, new_plan: Callable[[], Plan], *, actor_id: int | None) -> None:
        """actor_id None: a dry run, which writes nothing."""
        self._cur = cur
        self._actor_id = actor_id
        self._new_plan = new_plan
        self._plan = new_plan()

    def write(self) -> None:
        """Write what is planned."""
        if self._actor_id is not None:
            write(self._cur, self._plan, actor_id=self._actor_id)

    def flush(self) -> None:
        """Write what is planned; later facts of the batch see it as stored."""
        self.write()
        if self._actor_id is not None:
            for item in self._plan.changes.new_open:
                item.is_new = False
            for key in self._plan.changes.dirty_buckets:
                self._plan.state.buckets[key].written()
        self._plan = self._new_plan()

    def _flush_and_look_again(self) -> None:
        self.flush()
        company, state = self._plan.config.company_id, self._plan.state
        reload_originals(self._cur, company, set(state.originals), state)

    def plan_fact(self, fact: Fact) -> tuple[FactRun, list[EntryRow]]:
        if isinstance(fact, FactReversed):
            if self._plan.changes.facts:
                self._flush_and_look_again()
            key, company = fact.reversed_key, self._plan.config.company_id
            # read again: what it names is locked only now, and the batch itself may have changed it
            traces = load_traces(self._cur, company, [key], Needs())
            self._plan.state.traces.update(traces)
            trace = traces[key]
            load_uses(self._cur, company, self._plan.state, {move.id for move in trace.moves})
        run = FactRun(self._plan, fact.head, self._plan.next_id(), sells=isinstance(fact, SELLING))
        late = late_buckets(run, moved_items(fact, self._plan.state.traces))
        if late and self._plan.changes.facts:
            self._flush_and_look_again()
            return self.plan_fact(fact)
        handler = functools.partial(HANDLERS[type(fact)], run, fact)
        if late and is_costed(fact):
            plan_late(self._cur, run, late, handler)
        elif isinstance(fact, FactReversed):
            plan_reversal(self._cur, run, fact)
        else:
            handler()
        if late:
            refuse_past_shortages(self._cur, run, (item for _, item in late))
        finished = run, _finish(run, fact)
        if late or isinstance(fact, FactReversed):
            self._flush_and_look_again()
        return finished


def _finish(run: FactRun, fact: Fact) -> list[EntryRow]:
    head, plan = fact.head, run.plan
    plan.changes.facts.append(
        (
            run.fact_id,
            head.company_id,
            head.key,
            fact.kind,
            head.origin_kind,
            head.origin_id,
            run.day,
            plan.posted_at,
            head.actor_id,
            run.reverses_fact_id,
            orjson.dumps(fact).decode(),
        )
    )
    return run.entry_rows(kind=entry_kind(fact))


def entry_kind(fact: Fact) -> str:
    """Kind of the entries the fact makes."""
    if isinstance(fact, FactReversed):
        return "reversal"
    if isinstance(fact, OpeningItemsPosted):
        return "opening"
    return fact.entry_kind if isinstance(fact, ManualEntryPosted) else "auto"


def _result(run: FactRun, rows: list[EntryRow], *, is_rehearsal: bool) -> PostedResult:
    return PostedResult(
        fact_id=run.fact_id,
        key=run.head.key,
        line_values=run.line_values,
        move_rows=tuple(run.moves),
        entry_rows=tuple(rows),
        is_rehearsal=is_rehearsal,
    )


_MARK_AND_POSTED = (
    "SELECT m.mark, f.id, f.key, f.kind, f.origin_id FROM posting_setupmark m "
    "LEFT JOIN posting_postedfact f ON f.company_id = m.company_id AND {keys} WHERE m.company_id = %s"
)
_MARK_AND_ONE = _MARK_AND_POSTED.format(keys="f.key = %s")


def _mark_and_posted(cur: Any, company_id: int, facts: Sequence[Fact]) -> tuple[int, list[tuple[Any, ...]]]:
    """The mark of the company's setup, and what is in the books already under the keys of these facts.

    Raises FactKeyReused within the batch, UnknownReference for a company without books.
    """
    keys = [fact.head.key for fact in facts]
    if len(keys) == 1:
        rows = gateway.fetch(cur, _MARK_AND_ONE, (keys[0], company_id))
    elif len(set(keys)) != len(keys):
        raise FactKeyReused(key=next(k for k in keys if keys.count(k) > 1))
    else:
        sql = _MARK_AND_POSTED.format(keys=gateway.in_list("f.key"))
        rows = gateway.fetch(cur, sql, (gateway.list_param(keys), company_id))
    if not rows:
        raise UnknownReference(noun="company", id=str(company_id))
    return rows[0][0], [row[1:] for row in rows if row[1] is not None]


def _already_posted(rows: list[tuple[Any, ...]], facts: Sequence[Fact]) -> dict[str, PostedResult]:
    """Results of facts whose key is in the books already. Raises FactKeyReused when the key told another fact."""
    if not rows:
        return {}
    by_key = {fact.head.key: fact for fact in facts}
    found: dict[str, PostedResult] = {}
    for fact_id, key, kind, origin_id in rows:
        if by_key[key].kind != kind or by_key[key].head.origin_id != origin_id:
            raise FactKeyReused(key=key)
        found[key] = PostedResult(fact_id=fact_id, key=key, replayed=True)
    return found
