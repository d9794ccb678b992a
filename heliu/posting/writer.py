"""Writing a planned batch: set-based, one statement per table, hot counters last (account balances, then numbers)."""

from collections import defaultdict
from typing import Any

from heliu.core import gateway, numbering
from heliu.core.gateway import date_text
from heliu.ledger.models import (
    AccountBalance,
    Entry,
    EntryLine,
    OpenItem,
    Settlement,
    SubledgerBalance,
)
from heliu.posting.layers import write_layers
from heliu.posting.models import NoEffect, PostedFact
from heliu.posting.planning.run import Plan
from heliu.posting.state import Changes, EntryRow
from heliu.stock.models import (
    CostState,
    Reservation,
    StockBalance,
    StockMove,
    StockValue,
)

FACT_COLUMNS = (
    "id",
    "company_id",
    "key",
    "kind",
    "origin_kind",
    "origin_id",
    "business_date",
    "posted_at",
    "posted_by_id",
    "reverses_id",
    "payload",
)
MOVE_COLUMNS = (
    "id",
    "company_id",
    "item_id",
    "lot_id",
    "from_location_id",
    "to_location_id",
    "quantity",
    "business_date",
    "posted_at",
    "origin_kind",
    "origin_id",
    "origin_line_id",
    "fact_id",
    "reverses_id",
)
VALUE_COLUMNS = (
    "id",
    "company_id",
    "book_id",
    "item_id",
    "move_id",
    "kind",
    "quantity",
    "amount",
    "contra_key",
    "business_date",
    "fact_id",
)
ENTRY_COLUMNS = (
    "id",
    "company_id",
    "ledger_id",
    "period_id",
    "business_date",
    "word",
    "number",
    "kind",
    "memo",
    "origin_kind",
    "origin_id",
    "fact_id",
    "reverses_id",
    "posted_by_id",
    "posted_at",
)
LINE_COLUMNS = (
    "id",
    "company_id",
    "entry_id",
    "ledger_id",
    "account_id",
    "business_date",
    "line_no",
    "debit",
    "credit",
    "currency",
    "amount_txn",
    "rate",
    "party_id",
    "item_id",
    "quantity",
    "tax_code_id",
)
OPEN_COLUMNS = (
    "id",
    "company_id",
    "ledger_id",
    "kind",
    "account_id",
    "party_id",
    "item_id",
    "currency",
    "business_date",
    "due_date",
    "origin_kind",
    "origin_id",
    "origin_key",
    "origin_number",
    "quantity",
    "open_quantity",
    "amount",
    "open_amount",
    "amount_txn",
    "open_txn",
    "fact_id",
)
SETTLEMENT_COLUMNS = (
    "id",
    "company_id",
    "open_item_id",
    "fact_id",
    "business_date",
    "quantity",
    "amount",
    "amount_txn",
)
VOUCHER_WORD = "记"
_PIPELINE_TO_ROWS = 1000
"""A larger batch is better off with COPY."""


def write(cur: Any, plan: Plan, *, actor_id: int) -> None:
    """Store everything the plan holds; must run in the transaction that loaded the state."""
    if len(plan.changes.moves) + len(plan.changes.entries) > _PIPELINE_TO_ROWS:
        _write(cur, plan, actor_id)
        return
    with gateway.pipeline(cur):
        _write(cur, plan, actor_id)


def _write(cur: Any, plan: Plan, actor_id: int) -> None:
    changes, company = plan.changes, plan.config.company_id
    gateway.insert(cur, PostedFact, FACT_COLUMNS, changes.facts)
    gateway.insert(cur, StockMove, MOVE_COLUMNS, changes.moves)
    gateway.insert(cur, StockValue, VALUE_COLUMNS, changes.values)
    _write_derived_stock(cur, plan)
    _write_open_items(cur, company, changes)
    gateway.insert(cur, NoEffect, ("id", "company_id", "ledger_id", "fact_id"), changes.no_effects)
    _write_balances(cur, plan, changes.entries)
    _number(cur, company, changes.entries)
    _write_entries(cur, plan, actor_id)


def _write_derived_stock(cur: Any, plan: Plan) -> None:
    changes, state = plan.changes, plan.state
    balances = [state.balances[key] for key in sorted(changes.dirty_balances)]
    gateway.update(
        cur,
        StockBalance,
        keys=("id",),
        sets=("on_hand", "reserved", "negative_allowed"),
        rows=[
            (b.on_hand, b.reserved, b.negative_allowed or (b.was_negative and b.on_hand < 0), b.row_id)
            for b in balances
        ],
    )
    if changes.dirty_reservations:
        gateway.update(
            cur,
            Reservation,
            keys=("id",),
            sets=("quantity",),
            rows=[(r.quantity, r.row_id) for _, r in sorted(changes.dirty_reservations.items())],
        )
    buckets = [(key, state.buckets[key]) for key in sorted(changes.dirty_buckets)]
    gateway.update(
        cur,
        CostState,
        keys=("id",),
        sets=("quantity", "amount", "last_unit_cost", "last_date", "last_move_id"),
        rows=[
            (
                b.quantity,
                b.amount,
                b.last_unit_cost,
                b.last_date and date_text(b.last_date),
                b.last_move_id,
                b.row_id,
            )
            for _, b in buckets
        ],
    )
    if changes.replaced_layers or any(bucket.fifo for _, bucket in buckets):
        write_layers(cur, plan, buckets)


def _write_open_items(cur: Any, company: int, changes: Changes) -> None:
    gateway.insert(
        cur,
        OpenItem,
        OPEN_COLUMNS,
        [
            (
                o.id,
                company,
                o.ledger_id,
                o.kind,
                o.account_id,
                o.party_id or None,
                o.item_id or None,
                o.currency,
                date_text(o.business_date),
                date_text(o.due_date),
                o.origin_kind,
                o.origin_id,
                o.origin_key,
                o.origin_number,
                o.quantity,
                o.open_quantity,
                o.amount,
                o.open_amount,
                o.amount_txn,
                o.open_txn,
                o.fact_id,
            )
            for o in changes.new_open
        ],
    )
    if changes.dirty_open:
        gateway.update(
            cur,
            OpenItem,
            keys=("id",),
            sets=("open_quantity", "open_amount", "open_txn"),
            rows=[(o.open_quantity, o.open_amount, o.open_txn, o.id) for _, o in sorted(changes.dirty_open.items())],
        )
    gateway.insert(cur, Settlement, SETTLEMENT_COLUMNS, changes.settlements)


def _write_balances(cur: Any, plan: Plan, entries: list[EntryRow]) -> None:
    """Account turnover per period, and running sub-ledger balances by party and item."""
    turnover: dict[tuple[int, int, int, str], list[int]] = {}
    detail: dict[tuple[int, int, int, int, str], list[int]] = {}
    for entry in entries:
        ledger_id, period = entry.ledger_id, entry.period_code
        for x in entry.lines:
            account_id, currency, debit, credit, txn = x.account_id, x.currency, x.debit, x.credit, x.amount_txn
            total_key = (ledger_id, account_id, period, currency)
            total = turnover.get(total_key)
            if total is None:
                turnover[total_key] = [debit, credit, txn]
            else:
                total[0] += debit
                total[1] += credit
                total[2] += txn
            if not (x.party_id or x.item_id):
                continue
            part_key = (ledger_id, account_id, x.party_id, x.item_id, currency)
            part = detail.get(part_key)
            if part is None:
                detail[part_key] = [debit - credit, txn, x.quantity]
            else:
                part[0] += debit - credit
                part[1] += txn
                part[2] += x.quantity
    company = plan.config.company_id
    gateway.add(
        cur,
        SubledgerBalance,
        keys=("company_id", "ledger_id", "account_id", "party_key", "item_key", "currency"),
        adds=("amount", "amount_txn", "quantity"),
        extra=("id",),
        rows=[(company, *key, *part, plan.next_id()) for key, part in sorted(detail.items())],
    )
    gateway.add(
        cur,
        AccountBalance,
        keys=("company_id", "ledger_id", "account_id", "period_code", "currency"),
        adds=("debit", "credit", "amount_txn"),
        extra=("id",),
        rows=[(company, *key, *total, plan.next_id()) for key, total in sorted(turnover.items())],
    )


def _number(cur: Any, company: int, entries: list[EntryRow]) -> None:
    """Gapless numbers per ledger and period, in the order of the batch."""
    groups: dict[tuple[int, int], list[EntryRow]] = defaultdict(list)
    for entry in entries:
        groups[(entry.ledger_id, entry.period_code)].append(entry)
    for (ledger_id, period_code), group in sorted(groups.items()):
        first = numbering.take(
            cur,
            company_id=company,
            sequence=f"voucher:{ledger_id}:{VOUCHER_WORD}",
            period=str(period_code),
            count=len(group),
        )
        for offset, entry in enumerate(group):
            entry.number = first + offset


def _write_entries(cur: Any, plan: Plan, actor_id: int) -> None:
    company, posted_at = plan.config.company_id, plan.posted_at
    entries = plan.changes.entries
    gateway.insert(
        cur,
        Entry,
        ENTRY_COLUMNS,
        [
            (
                e.id,
                company,
                e.ledger_id,
                e.period_id,
                date_text(e.business_date),
                VOUCHER_WORD,
                e.number,
                e.kind,
                e.memo[:200],
                e.origin_kind,
                e.origin_id,
                e.fact_id,
                e.reverses_id,
                actor_id,
                posted_at,
            )
            for e in entries
        ],
    )
    gateway.insert(
        cur,
        EntryLine,
        LINE_COLUMNS,
        [
            (
                plan.next_id(),
                company,
                e.id,
                e.ledger_id,
                x.account_id,
                day,
                number,
                x.debit,
                x.credit,
                x.currency,
                x.amount_txn,
                x.rate,
                x.party_id or None,
                x.item_id or None,
                x.quantity,
                x.tax_code_id or None,
            )
            for e in entries
            for day in (date_text(e.business_date),)
            for number, x in enumerate(e.lines, start=1)
        ],
    )
