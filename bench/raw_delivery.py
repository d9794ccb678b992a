"""The floor of `delivery`: a shipment posted by hand-written SQL on the driver, statement by statement.

It reads the state that decides under the same locks and writes the very same rows to the same tables as the posting
path: fact, moves, values, balances, cost states, open items, sub-ledger and account balances, voucher number, entry and
lines. It knows accounts and places by heart, and it handles nothing but this one kind of fact.
"""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from django.conf import settings
from django.db import connection

from heliu.core.ids import next_id, next_ids
from heliu.core.rounding import divide_half_even

RATE_ONE = 10**12
_CENT = 100


@dataclass(frozen=True, slots=True)
class Known:
    """What a careful engineer would keep in memory."""

    company: int
    ledger: int
    book: int
    period_code: int
    inventory: int
    shipped: int
    location: int
    outside: int
    party: int
    user: int
    day: dt.date


def driver_connection() -> Any:
    """A second connection to the database of this process, set up as the product sets up its own."""
    if connection.vendor == "sqlite":
        raw = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None, cached_statements=256)
        raw.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
        return raw
    parts = settings.DATABASES["default"]
    return psycopg.connect(
        host=parts["HOST"],
        port=parts["PORT"],
        user=parts["USER"],
        password=parts["PASSWORD"],
        dbname=parts["NAME"],
        autocommit=True,
    )


class RawDesk:
    """Delivers; `deliver` is one transaction."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.raw = driver_connection()
        self.is_sqlite = isinstance(self.raw, sqlite3.Connection)
        self.cur = self.raw.cursor()

    def deliver(self, items: Sequence[int], quantity: int) -> None:
        self._run("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
        try:
            self._deliver(items, quantity)
        except BaseException:
            self._run("ROLLBACK")
            raise
        self._run("COMMIT")

    # the driver

    def _run(self, sql: str, values: Sequence[Any] = ()) -> None:
        self.cur.execute(sql.replace("%s", "?") if self.is_sqlite else sql, values)

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        self._run(sql, values)
        rows: list[Any] = self.cur.fetchall()
        return rows

    def _many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        self.cur.executemany(sql.replace("%s", "?") if self.is_sqlite else sql, rows)

    def _insert(self, table: str, columns: str, rows: Sequence[Sequence[Any]], tail: str = "") -> None:
        marks = ", ".join(["%s"] * (columns.count(",") + 1))
        sql = f"INSERT INTO {table} ({columns}) VALUES ({marks}) {tail}"
        if len(rows) == 1:
            self._run(sql, rows[0])
        else:
            self._many(sql, rows)

    # one shipment

    def _deliver(self, items: Sequence[int], quantity: int) -> None:
        known, day = self.known, self._day(self.known.day)
        document, fact = next_ids(2)
        lines = next_ids(len(items))
        period, states, balances = self._read(items, f"shipment:{document}")
        now = self._moment(dt.datetime.now(dt.UTC))
        payload = self._payload(document, items, lines, quantity)
        self._insert(
            "posting_postedfact",
            "id, company_id, key, kind, origin_kind, origin_id, business_date, posted_at, posted_by_id, payload",
            [
                (
                    fact, known.company, f"shipment:{document}", "GOODS_SHIPPED", "shipment", document, day, now,
                    known.user, payload,
                )
            ],
        )  # fmt: skip
        moves = next_ids(len(items))
        self._insert(
            "stock_stockmove",
            "id, company_id, item_id, from_location_id, to_location_id, quantity, business_date, posted_at, "
            "origin_kind, origin_id, origin_line_id, fact_id",
            [
                (
                    move, known.company, item, known.location, known.outside, quantity, day, now, "shipment", document,
                    line, fact,
                )
                for move, item, line in zip(moves, items, lines, strict=True)
            ],
        )  # fmt: skip
        values = [self._issue(states[item], quantity) for item in items]
        self._write_stock(items, quantity, values, moves=moves, states=states, balances=balances, fact=fact)
        self._write_money(document, fact, lines=lines, items=items, quantity=quantity, values=values, period=period)

    def _read(self, items: Sequence[int], key: str) -> tuple[int, dict[int, Any], dict[int, Any]]:
        known = self.known
        if self._rows("SELECT id FROM posting_postedfact WHERE company_id = %s AND key = %s", (known.company, key)):
            raise ValueError("posted already")
        listed = "IN (" + ", ".join(["%s"] * len(items)) + ")"
        lock = "" if self.is_sqlite else " FOR NO KEY UPDATE"
        place = self._rows(
            "SELECT l.kind, w.allow_negative FROM stock_location l "
            "LEFT JOIN stock_warehouse w ON w.id = l.warehouse_id WHERE l.id = %s AND l.company_id = %s",
            (known.location, known.company),
        )
        masters = self._rows(
            f"SELECT id, code, name, category_id, costing_method FROM catalog_item WHERE id {listed}", items
        )
        party = self._rows("SELECT customer_group_id FROM parties_party WHERE id = %s", (known.party,))
        balances = self._rows(
            "SELECT item_id, id, on_hand, reserved FROM stock_stockbalance WHERE company_id = %s AND location_id = %s "
            f"AND lot_key = 0 AND status = 'A' AND item_id {listed} ORDER BY item_id{lock}",
            (known.company, known.location, *items),
        )
        states = self._rows(
            "SELECT item_id, id, quantity, amount, last_date FROM stock_coststate "
            f"WHERE company_id = %s AND book_id = %s AND item_id {listed} ORDER BY item_id{lock}",
            (known.company, known.book, *items),
        )
        period = self._rows(
            "SELECT id, state FROM ledger_period WHERE company_id = %s AND ledger_id = %s AND code = %s",
            (known.company, known.ledger, known.period_code),
        )
        assert len(place) == len(party) == 1
        assert len(masters) == len(balances) == len(states) == len(items)
        assert period[0][1] == "open"
        return period[0][0], {row[0]: row for row in states}, {row[0]: row for row in balances}

    def _issue(self, state: Any, quantity: int) -> int:
        on_hand, amount = int(state[2]), int(state[3])
        if quantity > on_hand:
            raise ValueError("not enough")
        return divide_half_even(amount * quantity, on_hand * _CENT) * _CENT

    def _write_stock(
        self, items: Sequence[int], quantity: int, values: Sequence[int], *, moves: Sequence[int],
        states: dict[int, Any], balances: dict[int, Any], fact: int,
    ) -> None:  # fmt: skip
        known, day = self.known, self._day(self.known.day)
        self._insert(
            "stock_stockvalue",
            "id, company_id, book_id, item_id, move_id, kind, quantity, amount, contra_key, business_date, fact_id",
            [
                (next_id(), known.company, known.book, item, move, "move", -quantity, -value, "SHIPPED", day, fact)
                for item, move, value in zip(items, moves, values, strict=True)
            ],
        )
        self._many(
            "UPDATE stock_stockbalance SET on_hand = %s WHERE id = %s",
            [(balances[item][2] - quantity, balances[item][1]) for item in items],
        )
        rows = []
        for item, move, value in zip(items, moves, values, strict=True):
            _, id_, on_hand, amount, _ = states[item]
            rows.append((on_hand - quantity, amount - value, day, move, id_))
        self._many(
            "UPDATE stock_coststate SET quantity = %s, amount = %s, last_date = %s, last_move_id = %s WHERE id = %s",
            rows,
        )

    def _write_money(
        self, document: int, fact: int, *, lines: Sequence[int], items: Sequence[int], quantity: int,
        values: Sequence[int], period: int,
    ) -> None:  # fmt: skip
        known, day, now = self.known, self._day(self.known.day), self._moment(dt.datetime.now(dt.UTC))
        number = f"SH{document % 10000}"
        self._insert(
            "ledger_openitem",
            "id, company_id, ledger_id, kind, account_id, party_id, item_id, currency, business_date, due_date, "
            "origin_kind, origin_id, origin_key, origin_number, quantity, open_quantity, amount, open_amount, "
            "amount_txn, open_txn, fact_id",
            [
                (
                    next_id(), known.company, known.ledger, "SHIP", known.shipped, known.party, item, "CNY", day, day,
                    "shipment", document, line, number, quantity, quantity, value, value, value, value, fact,
                )
                for line, item, value in zip(lines, items, values, strict=True)
            ],
        )  # fmt: skip
        self._write_balances(items, quantity, values)
        voucher = self._rows(
            "INSERT INTO core_counter (id, company_id, sequence, period, value) VALUES (%s, %s, %s, %s, 1) "
            "ON CONFLICT (company_id, sequence, period) DO UPDATE SET value = core_counter.value + 1 RETURNING value",
            (next_id(), known.company, f"voucher:{known.ledger}:记", str(known.period_code)),
        )[0][0]
        entry = next_id()
        self._insert(
            "ledger_entry",
            "id, company_id, ledger_id, period_id, business_date, word, number, kind, memo, origin_kind, origin_id, "
            "fact_id, posted_by_id, posted_at",
            [
                (
                    entry, known.company, known.ledger, period, day, "记", voucher, "auto", number, "shipment",
                    document, fact, known.user, now,
                )
            ],
        )  # fmt: skip
        self._write_lines(entry, items, quantity, values)

    def _write_balances(self, items: Sequence[int], quantity: int, values: Sequence[int]) -> None:
        known, total = self.known, sum(values)
        self._insert(
            "ledger_subledgerbalance",
            "id, company_id, ledger_id, account_id, party_key, item_key, currency, amount, amount_txn, quantity",
            [
                *(
                    (next_id(), known.company, known.ledger, known.inventory, 0, item, "CNY", -value, -value, -quantity)
                    for item, value in zip(items, values, strict=True)
                ),
                (next_id(), known.company, known.ledger, known.shipped, known.party, 0, "CNY", total, total, 0),
            ],
            "ON CONFLICT (company_id, ledger_id, account_id, party_key, item_key, currency) DO UPDATE SET "
            "amount = ledger_subledgerbalance.amount + excluded.amount, "
            "amount_txn = ledger_subledgerbalance.amount_txn + excluded.amount_txn, "
            "quantity = ledger_subledgerbalance.quantity + excluded.quantity",
        )
        self._insert(
            "ledger_accountbalance",
            "id, company_id, ledger_id, account_id, period_code, currency, debit, credit, amount_txn",
            [
                (next_id(), known.company, known.ledger, known.inventory, known.period_code, "CNY", 0, total, -total),
                (next_id(), known.company, known.ledger, known.shipped, known.period_code, "CNY", total, 0, total),
            ],
            "ON CONFLICT (company_id, ledger_id, account_id, period_code, currency) DO UPDATE SET "
            "debit = ledger_accountbalance.debit + excluded.debit, "
            "credit = ledger_accountbalance.credit + excluded.credit, "
            "amount_txn = ledger_accountbalance.amount_txn + excluded.amount_txn",
        )

    def _write_lines(self, entry: int, items: Sequence[int], quantity: int, values: Sequence[int]) -> None:
        known, day, total = self.known, self._day(self.known.day), sum(values)
        rows = [(known.shipped, 1, total, 0, total, known.party, None, 0)]
        rows += [
            (known.inventory, number, 0, value, -value, None, item, -quantity)
            for number, (item, value) in enumerate(zip(items, values, strict=True), start=2)
        ]
        columns = (
            "id, company_id, entry_id, ledger_id, account_id, business_date, line_no, debit, credit, currency, "
            "amount_txn, rate, party_id, item_id, quantity"
        )
        stored = [
            (
                next_id(), known.company, entry, known.ledger, account, day, number, debit, credit, "CNY", txn,
                RATE_ONE, party, item, pieces,
            )
            for account, number, debit, credit, txn, party, item, pieces in rows
        ]  # fmt: skip
        if self.is_sqlite:
            self._insert("ledger_entryline", columns, stored)
            return
        # PostgreSQL checks per statement that the lines of an entry balance: they have to come in one
        marks = "(" + ", ".join(["%s"] * len(stored[0])) + ")"
        sql = f"INSERT INTO ledger_entryline ({columns}) VALUES " + ", ".join([marks] * len(stored))
        self._run(sql, [value for row in stored for value in row])

    def _payload(self, document: int, items: Sequence[int], lines: Sequence[int], quantity: int) -> str:
        known = self.known
        head = {
            "company_id": known.company, "key": f"shipment:{document}", "business_date": known.day,
            "origin_kind": "shipment", "origin_id": document, "number": f"SH{document % 10000}",
            "actor_id": known.user, "currency": "CNY", "party_id": known.party, "rate": RATE_ONE, "memo": "",
        }  # fmt: skip
        told = [
            {
                "line_id": line, "item_id": item, "quantity": quantity, "location_id": known.location, "lot_id": 0,
                "amount": 0,
            }
            for line, item in zip(lines, items, strict=True)
        ]  # fmt: skip
        return orjson.dumps({"head": head, "lines": told, "invoiced": False, "order_line_ids": []}).decode()

    def _day(self, day: dt.date) -> Any:
        return day.isoformat() if self.is_sqlite else day

    def _moment(self, moment: dt.datetime) -> Any:
        return moment.replace(tzinfo=None).isoformat(sep=" ") if self.is_sqlite else moment
