"""The run of an import: started once per company and content of the file, continued where it stopped."""

import datetime as dt
import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from heliu.catalog.models import Item
from heliu.core import clock, gateway
from heliu.core.errors import NotFound
from heliu.core.scales import QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.integration.errors import AlreadyImported
from heliu.integration.histories import TradeHistory
from heliu.integration.models import ImportedDocument, ImportRun, RunState
from heliu.integration.online_retail.classes import LineClass
from heliu.integration.sales_history.days import Simulation, TradingDay, chunks, trading_days
from heliu.integration.sales_history.drafts import Drafting
from heliu.integration.sales_history.masters import ensure_masters
from heliu.integration.sales_history.posted import PostedSoFar
from heliu.integration.sales_history.posting import ChunkPosting
from heliu.integration.sales_history.resuming import PastDays, read_back
from heliu.ledger.models import Account, Ledger
from heliu.stock.queries import free_since

CHUNK_LINES = 12_000
REPORTED_LINES_KEPT = 1_000
WAL_PAGES = 20_000
CACHE_KIB = 192_000
_DEFERRED_INCOME = "deferred_income"

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """simulate_purchases: stock the history needs is bought by the policy; else it must be in the books already.

    simulate_payments: customers pay as they are planned to (demo); else receivables stay open.
    """

    simulate_purchases: bool = True
    simulate_payments: bool = False


@business_transaction
def start_run(scope: Scope, history: TradeHistory, options: Options) -> ImportRun:
    """The run of this file in this company: a new one, or the one that began earlier. Raises AlreadyImported."""
    source = history.classified.history
    run = ImportRun.objects.filter(company_id=scope.company_id, sha256=source.sha256).first()
    if run is not None:
        return run
    _refuse_overlap(scope, history)
    earlier = ImportRun.objects.filter(company_id=scope.company_id).count()
    return ImportRun.objects.create(
        company_id=scope.company_id,
        dataset=history.dataset.value,
        file_name=source.file[:255],
        sha256=source.sha256,
        prefix="SIM-" if not earlier else f"SIM{earlier + 1}-",
        options={
            "purchases": options.simulate_purchases,
            "payments": options.simulate_payments,
            "stock": _stock_by_code(scope, history),
        },
        lines_read=source.lines_read,
        lines_posted=history.classified.lines_posted,
        lines_reported=history.classified.lines_reported,
        report=_report(history),
        started_at=clock.now(),
    )


def _refuse_overlap(scope: Scope, history: TradeHistory) -> None:
    """Another file that brings documents which are in the books already would count them twice."""
    known = dict(
        ImportedDocument.objects.filter(
            company_id=scope.company_id, simulated=False, run__dataset=history.dataset.value
        ).values_list("source_number", "run__file_name")
    )
    twice = [number for number in history.documents.headers["number"] if number in known]
    if twice:
        raise AlreadyImported(count=len(twice), number=twice[0], file=known[twice[0]])


def _report(history: TradeHistory) -> dict[str, object]:
    """Totals by class, and the lines that were reported instead of posted."""
    frame = history.classified.frame
    reported = frame.filter(frame["line_class"] == LineClass.REPORTED.value).select("line", "invoice", "reason")
    return {
        "repeats": history.classified.repeats,
        "classes": {
            total.line_class.value: {"lines": total.lines, "quantity": total.quantity, "amount": total.amount}
            for total in history.totals
        },
        "reported": [
            {"line": line, "invoice": invoice, "reason": reason}
            for line, invoice, reason in reported.head(REPORTED_LINES_KEPT).iter_rows()
        ],
    }


def _stock_by_code(scope: Scope, history: TradeHistory) -> dict[str, int]:
    """Pieces that are there before the first day and that nothing later needs, of the items of the history."""
    known = Item.objects.filter(company_id=scope.company_id).values_list("id", "code")
    codes = {item.code for item in history.items}
    by_id = {item_id: code for item_id, code in known if code in codes}
    free = free_since(scope, by_id, first_and_last_day(history)[0])
    return {by_id[item_id]: quantity // QUANTITY_SCALE for item_id, quantity in free.items()}


def simulation_of(history: TradeHistory, run: ImportRun) -> Simulation:
    """The same run always gets the same simulation: the stock it began with is kept with it."""
    plan = history.purchases(stock_on_hand=run.options["stock"] or None) if run.options["purchases"] else None
    return Simulation(plan, history.money_receipts() if run.options["payments"] else ())


def first_and_last_day(history: TradeHistory) -> tuple[dt.date, dt.date]:
    """Days that need an open period: opening stock stands on the day before the first."""
    return history.demand.first_day - dt.timedelta(days=1), history.demand.last_day


def post_run(
    scope: Scope, run: ImportRun, history: TradeHistory, simulation: Simulation, *, progress: Progress
) -> None:
    """Post what is not in the books yet, chunk by chunk; each chunk is durable when the next begins."""
    suppliers = simulation.purchases.suppliers if simulation.purchases else ()
    masters = ensure_masters(scope, history, suppliers)
    drafting = Drafting(masters, history.currency, deferred_income_account(scope), run.prefix)
    posted = PostedSoFar(wanted=frozenset(link.sale_line for link in history.classified.links))
    posting = ChunkPosting(scope, run, drafting, posted)
    with _no_collections(), _fewer_syncs():
        waiting = _not_posted(trading_days(history, simulation), posting, progress)
        for chunk in chunks(waiting, size=CHUNK_LINES):
            posting.post(chunk)
            progress(sum(day.source_lines for day in chunk))
    run.state = RunState.DONE
    run.finished_at = clock.now()
    run.save(update_fields=["state", "finished_at"])


def _not_posted(days: Iterator[TradingDay], posting: ChunkPosting, progress: Progress) -> Iterator[TradingDay]:
    """Days behind the mark of the run; what later days refer to is read back from the books first."""
    done_until = posting.run.posted_until
    past = PastDays(posting.posted.wanted) if done_until is not None else None
    for day in days:
        if done_until is not None and day.day <= done_until:
            posting.remember(day)
            assert past is not None
            past.add(day)
            progress(day.source_lines)
            continue
        if past is not None:
            read_back(posting.scope, posting.run, past, posting.posted)
            past = None
        yield day


@contextmanager
def _no_collections() -> Iterator[None]:
    """Millions of short-lived rows without cycles: the collector would walk them again and again and find nothing."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _fewer_syncs() -> Iterator[None]:
    """SQLite, this connection only: chunks are synced when the log is folded in, not one by one.

    A power cut may take the last chunks with it, whole; the mark of the run is in them, so it continues before them.
    """
    if gateway.is_postgresql() or connection.in_atomic_block:
        yield
        return
    settings = {"synchronous": "NORMAL", "wal_autocheckpoint": WAL_PAGES, "cache_size": -CACHE_KIB}
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in settings}
        _set_pragmas(cursor, settings)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            _set_pragmas(cursor, before)
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _set_pragmas(cursor: Any, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        cursor.execute(f"PRAGMA {name}={value}")


def deferred_income_account(scope: Scope) -> int:
    """Where vouchers that are sold wait until they are redeemed. Raises NotFound."""
    chart_id = Ledger.objects.filter(company_id=scope.company_id, is_primary=True).values_list("chart_id", flat=True)
    rows = Account.objects.filter(company_id=scope.company_id, chart_id__in=chart_id, is_leaf=True, is_active=True)
    for account_id, lines in rows.order_by("code").values_list("id", "statement_lines"):
        if lines.get("credit") == _DEFERRED_INCOME:
            return int(account_id)
    raise NotFound(noun="Account", id=_DEFERRED_INCOME)
