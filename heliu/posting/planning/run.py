"""What the handlers of a fact work with: state, changes, and the fact's entry in every ledger."""

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator

from heliu.core.currency import exponent
from heliu.core.errors import InvalidNumber
from heliu.core.ids import next_ids
from heliu.core.rounding import amount_step, convert_amount, divide_half_up, from_scaled, issue_value
from heliu.core.scales import QUANTITY_MAX, QUANTITY_SCALE, RATE_SCALE
from heliu.posting.config import LedgerConfig, Periods, PostingConfig
from heliu.posting.entries import EntryBuilder
from heliu.posting.errors import CurrencyDiffers, InsufficientStock, OpenItemExceeded
from heliu.posting.facts import FactHead, MoveRow
from heliu.posting.loading import OWNED
from heliu.posting.state import BookState, Changes, EntryRow, Open, Original
from heliu.stock.costing import Bucket

_ID_RUN = 64


class IdsSpent(Exception):
    """A replayed fact wants to write more rows than it wrote the first time."""


class Plan:
    """One batch being planned. Rows hold dates and moments as text, which spares the driver a call per value."""

    def __init__(
        self,
        *,
        config: PostingConfig,
        state: BookState,
        periods: Periods,
        posted_at: str,
        originals: Container[int],
        ids: Iterator[int] | None = None,
    ) -> None:
        self.config = config
        self.state = state
        self.places = state.masters.places
        self.items = state.masters.items
        self.periods = periods
        self.posted_at = posted_at
        self.changes = Changes()
        self.wanted_originals = originals
        self.books = config.books
        self.ledgers = config.by_id
        self.next_id: Callable[[], int] = (_runs_of_ids() if ids is None else _given_ids(ids)).__next__
        """Next id of a run; a replay gives the ids of the first time. Raises IdsSpent when those are used up."""


def _runs_of_ids() -> Iterator[int]:
    while True:
        yield from next_ids(_ID_RUN)


def _given_ids(ids: Iterable[int]) -> Iterator[int]:
    yield from ids
    raise IdsSpent


class FactRun:
    """One fact being planned: its moves, values and one entry builder per ledger."""

    def __init__(self, plan: Plan, head: FactHead, fact_id: int, *, sells: bool) -> None:
        self.plan = plan
        self.head = head
        self.day = head.business_date.isoformat()
        self.fact_id = fact_id
        self.builders = {
            ledger.id: EntryBuilder(currency=ledger.currency, red=ledger.red) for ledger in plan.config.ledgers
        }
        self.moves: list[MoveRow] = []
        self.line_values: dict[int, int] = {}
        self.shortages: list[dict[str, str]] = []
        self.party_group = plan.state.masters.party_groups.get(head.party_id, (0, 0))[0 if sells else 1]
        self.memo = head.memo
        self.reverses_fact_id: int | None = None
        self.reversed_entries: dict[int, int] = {}
        self.extra_entries: list[EntryRow] = []
        self.taken_up: dict[tuple[int, int], int] = {}
        """(book, invoice line) → part of its price difference that went to stock"""

    # goods

    def move(
        self,
        *,
        item_id: int,
        lot_id: int,
        source: int,
        target: int,
        quantity: int,
        line_id: int,
        reverses_id: int | None = None,
    ) -> int:
        """Record a move and its effect on balances; returns the move id. Shortages are collected, see `refuse`.

        Raises InvalidNumber for more than the books can add up.
        """
        if quantity > QUANTITY_MAX:
            raise InvalidNumber(field="quantity", value=quantity_text(quantity), reason="too large")
        plan, head = self.plan, self.head
        move_id = plan.next_id()
        plan.changes.moves.append(
            (
                move_id,
                head.company_id,
                item_id,
                lot_id or None,
                source,
                target,
                quantity,
                self.day,
                plan.posted_at,
                head.origin_kind,
                head.origin_id,
                line_id,
                self.fact_id,
                reverses_id,
            )
        )
        self.moves.append((item_id, source, target, quantity, line_id))
        place = plan.places.get(source)
        if place is not None and place.kind in OWNED:
            self._take(item_id, source, lot_id, quantity)
        place = plan.places.get(target)
        if place is not None and place.kind in OWNED:
            key = (item_id, target, lot_id)
            plan.state.balances[key].on_hand += quantity
            plan.changes.dirty_balances.add(key)
        return move_id

    def _take(self, item_id: int, location_id: int, lot_id: int, quantity: int) -> None:
        key = (item_id, location_id, lot_id)
        balance = self.plan.state.balances[key]
        available = balance.on_hand - balance.reserved
        balance.on_hand -= quantity
        self.plan.changes.dirty_balances.add(key)
        if quantity > available and not balance.negative_allowed:
            self.add_shortage(item_id, needed=quantity, available=max(available, 0))

    def add_shortage(self, item_id: int, *, needed: int, available: int, since: dt.date | None = None) -> None:
        """since: not today's stock is short, but what was there from that day on."""
        item = self.plan.items[item_id]
        shortage = {
            "item_id": str(item_id),
            "code": item.code,
            "name": item.name,
            "needed": quantity_text(needed),
            "available": quantity_text(available),
            "missing": quantity_text(needed - available),
        }
        self.shortages.append(shortage if since is None else {**shortage, "since": since.isoformat()})

    def refuse_shortages(self) -> None:
        """Raises InsufficientStock naming every item that lacks, once all lines were tried."""
        if self.shortages:
            summary = "; ".join(
                f"{s['code']} {s['name']}: needed {s['needed']}, available {s['available']}, missing {s['missing']}"
                + (f" from {s['since']} on" if "since" in s else "")
                for s in self.shortages
            )
            raise InsufficientStock(summary=summary, items=self.shortages, document=self.head.number)

    def value(
        self,
        *,
        ledger: LedgerConfig,
        item_id: int,
        move_id: int,
        quantity: int,
        amount: int,
        contra_key: str,
        kind: str = "move",
        business_date: dt.date | None = None,
    ) -> None:
        """Record a value row in the ledger's book; the bucket itself was changed by the caller."""
        plan = self.plan
        plan.changes.values.append(
            (
                plan.next_id(),
                self.head.company_id,
                ledger.book_id,
                item_id,
                move_id,
                kind,
                quantity,
                amount,
                str(contra_key),  # SQLite's driver takes an enumerated text for a foreign type, at a microsecond each
                self.day if business_date is None else business_date.isoformat(),
                self.fact_id,
            )
        )
        plan.changes.dirty_buckets.add((ledger.book_id, item_id))

    def bucket(self, ledger: LedgerConfig, item_id: int) -> Bucket:
        return self.plan.state.buckets[(ledger.book_id, item_id)]

    def touch(self, item_id: int, move_id: int) -> None:
        """Buckets know the day of a move that leaves their value alone: what comes for an earlier day is dated back."""
        for ledger in self.plan.books:
            self.bucket(ledger, item_id).touch(move_id, self.head.business_date)
            self.plan.changes.dirty_buckets.add((ledger.book_id, item_id))

    def remember_original(self, line_id: int, move_id: int, item_id: int, quantity: int) -> Original | None:
        """Keep a line of this batch findable for returns later in the same batch."""
        if line_id not in self.plan.wanted_originals:
            return None
        original = self.plan.state.originals[line_id] = Original(move_id, item_id, quantity, quantity)
        return original

    # money

    def account(self, ledger: LedgerConfig, key: str, *, item_id: int = 0, location_id: int = 0, tax: int = 0) -> int:
        category = self.plan.items[item_id].category_id if item_id and ledger.uses_category else 0
        warehouse = self.plan.places[location_id].warehouse_id if location_id and ledger.uses_warehouse else 0
        return ledger.account((key, category, warehouse, self.party_group, tax))

    def functional(self, ledger: LedgerConfig, amount_txn: int) -> int:
        """Transaction amount in ledger currency at the fact's rate."""
        if self.head.rate == RATE_SCALE and self.head.currency == ledger.currency:
            return amount_txn
        return convert_amount(amount_txn, self.head.rate, ledger.exponent)

    def functional_part(self, ledger: LedgerConfig, amount_txn: int, *, taken: int) -> int:
        """Like `functional`, for a part of an amount of which `taken` was taken before: parts add up to the whole."""
        if not taken:
            return self.functional(ledger, amount_txn)
        return self.functional(ledger, amount_txn - taken) + self.functional(ledger, taken)

    def open(
        self,
        ledger: LedgerConfig,
        kind: str,
        *,
        account_id: int,
        origin_key: int,
        amount: int,
        amount_txn: int,
        currency: str,
        due_date: dt.date | None = None,
        item_id: int = 0,
        quantity: int = 0,
        party_id: int | None = None,
        number: str = "",
    ) -> Open:
        """A new open item of this fact; debit-positive."""
        head = self.head
        item = Open(
            self.plan.next_id(),
            ledger.id,
            kind,
            account_id,
            head.party_id if party_id is None else party_id,
            item_id,
            currency,
            head.business_date,
            due_date or head.business_date,
            head.origin_kind,
            head.origin_id,
            origin_key,
            number or head.number,
            quantity,
            quantity,
            amount,
            amount,
            amount_txn,
            amount_txn,
            self.fact_id,
            is_new=True,
        )
        self.plan.state.open_items[(ledger.id, kind, origin_key)] = item
        self.plan.changes.new_open.append(item)
        return item

    def find_open(self, ledger: LedgerConfig, kind: str, origin_key: int) -> Open | None:
        return self.plan.state.open_items.get((ledger.id, kind, origin_key))

    def settle(self, item: Open, *, amount: int, amount_txn: int, quantity: int = 0) -> None:
        """Reduce an open item by debit-positive parts of itself (an item of +100 is settled with +40)."""
        item.open_amount -= amount
        item.open_txn -= amount_txn
        item.open_quantity -= quantity
        if not item.is_new:
            self.plan.changes.dirty_open[item.id] = item
        self.plan.changes.settlements.append(
            (
                self.plan.next_id(),
                self.head.company_id,
                item.id,
                self.fact_id,
                self.day,
                -quantity,
                -amount,
                -amount_txn,
            )
        )

    def settle_quantity(self, item: Open, quantity: int) -> tuple[int, int]:
        """Settle `quantity` (same sign as the item's) with its share of value; the last part takes the rest.

        Returns (amount, amount_txn) as they left the item. Raises OpenItemExceeded.
        """
        if quantity == 0 or (quantity > 0) != (item.open_quantity > 0) or abs(quantity) > abs(item.open_quantity):
            raise OpenItemExceeded(
                kind=item.kind,
                number=item.origin_number,
                asked=quantity_text(quantity),
                open=quantity_text(item.open_quantity),
            )
        amount, amount_txn = self.share_of_open(item, quantity, item.open_quantity)
        self.settle(item, amount=amount, amount_txn=amount_txn, quantity=quantity)
        return amount, amount_txn

    def share_of_open(self, item: Open, part: int, total: int) -> tuple[int, int]:
        """part/total of what is open, in ledger and transaction currency, each in whole units of its currency."""
        return (
            share_of(item.open_amount, part, total, self.plan.ledgers[item.ledger_id].exponent),
            share_of(item.open_txn, part, total, exponent(item.currency)),
        )

    def entry_rows(self, *, kind: str) -> list[EntryRow]:
        """Finish the entry of every ledger; a ledger without lines gets a no-effect row instead."""
        rows: list[EntryRow] = []
        for ledger in self.plan.config.ledgers:
            lines = self.builders[ledger.id].lines()
            if not lines:
                self.plan.changes.no_effects.append(
                    (self.plan.next_id(), self.head.company_id, ledger.id, self.fact_id)
                )
                continue
            period = self.plan.periods.of(ledger, self.head.business_date)
            rows.append(
                EntryRow(
                    self.plan.next_id(),
                    ledger.id,
                    period.id,
                    period.code,
                    self.head.business_date,
                    kind,
                    self.memo or self.head.number,
                    self.head.origin_kind,
                    self.head.origin_id,
                    self.fact_id,
                    self.reversed_entries.get(ledger.id),
                    lines,
                )
            )
        self.plan.changes.entries.extend(rows)
        return [*rows, *self.extra_entries]


def share_of(whole: int, part: int, total: int, decimals: int) -> int:
    """whole·part/total at a currency's decimals, part and total of one sign; whole when part = total. Half even."""
    return issue_value(whole, abs(part), abs(total), decimals)


def part_of(whole: int, part: int, total: int, decimals: int) -> int:
    """whole·part/total at a currency's decimals. Half up."""
    step = amount_step(decimals)
    return divide_half_up(whole * part, total * step) * step


def require_currency(item: Open, currency: str) -> None:
    """Raises CurrencyDiffers: an open item is settled in its own currency."""
    if item.currency != currency:
        raise CurrencyDiffers(number=item.origin_number, actual=item.currency, expected=currency)


def quantity_text(quantity: int) -> str:
    """Decimal of a scaled quantity, for messages."""
    return str(from_scaled(quantity, QUANTITY_SCALE))
