"""Every invariant of the money book holds after honest trade and names the row that was tampered with by raw SQL."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection

from heliu.core.verification import Verdict
from heliu.ledger.models import Account, AccountBalance, Entry, EntryLine, EntrySeal, OpenItem, Period, SubledgerBalance
from heliu.ledger.services import close, seal_entries
from heliu.ledger.services.sealing import LOOK_BACK
from heliu.ledger.verification import check_i1, check_i3, check_i4, check_i6, check_i8, check_i9
from heliu.posting.facts import FactReversed
from heliu.posting.verification import IMMUTABLE_TABLES, check_immutable
from tests.support.tampering import behind_the_triggers, tamper
from tests.support.trading import Trading, trading

pytestmark = pytest.mark.django_db
CHECKS: tuple[Callable[[int], Verdict], ...] = (check_i1, check_i3, check_i4, check_i6, check_i8, check_i9)
AT_ONCE = dt.timedelta(0)


def _trade() -> Trading:
    """Buy, sell, settle, reverse; a foreign supplier and customer; two ledgers with different costs."""
    company = trading(parallel=("fifo",))
    first = company.receive("A", "100", "1000", day=dt.date(2026, 3, 2))
    company.receive("A", "100", "1200", day=dt.date(2026, 3, 3))
    shipped = company.ship("A", "150", day=dt.date(2026, 3, 4))
    bought = company.purchase_invoice(first, "100", "1050", "136.5", code="A", day=dt.date(2026, 3, 5))
    sold = company.sales_invoice(shipped, "150", "3000", "390", code="A", day=dt.date(2026, 3, 6))
    company.money_in("4000", (sold, "3390"), day=dt.date(2026, 4, 1))
    company.money_out("500", (bought, "500"), day=dt.date(2026, 4, 2))
    abroad = company.receive("B", "10", "100", day=dt.date(2026, 4, 3), currency="USD", rate="7.1")
    due = company.purchase_invoice(abroad, "10", "105", code="B", day=dt.date(2026, 4, 4), currency="USD", rate="7.2")
    company.money_out("105", (due, "105"), day=dt.date(2026, 4, 5), currency="USD", rate="7.3")
    company.receive("A", "10", "150", day=dt.date(2026, 3, 1))
    last = company.receive("C", "1", "9", day=dt.date(2026, 4, 6))
    key = next(f for f in _fact_keys() if f.startswith("goods_receipt:") and _line_of(f) == last)
    company.post(FactReversed(company.head("goods_receipt", day=dt.date(2026, 4, 7)), key))
    seal_entries(company.scope, settling=AT_ONCE)
    return company


def _fact_keys() -> list[str]:
    from heliu.posting.models import PostedFact

    return list(PostedFact.objects.order_by("id").values_list("key", flat=True))


def _line_of(key: str) -> int:
    import orjson

    from heliu.posting.models import PostedFact

    return int(orjson.loads(PostedFact.objects.get(key=key).payload)["lines"][0]["line_id"])


def _company(book: Trading) -> int:
    return book.scope.company_id


def _first(verdict: Verdict, *, of: int = 1) -> dict:
    assert (verdict.ok, verdict.count) == (False, of)
    return verdict.violations[0]


def test_honest_trade_violates_nothing_and_every_row_was_looked_at() -> None:
    book = _trade()

    verdicts = [check(_company(book)) for check in CHECKS] + [check_immutable(_company(book))]

    assert [(v.id, v.violations) for v in verdicts if not v.ok] == []
    rows = {v.id: v.rows for v in verdicts}
    assert rows["I1"] == EntryLine.objects.count()
    assert rows["I3"] == rows["I4"] == rows["I9"] == Entry.objects.count() == EntrySeal.objects.count()
    assert rows["I8"] == OpenItem.objects.count()
    assert all(count > 0 for count in rows.values())


def test_i1_names_an_entry_that_no_longer_balances() -> None:
    book = _trade()
    line = EntryLine.objects.filter(debit__gt=0).first()

    tamper("UPDATE ledger_entryline SET debit = debit + 1 WHERE id = %s", line.id)

    assert _first(check_i1(_company(book)), of=2)["entry"] == str(line.entry_id)


def test_i1_names_an_entry_without_lines() -> None:
    book = _trade()
    entry = Entry.objects.first()

    tamper("DELETE FROM ledger_entryline WHERE entry_id = %s", entry.id)

    assert _first(check_i1(_company(book)))["lines"] == 0


def test_i1_names_a_line_that_was_moved_to_another_day() -> None:
    book = _trade()
    line = EntryLine.objects.first()

    tamper("UPDATE ledger_entryline SET business_date = '2026-01-01' WHERE id = %s", line.id)

    assert _first(check_i1(_company(book)))["foreign_lines"] == 1


def test_i1_names_an_entry_that_does_not_balance_in_its_foreign_currency() -> None:
    book = _trade()
    line = EntryLine.objects.filter(currency="USD").first()

    tamper("UPDATE ledger_entryline SET amount_txn = amount_txn + 100 WHERE id = %s", line.id)

    assert check_i1(_company(book)).violations == (
        {"entry": str(line.entry_id), "currency": "USD", "difference": "0.01"},
    )


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("table", IMMUTABLE_TABLES)
def test_i2_names_a_dropped_trigger_and_sees_that_change_goes_through(table: str) -> None:
    book = _trade()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_no_update")

    found = [v for v in check_immutable(_company(book)).violations if v["table"] == table]

    filled = table != "posting_noeffect"
    assert [v["reason"] for v in found] == [
        f"trigger {table}_no_update is missing or disabled",
        *(["UPDATE was not refused"] if filled else []),
    ]


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize("table", IMMUTABLE_TABLES)
def test_i2_names_a_disabled_trigger_and_sees_that_change_goes_through(table: str) -> None:
    book = _trade()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_immutable")

    reasons = [v["reason"] for v in check_immutable(_company(book)).violations if v["table"] == table]

    assert reasons[0] == f"trigger {table}_immutable is missing or disabled"
    assert ("UPDATE was not refused" in reasons) == (table != "posting_noeffect")


def test_i3_names_the_month_of_a_deleted_voucher() -> None:
    book = _trade()
    entry = Entry.objects.filter(ledger_id=book.ledger_id, period__code=202603).order_by("number")[1]
    with behind_the_triggers() as cursor:
        cursor.execute("DELETE FROM ledger_entryseal WHERE entry_id = %s", [entry.id])
        cursor.execute("DELETE FROM ledger_entryline WHERE entry_id = %s", [entry.id])
        cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [entry.id])

    found = _first(check_i3(_company(book)))

    assert (found["ledger"], found["period"]) == (str(book.ledger_id), 202603)
    assert found["last_number"] == found["vouchers"] + 1


def test_i3_names_the_month_whose_last_voucher_was_deleted() -> None:
    book = _trade()
    entry = Entry.objects.filter(ledger_id=book.ledger_id, period__code=202604).order_by("-number")[0]
    with behind_the_triggers() as cursor:
        cursor.execute("DELETE FROM ledger_entryseal WHERE entry_id = %s", [entry.id])
        cursor.execute("DELETE FROM ledger_entryline WHERE entry_id = %s", [entry.id])
        cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [entry.id])

    assert _first(check_i3(_company(book)))["last_number"] == entry.number


def test_i4_names_an_entry_written_into_a_closed_period() -> None:
    book = _trade()
    for period in Period.objects.filter(ledger_id=book.ledger_id, code__lte=202603).order_by("code"):
        close(book.scope, period.id, accept_warnings=True)
    assert check_i4(_company(book)).ok
    entry = Entry.objects.filter(ledger_id=book.ledger_id, period__code=202604).first()
    closed = Period.objects.get(ledger_id=book.ledger_id, code=202603)

    columns = "period_id = %s, business_date = '2026-03-31', number = 999, posted_at = %s"
    later = closed.closed_at + dt.timedelta(seconds=1)
    tamper(f"UPDATE ledger_entry SET {columns} WHERE id = %s", closed.id, later, entry.id)

    assert _first(check_i4(_company(book)))["entry"] == str(entry.id)


def test_i4_names_an_entry_outside_its_period() -> None:
    book = _trade()
    entry = Entry.objects.filter(period__code=202604).first()

    tamper("UPDATE ledger_entry SET business_date = '2026-07-01' WHERE id = %s", entry.id)

    assert _first(check_i4(_company(book)))["date"] == "2026-07-01"


@pytest.mark.parametrize(
    ("model", "column", "table"),
    [
        (AccountBalance, "debit", "account balance"),
        (SubledgerBalance, "amount", "sub-ledger balance"),
        (OpenItem, "open_amount", "open item"),
    ],
    ids=["account balance", "sub-ledger balance", "open item"],
)
def test_i6_names_a_stored_balance_that_was_changed(model: type, column: str, table: str) -> None:
    book = _trade()
    row = model.objects.order_by("id")[0]

    tamper(f"UPDATE {model._meta.db_table} SET {column} = {column} + 1 WHERE id = %s", row.id)

    assert _first(check_i6(_company(book)))["table"] == table


def test_i6_names_a_balance_that_was_deleted() -> None:
    book = _trade()
    row = AccountBalance.objects.exclude(debit=0, credit=0).first()

    tamper("DELETE FROM ledger_accountbalance WHERE id = %s", row.id)

    assert _first(check_i6(_company(book)))["account"] == str(row.account_id)


@pytest.mark.parametrize("kind", ["AR", "AP", "ADVR", "GRIR"])
def test_i8_names_the_party_whose_open_items_differ_from_the_account(kind: str) -> None:
    book = _trade()
    item = OpenItem.objects.filter(kind=kind, ledger_id=book.ledger_id).first()

    tamper(
        "UPDATE ledger_openitem SET open_amount = open_amount + 10000, amount = amount + 10000 WHERE id = %s", item.id
    )

    found = _first(check_i8(_company(book)))
    assert (found["account"], found["party"], found["difference"]) == (str(item.account_id), str(item.party_id), "1")


def test_i8_names_goods_dispatched_that_no_shipment_explains() -> None:
    book = _trade()
    item = OpenItem.objects.filter(kind="SHIP", ledger_id=book.ledger_id).first()

    tamper("UPDATE ledger_openitem SET open_amount = open_amount + 10000 WHERE id = %s", item.id)

    assert _first(check_i8(_company(book)))["account"] == str(item.account_id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET memo = 'changed' WHERE id = %s",
        "UPDATE ledger_entry SET posted_by_id = 99 WHERE id = %s",
        "UPDATE ledger_entry SET posted_at = '2020-01-01 00:00:00+00:00' WHERE id = %s",
        "UPDATE ledger_entryline SET quantity = quantity + 1 WHERE entry_id = %s",
        "UPDATE ledger_entryline SET debit = debit * 2, credit = credit * 2 WHERE entry_id = %s",
        "DELETE FROM ledger_entryline WHERE entry_id = %s",
    ],
)
def test_i9_names_an_entry_that_differs_from_what_was_sealed(statement: str) -> None:
    book = _trade()
    entry = Entry.objects.order_by("id")[3]

    tamper(statement, entry.id)

    found = check_i9(_company(book))
    assert [v["entry"] for v in found.violations] == [str(entry.id)]


def test_i9_names_a_changed_account_although_the_entry_still_balances() -> None:
    book = _trade()
    line = EntryLine.objects.filter(account__code="6001").first()
    other = Account.objects.get(chart_id=line.account.chart_id, code="6301")

    tamper("UPDATE ledger_entryline SET account_id = %s WHERE id = %s", other.id, line.id)

    assert check_i1(_company(book)).ok
    assert _first(check_i9(_company(book)))["entry"] == str(line.entry_id)


def test_i9_names_the_place_where_a_seal_was_taken_out() -> None:
    book = _trade()

    tamper("DELETE FROM ledger_entryseal WHERE sequence = 4")

    assert _first(check_i9(_company(book)))["sequence"] == 5


def test_i9_names_an_entry_that_slipped_in_below_the_sealed_ones() -> None:
    book = _trade()
    entry = Entry.objects.order_by("id").first()
    early = entry.id - 2 * LOOK_BACK

    with behind_the_triggers() as cursor:
        columns = [f.column for f in Entry._meta.concrete_fields if f.column not in ("id", "number")]
        names = ", ".join(columns)
        cursor.execute(
            f"INSERT INTO ledger_entry (id, number, {names}) SELECT %s, 900, {names} FROM ledger_entry WHERE id = %s",
            [early, entry.id],
        )

    assert _first(check_i9(_company(book)))["entry"] == str(early)


def test_one_companys_tampering_is_not_laid_at_anothers_door() -> None:
    book, other = _trade(), trading(code="T2")
    line = EntryLine.objects.filter(company_id=_company(book)).first()

    tamper("UPDATE ledger_entryline SET debit = debit + 1 WHERE id = %s", line.id)

    assert all(check(_company(other)).ok for check in CHECKS)
