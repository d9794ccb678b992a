"""I10: planning every stored fact again, from empty books, gives the stored rows, id for id.

The planner is fed the ids it took the first time, so moves, values and entries must come out identical. Facts are taken
in posting order; returns, reversals and back-dated facts read their past from the books, limited to what was posted
before them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any, get_args, get_origin, get_type_hints

import orjson

from heliu.core import gateway
from heliu.core.errors import ErpError
from heliu.core.ids import ids_within
from heliu.posting import facts as fact_types
from heliu.posting.config import PostingConfig, load_periods
from heliu.posting.facts import AccountKey, Fact, FactReversed
from heliu.posting.loading import Needs, empty_bucket, load_masters, reload_originals
from heliu.posting.needs import is_costed, moved_items, needs_of
from heliu.posting.planning.backdating import late_buckets, plan_late
from heliu.posting.planning.run import FactRun, IdsSpent, Plan
from heliu.posting.planning.undoing import plan_reversal
from heliu.posting.services import HANDLERS, SELLING, entry_kind
from heliu.posting.setup import load_setup
from heliu.posting.state import Balance, BookState
from heliu.posting.tracing import load_traces

_CHUNK = 1000
_UNTIMED = ""
_PLANNING_TIME = ids_within(dt.timedelta(seconds=10))
_TYPES: dict[str, type[Any]] = {t.kind: t for t in get_args(Fact)}


@dataclass(slots=True)
class Stored:
    """What one fact left in the books."""

    moves: list[tuple[Any, ...]]
    values: list[tuple[Any, ...]]
    entries: list[tuple[Any, ...]]
    ids: list[int]


def replay(company_id: int) -> Iterator[tuple[int, str | None]]:
    """(fact id, violation or None) for every fact of the company, in posting order."""
    with gateway.cursor() as cur:
        config = load_setup(cur, company_id).config
        books = _EmptyBooks(cur, config)
        last = 0
        while True:
            rows = gateway.fetch(
                cur,
                "SELECT id, key, kind, payload FROM posting_postedfact WHERE company_id = %s AND id > %s "
                "ORDER BY id LIMIT %s",
                (company_id, last, _CHUNK),
            )
            if not rows:
                return
            last = rows[-1][0]
            stored = _stored(cur, company_id, [r[0] for r in rows])
            for fact_id, key, kind, payload in rows:
                fact = read_fact(kind, payload)
                yield fact_id, books.repeat(fact_id, key, fact, stored[fact_id])


class _EmptyBooks:
    def __init__(self, cur: Any, config: PostingConfig) -> None:
        self._cur = cur
        self._config = config
        self._periods = load_periods(cur, config.company_id, all_open=True)
        self._state = BookState()

    def repeat(self, fact_id: int, key: str, fact: Fact, stored: Stored) -> str | None:
        """Plan the fact on the books so far; what differs from the stored rows, in words."""
        needs = needs_of([fact])
        if isinstance(fact, FactReversed):
            self._state.traces = load_traces(
                self._cur, self._config.company_id, [fact.reversed_key], needs, before_fact=fact_id
            )
        self._prepare(needs)
        if needs.originals:
            reload_originals(self._cur, self._config.company_id, needs.originals, self._state, before_fact=fact_id)
        plan = Plan(
            config=self._config,
            state=self._state,
            periods=self._periods,
            posted_at=_UNTIMED,
            originals=_Everything(),
            ids=iter([fact_id, *stored.ids]),
        )
        run = FactRun(plan, fact.head, plan.next_id(), sells=isinstance(fact, SELLING))
        try:
            self._plan(run, fact, fact_id)
            run.entry_rows(kind=entry_kind(fact))
        except IdsSpent:
            return f"{key}: the fact would write more rows than it has"
        except (ErpError, KeyError) as error:
            return f"{key}: the stored fact can no longer be planned: {error}"
        for item in plan.changes.new_open:
            item.is_new = False
        for bucket_key in plan.changes.dirty_buckets:
            self._state.buckets[bucket_key].written()
        return _difference(key, plan, stored)

    def _plan(self, run: FactRun, fact: Fact, fact_id: int) -> None:
        def handler() -> None:
            HANDLERS[type(fact)](run, fact)

        late = late_buckets(run, moved_items(fact, {})) if is_costed(fact) else []
        if late:
            plan_late(self._cur, run, late, handler, before_fact=fact_id)
        elif isinstance(fact, FactReversed):
            plan_reversal(self._cur, run, fact, before_fact=fact_id)
        else:
            handler()

    def _prepare(self, needs: Needs) -> None:
        """What loading would bring: masters from the database, zero balances and buckets from nothing."""
        state = self._state
        load_masters(self._cur, self._config.company_id, needs, state.masters)
        for key in needs.balances:
            state.balances.setdefault(key, Balance(0, 0, 0, True))
        for balance_key in needs.balances:
            state.balances[balance_key].negative_allowed = True
        for ledger in self._config.ledgers:
            for item in needs.costed_items:
                if (ledger.book_id, item) not in state.buckets:
                    state.buckets[(ledger.book_id, item)] = empty_bucket(self._config, state, ledger.book_id, item)


class _Everything(set[int]):
    """Every line is findable for later returns."""

    def __contains__(self, item: object) -> bool:
        return True


def _difference(key: str, plan: Plan, stored: Stored) -> str | None:
    moves = [(*m[:8], *m[9:]) for m in plan.changes.moves]
    if moves != stored.moves:
        return f"{key}: moves differ: {_first(moves, stored.moves)}"
    if plan.changes.values != stored.values:
        return f"{key}: values differ: {_first(plan.changes.values, stored.values)}"
    entries = [
        (
            e.id,
            e.ledger_id,
            e.period_id,
            e.business_date,
            e.kind,
            tuple(
                (
                    x.account_id,
                    x.debit,
                    x.credit,
                    x.currency,
                    x.amount_txn,
                    x.rate,
                    x.party_id,
                    x.item_id,
                    x.quantity,
                    x.tax_code_id,
                )
                for x in e.lines
            ),
        )
        for e in sorted(plan.changes.entries, key=lambda e: e.id)
    ]
    if entries != stored.entries:
        return f"{key}: entries differ: {_first(entries, stored.entries)}"
    return None


def _first(left: list[Any], right: list[Any]) -> str:
    pair = next(((x, y) for x, y in zip(left, right, strict=False) if x != y), None)
    return f"replayed {pair[0]}, stored {pair[1]}" if pair else f"replayed {len(left)}, stored {len(right)} rows"


def _stored(cur: Any, company: int, fact_ids: list[int]) -> dict[int, Stored]:
    """Rows of a chunk of facts, by fact."""
    found = {fact_id: Stored([], [], [], []) for fact_id in fact_ids}
    low, high = fact_ids[0], fact_ids[-1]
    ids: dict[int, set[int]] = defaultdict(set)
    move_columns = (
        "id, company_id, item_id, lot_id, from_location_id, to_location_id, quantity, business_date, origin_kind, "
        "origin_id, origin_line_id, fact_id, reverses_id"
    )
    for row in _range(cur, f"SELECT {move_columns} FROM stock_stockmove", company, low, high):
        found[row[11]].moves.append((*row[:7], gateway.date_text(row[7]), *row[8:]))
        ids[row[11]].add(row[0])
    value_columns = (
        "id, company_id, book_id, item_id, move_id, kind, quantity, amount, contra_key, business_date, fact_id"
    )
    for row in _range(cur, f"SELECT {value_columns} FROM stock_stockvalue", company, low, high):
        found[row[10]].values.append((*row[:9], gateway.date_text(row[9]), row[10]))
        ids[row[10]].add(row[0])
    for table in ("posting_noeffect", "ledger_openitem", "ledger_settlement"):
        for row in _range(cur, f"SELECT id, fact_id FROM {table}", company, low, high):
            ids[row[1]].add(row[0])
    _stored_entries(cur, company, low, high, found, ids)
    for fact_id, taken in ids.items():
        found[fact_id].ids = sorted(taken)
    return found


def _stored_entries(
    cur: Any, company: int, low: int, high: int, found: dict[int, Stored], ids: dict[int, set[int]]
) -> None:
    entries = _range(
        cur, "SELECT id, ledger_id, period_id, business_date, kind, fact_id FROM ledger_entry", company, low, high
    )
    lines: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in gateway.fetch(
        cur,
        "SELECT entry_id, account_id, debit, credit, currency, amount_txn, rate, COALESCE(party_id, 0), "
        "COALESCE(item_id, 0), quantity, COALESCE(tax_code_id, 0) FROM ledger_entryline "
        f"WHERE {gateway.in_list('entry_id')} ORDER BY entry_id, line_no",
        (gateway.list_param([e[0] for e in entries]),),
    ):
        lines[row[0]].append(tuple(row[1:]))
    for entry in entries:
        found[entry[5]].entries.append((*entry[:3], gateway.as_date(entry[3]), entry[4], tuple(lines[entry[0]])))
        ids[entry[5]].add(entry[0])


def _range(cur: Any, select: str, company: int, low: int, high: int) -> list[tuple[Any, ...]]:
    """Rows of the facts low..high, by the primary key: a row's id follows its fact's within the time to plan it."""
    return gateway.fetch(
        cur,
        f"{select} WHERE company_id = %s AND fact_id >= %s AND fact_id <= %s AND id > %s AND id < %s ORDER BY id",
        (company, low, high, low, high + _PLANNING_TIME),
    )


# reading facts back

Reader = Callable[[Any], Any]


def read_fact(kind: str, payload: str) -> Fact:
    """The fact as it was posted. Raises KeyError for an unknown kind."""
    fact: Fact = _reader_of(_TYPES[kind])(orjson.loads(payload))
    return fact


_readers: dict[type[Any], Reader] = {}


def _reader_of(cls: type[Any]) -> Reader:
    if cls not in _readers:
        _readers[cls] = _new_reader(cls)
    return _readers[cls]


def _new_reader(cls: type[Any]) -> Reader:
    """JSON object → instance; fields that need no conversion are handed over as they are."""
    hints = get_type_hints(cls, vars(fact_types))
    converted = {f.name: reader for f in fields(cls) if (reader := _converter(hints[f.name])) is not None}
    names = {f.name for f in fields(cls)}

    def read(data: dict[str, Any]) -> Any:
        values = {name: value for name, value in data.items() if name in names}
        for name, reader in converted.items():
            if name in values:
                values[name] = reader(values[name])
        return cls(**values)

    return read


def _converter(hint: Any) -> Reader | None:
    inner = get_args(hint)
    if hint is dt.date:
        return dt.date.fromisoformat
    if hint is AccountKey:
        return AccountKey
    if AccountKey in inner:
        return lambda value: None if value is None else AccountKey(value)
    if hasattr(hint, "__dataclass_fields__"):
        return _reader_of(hint)
    if get_origin(hint) is tuple:
        reader = _converter(inner[0])
        return tuple if reader is None else lambda value: tuple(map(reader, value))
    return None
