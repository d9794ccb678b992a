"""`heliu verify` is quiet on true books and finds every tampering done behind its back by raw SQL."""

import datetime as dt

import pytest
from django.db import connection

from heliu.posting.facts import FactReversed
from heliu.posting.models import PostedFact
from heliu.posting.verification import IMMUTABLE_TABLES, verify
from heliu.stock.models import StockMove
from tests.support.trading import Trading, trading

pytestmark = pytest.mark.django_db


def busy_company() -> Trading:
    """A company that did everything once: two formulas, returns, price difference, back-dating, reversal, money."""
    company = trading(parallel=("fifo",))
    first = company.receive("A", "100", "1000", day=dt.date(2026, 3, 2))
    company.receive("B", "50", "777", day=dt.date(2026, 3, 2))
    line = company.ship("A", "30", day=dt.date(2026, 3, 5))
    sold = company.ship("B", "7", day=dt.date(2026, 3, 6), invoiced=True)
    invoice = company.sales_invoice(line, "20", "400", "52", code="A", day=dt.date(2026, 3, 7))
    company.take_back("B", "2", sold, day=dt.date(2026, 3, 8))
    company.money_in("500", (invoice, "452"), day=dt.date(2026, 3, 9))
    payable = company.purchase_invoice(first, "100", "1033.33", "134.33", code="A", day=dt.date(2026, 3, 10))
    company.money_out("1000", (payable, "1000"), day=dt.date(2026, 4, 11))
    company.receive("A", "10", "150", day=dt.date(2026, 3, 3))
    company.ship("B", "1", day=dt.date(2026, 4, 12), invoiced=True)
    last = company.head("shipment", key="spare")
    assert last.key == "spare"
    extra = company.receive("C", "3", "10")
    key = PostedFact.objects.get(id=StockMove.objects.get(origin_line_id=extra).fact_id).key
    company.post(FactReversed(company.head("reversal"), key))
    return company


def failing(company: Trading) -> set[str]:
    return {v.id for v in verify(company.scope.company_id) if not v.ok}


def test_true_books_have_no_violation():
    company = busy_company()
    verdicts = verify(company.scope.company_id)
    assert [(v.id, v.count, v.violations) for v in verdicts if not v.ok] == []
    assert {v.id for v in verdicts} == {
        "G1",
        "G2",
        "G3",
        "G4",
        "G5",
        "G6",
        "I1",
        "I2",
        "I3",
        "I4",
        "I5",
        "I6",
        "I7",
        "I8",
        "I9",
        "I10",
    }
    rows = {v.id: v.rows for v in verdicts}
    assert (rows["I10"], rows["G1"]) == (13, StockMove.objects.count())


def drop_triggers() -> None:
    with connection.cursor() as cur:
        for table in IMMUTABLE_TABLES:
            if connection.vendor == "sqlite":
                cur.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
                for (name,) in cur.fetchall():
                    cur.execute(f'DROP TRIGGER "{name}"')
            else:
                cur.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cur.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER ALL')


TAMPERINGS: list[tuple[str, set[str], str]] = [
    ("a bin is edited", {"G1", "G5"}, "UPDATE stock_stockbalance SET on_hand = on_hand + 1000000 WHERE on_hand > 0"),
    ("a reservation is invented", {"G2"}, "UPDATE stock_stockbalance SET reserved = reserved + 1 WHERE on_hand > 0"),
    (
        "a bin goes below zero",
        {"G1", "G3", "G5"},
        "UPDATE stock_stockbalance SET on_hand = -1000000, negative_allowed = {true} WHERE on_hand > 0",
    ),
    ("a cost is edited", {"G4", "G6", "I7"}, "UPDATE stock_coststate SET amount = amount + 100 WHERE amount > 0"),
    ("a layer vanishes", {"G6"}, "DELETE FROM stock_costlayer WHERE quantity > 0"),
    (
        "goods are said to come from other layers",
        {"G6"},
        "UPDATE stock_costlayeruse SET amount = amount + 100 WHERE quantity > 0",
    ),
    ("a layer use is enlarged", {"G6"}, "UPDATE stock_costlayeruse SET quantity = quantity + 1000000"),
    ("a move is edited", {"I2", "G1", "I10"}, "UPDATE stock_stockmove SET quantity = quantity + 1000000"),
    ("a value is edited", {"I2", "G4", "I10"}, "UPDATE stock_stockvalue SET amount = amount + 100 WHERE amount > 0"),
    (
        "an entry line is edited",
        {"I2", "I1", "I6", "I10"},
        "UPDATE ledger_entryline SET debit = debit + 100 WHERE debit > 0",
    ),
    ("a voucher vanishes", {"I2", "I3", "I5", "I10"}, "DELETE FROM ledger_entry WHERE number = 2"),
    ("a balance is edited", {"I6"}, "UPDATE ledger_accountbalance SET debit = debit + 100"),
    (
        "an open item is edited",
        {"I8"},
        "UPDATE ledger_openitem SET open_amount = open_amount + 100, amount = amount + 100",
    ),
    (
        "a fact is rewritten",
        {"I2", "I10"},
        "UPDATE posting_postedfact SET payload = REPLACE(payload, '1000000', '2000000')",
    ),
]


@pytest.mark.parametrize(("what", "expected", "sql"), TAMPERINGS, ids=[t[0] for t in TAMPERINGS])
def test_tampering_by_raw_sql_is_found(what: str, expected: set[str], sql: str):
    company = busy_company()
    drop_triggers()
    with connection.cursor() as cur:
        if connection.vendor == "postgresql":
            cur.execute("ALTER TABLE ledger_entryline DROP CONSTRAINT IF EXISTS ledger_entryline_entry_id_fkey")
        else:
            cur.execute("PRAGMA defer_foreign_keys = ON")
        cur.execute(sql.replace("{true}", "TRUE" if connection.vendor == "postgresql" else "1"))
    found = failing(company)
    assert expected <= found, f"{what}: found {sorted(found)}"
    if connection.vendor == "sqlite":
        connection.needs_rollback = True
