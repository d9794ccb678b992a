"""Proof of the money book on the live data: invariants I1, I3, I4, I6, I8 and I9 of one company.

Every check is a few set-based statements; only what violates comes back, with its evidence.
"""

from collections.abc import Iterator
from typing import Any

from heliu.core import gateway
from heliu.core.document_schemas import amount_text
from heliu.core.verification import Verdict, verdict
from heliu.ledger.rules.sealing import FIRST, canonical, seal
from heliu.ledger.services.sealing import LOOK_BACK, entry_sql, lines_of

_CHUNK = 2000
_ENTRIES = """
SELECT e.id, e.word, e.number, COALESCE(SUM(l.debit), 0), COALESCE(SUM(l.credit), 0), COUNT(l.id),
    COALESCE(SUM(CASE WHEN l.ledger_id <> e.ledger_id OR l.business_date <> e.business_date
        OR l.company_id <> e.company_id THEN 1 ELSE 0 END), 0)
FROM ledger_entry e LEFT JOIN ledger_entryline l ON l.entry_id = e.id
WHERE e.company_id = %s GROUP BY e.id, e.word, e.number
HAVING COUNT(l.id) = 0 OR SUM(l.debit) <> SUM(l.credit) OR SUM(CASE WHEN l.ledger_id <> e.ledger_id
    OR l.business_date <> e.business_date OR l.company_id <> e.company_id THEN 1 ELSE 0 END) > 0
"""
_CURRENCIES = """
SELECT d.entry_id, d.currency, d.difference FROM (
    SELECT l.entry_id, l.currency, SUM(l.amount_txn) AS difference
    FROM ledger_entryline l JOIN ledger_ledger b ON b.id = l.ledger_id
    WHERE l.company_id = %s AND l.currency <> b.currency
    GROUP BY l.entry_id, l.currency HAVING SUM(l.amount_txn) <> 0
) AS d JOIN ledger_entry e ON e.id = d.entry_id LEFT JOIN ledger_entry r ON r.id = e.reverses_id
WHERE e.kind <> 'manual' AND COALESCE(r.kind, '') <> 'manual'
"""
_ORPHANS = """
SELECT l.id, l.entry_id FROM ledger_entryline l WHERE l.company_id = %s
    AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = l.entry_id)
"""
_OWN_CURRENCY = """
SELECT l.id, l.entry_id FROM ledger_entryline l JOIN ledger_ledger b ON b.id = l.ledger_id
WHERE l.company_id = %s AND l.currency = b.currency AND l.amount_txn <> l.debit - l.credit
"""


def _fetch(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with gateway.cursor() as cur:
        return gateway.fetch(cur, sql, params)


def _count(table: str, company_id: int) -> int:
    return int(_fetch(f"SELECT COUNT(*) FROM {table} WHERE company_id = %s", company_id)[0][0])  # noqa: S608


def check_i1(company_id: int) -> Verdict:
    """Every entry balances, in ledger currency and in each foreign currency; its lines are its own.

    A voucher written by hand may change one currency into another: it balances in ledger currency alone.
    """
    violations = [
        {
            "entry": str(i), "voucher": f"{word}-{number}", "debit": amount_text(int(debit)),
            "credit": amount_text(int(credit)), "lines": int(lines), "foreign_lines": int(foreign),
        }
        for i, word, number, debit, credit, lines, foreign in _fetch(_ENTRIES, company_id)
    ]  # fmt: skip
    violations += [
        {"entry": str(i), "currency": currency, "difference": amount_text(int(difference))}
        for i, currency, difference in _fetch(_CURRENCIES, company_id)
    ]
    violations += [
        {"line": str(i), "entry": str(entry), "reason": "line without entry"}
        for i, entry in _fetch(_ORPHANS, company_id)
    ]
    violations += [
        {"line": str(i), "entry": str(entry), "reason": "ledger amount and amount in its own currency differ"}
        for i, entry in _fetch(_OWN_CURRENCY, company_id)
    ]
    rows = _count("ledger_entryline", company_id)
    return verdict("I1", "every entry balances 借贷平衡", rows=rows, violations=violations)


_NUMBERS = """
SELECT e.ledger_id, p.code, e.word, COUNT(*), COUNT(DISTINCT e.number), MIN(e.number), MAX(e.number)
FROM ledger_entry e JOIN ledger_period p ON p.id = e.period_id
WHERE e.company_id = %s GROUP BY e.ledger_id, p.code, e.word
"""
_COUNTERS = "SELECT sequence, period, value FROM core_counter WHERE company_id = %s AND sequence LIKE 'voucher:%%'"


def check_i3(company_id: int) -> Verdict:
    """Voucher numbers run from 1 without gap per ledger, month and word, up to the last number given out."""
    given = {}
    for sequence, period, value in _fetch(_percent(_COUNTERS), company_id):
        _, ledger_id, word = str(sequence).split(":", 2)
        given[(int(ledger_id), int(period), word)] = int(value)
    seen: set[tuple[int, int, str]] = set()
    violations = []
    for ledger_id, code, word, count, distinct, first, last in _fetch(_NUMBERS, company_id):
        key = (int(ledger_id), int(code), str(word))
        seen.add(key)
        expected = given.get(key, last)
        if not (count == distinct == last == expected and first == 1):
            violations.append(_gap(key, count=count, last=max(last, expected)))
    violations += [_gap(key, count=0, last=value) for key, value in given.items() if key not in seen and value]
    return verdict(
        "I3", "voucher numbers have no gap 凭证号连续", rows=_count("ledger_entry", company_id), violations=violations
    )


def _gap(key: tuple[int, int, str], *, count: int, last: int) -> dict[str, Any]:
    return {"ledger": str(key[0]), "period": key[1], "word": key[2], "vouchers": count, "last_number": last}


def _percent(sql: str) -> str:
    """psycopg doubles a percent sign, sqlite3 does not."""
    return sql if gateway.is_postgresql() else sql.replace("%%", "%")


_FENCES = """
SELECT e.id, e.word, e.number, e.business_date, p.code, p.state
FROM ledger_entry e JOIN ledger_period p ON p.id = e.period_id
WHERE e.company_id = %s AND (
    (p.state = 'closed' AND p.closed_at IS NOT NULL AND e.posted_at > p.closed_at)
    OR e.business_date < p.starts_on OR e.business_date > p.ends_on OR e.ledger_id <> p.ledger_id
    OR e.company_id <> p.company_id)
"""


def check_i4(company_id: int) -> Verdict:
    """Nothing was posted into a period after it was closed; every entry lies in the period of its date."""
    violations = [
        {"entry": str(i), "voucher": f"{word}-{number}", "date": str(date), "period": code, "state": state}
        for i, word, number, date, code, state in _fetch(_FENCES, company_id)
    ]
    rows = _count("ledger_entry", company_id)
    return verdict("I4", "closed periods stayed closed 结账期间无新凭证", rows=rows, violations=violations)


_ACCOUNT_FOLD = """
SELECT ledger_id, account_id, code, currency, SUM(debit), SUM(credit), SUM(txn) FROM (
    SELECT ledger_id, account_id, period_code AS code, currency, debit, credit, amount_txn AS txn
    FROM ledger_accountbalance WHERE company_id = %s
    UNION ALL
    SELECT ledger_id, account_id, {month}, currency, -SUM(debit), -SUM(credit), -SUM(amount_txn)
    FROM ledger_entryline WHERE company_id = %s GROUP BY ledger_id, account_id, {month}, currency
) AS both_sides GROUP BY ledger_id, account_id, code, currency
HAVING SUM(debit) <> 0 OR SUM(credit) <> 0 OR SUM(txn) <> 0
"""
_SUBLEDGER_FOLD = """
SELECT ledger_id, account_id, party, item, currency, SUM(amount), SUM(txn), SUM(quantity) FROM (
    SELECT ledger_id, account_id, party_key AS party, item_key AS item, currency, amount, amount_txn AS txn, quantity
    FROM ledger_subledgerbalance WHERE company_id = %s
    UNION ALL
    SELECT ledger_id, account_id, COALESCE(party_id, 0), COALESCE(item_id, 0), currency, SUM(credit) - SUM(debit),
        -SUM(amount_txn), -SUM(quantity)
    FROM ledger_entryline WHERE company_id = %s AND (party_id IS NOT NULL OR item_id IS NOT NULL)
    GROUP BY ledger_id, account_id, COALESCE(party_id, 0), COALESCE(item_id, 0), currency
) AS both_sides GROUP BY ledger_id, account_id, party, item, currency
HAVING SUM(amount) <> 0 OR SUM(txn) <> 0 OR SUM(quantity) <> 0
"""
_SETTLED = """
SELECT o.id, o.kind, o.origin_number, o.open_amount, o.amount + COALESCE(s.amount, 0) FROM ledger_openitem o
LEFT JOIN (SELECT open_item_id, SUM(amount) AS amount, SUM(amount_txn) AS txn, SUM(quantity) AS quantity
    FROM ledger_settlement WHERE company_id = %s GROUP BY open_item_id) AS s ON s.open_item_id = o.id
WHERE o.company_id = %s AND (o.open_amount <> o.amount + COALESCE(s.amount, 0)
    OR o.open_txn <> o.amount_txn + COALESCE(s.txn, 0) OR o.open_quantity <> o.quantity + COALESCE(s.quantity, 0))
"""
_MONTH_SQLITE = "CAST(substr(business_date, 1, 4) || substr(business_date, 6, 2) AS INTEGER)"
_MONTH_POSTGRESQL = "CAST(EXTRACT(YEAR FROM business_date) * 100 + EXTRACT(MONTH FROM business_date) AS integer)"


def check_i6(company_id: int) -> Verdict:
    """Stored turnovers, sub-ledger balances and open items are what the lines and settlements add up to."""
    month = _MONTH_POSTGRESQL if gateway.is_postgresql() else _MONTH_SQLITE
    violations = [
        {"table": "account balance", "ledger": str(ledger), "account": str(account), "period": code,
         "currency": currency, "debit": amount_text(int(debit)), "credit": amount_text(int(credit)),
         "amount_txn": amount_text(int(txn))}
        for ledger, account, code, currency, debit, credit, txn in _fetch(
            _ACCOUNT_FOLD.format(month=month), company_id, company_id
        )
    ]  # fmt: skip
    violations += [
        {"table": "sub-ledger balance", "ledger": str(ledger), "account": str(account), "party": str(party),
         "item": str(item), "currency": currency, "amount": amount_text(int(amount)),
         "amount_txn": amount_text(int(txn)), "quantity": int(quantity)}
        for ledger, account, party, item, currency, amount, txn, quantity in _fetch(
            _SUBLEDGER_FOLD, company_id, company_id
        )
    ]  # fmt: skip
    violations += [
        {"table": "open item", "id": str(i), "kind": kind, "number": number, "open": amount_text(int(stored)),
         "expected": amount_text(int(expected))}
        for i, kind, number, stored, expected in _fetch(_SETTLED, company_id, company_id)
    ]  # fmt: skip
    rows = sum(_count(f"ledger_{t}", company_id) for t in ("accountbalance", "subledgerbalance", "openitem"))
    return verdict("I6", "stored balances equal the sum of their lines 余额=明细", rows=rows, violations=violations)


_OPEN_BY_PARTY = """
SELECT ledger_id, account_id, party, currency, SUM(amount), SUM(txn) FROM (
    SELECT ledger_id, account_id, COALESCE(party_id, 0) AS party, currency, open_amount AS amount, open_txn AS txn
    FROM ledger_openitem WHERE company_id = %s AND kind IN ('AR', 'AP', 'ADVR', 'ADVP', 'GRIR')
    UNION ALL
    SELECT s.ledger_id, s.account_id, s.party_key, s.currency, -s.amount, -s.amount_txn
    FROM ledger_subledgerbalance s JOIN ledger_account a ON a.id = s.account_id
    WHERE s.company_id = %s AND a.is_control AND a.party_required
) AS both_sides GROUP BY ledger_id, account_id, party, currency HAVING SUM(amount) <> 0 OR SUM(txn) <> 0
"""
_OPEN_GOODS = """
SELECT both_sides.ledger_id, account_id, SUM(amount) FROM (
    SELECT ledger_id, account_id, open_amount AS amount FROM ledger_openitem
    WHERE company_id = %s AND kind IN ('SHIP', 'GIT', 'SUSP')
    UNION ALL
    SELECT b.ledger_id, b.account_id, b.credit - b.debit FROM ledger_accountbalance b
    WHERE b.company_id = %s AND b.account_id IN (
        SELECT account_id FROM ledger_openitem WHERE company_id = %s AND kind IN ('SHIP', 'GIT', 'SUSP'))
) AS both_sides JOIN ledger_account a ON a.id = both_sides.account_id AND a.is_control
GROUP BY both_sides.ledger_id, account_id HAVING SUM(amount) <> 0
"""


def check_i8(company_id: int) -> Verdict:
    """Open items of every party add up to the control account, in ledger and in transaction currency."""
    violations = [
        {"ledger": str(ledger), "account": str(account), "party": str(party), "currency": currency,
         "difference": amount_text(int(amount)), "difference_txn": amount_text(int(txn))}
        for ledger, account, party, currency, amount, txn in _fetch(_OPEN_BY_PARTY, company_id, company_id)
    ]  # fmt: skip
    violations += [
        {"ledger": str(ledger), "account": str(account), "difference": amount_text(int(amount))}
        for ledger, account, amount in _fetch(_OPEN_GOODS, company_id, company_id, company_id)
    ]
    rows = _count("ledger_openitem", company_id)
    return verdict("I8", "open items equal their control accounts 往来=总账", rows=rows, violations=violations)


_CHAIN = (
    "SELECT sequence, entry_id, previous_hash, hash FROM ledger_entryseal "
    "WHERE company_id = %s AND sequence > %s ORDER BY sequence LIMIT %s"
)
_UNSEALED = """
SELECT e.id, e.word, e.number FROM ledger_entry e WHERE e.company_id = %s AND e.id < %s
    AND NOT EXISTS (SELECT 1 FROM ledger_entryseal s WHERE s.company_id = e.company_id AND s.entry_id = e.id)
"""


def check_i9(company_id: int) -> Verdict:
    """The hash chain of sealed entries verifies, and no entry slipped in below what is sealed."""
    violations: list[dict[str, Any]] = []
    rows, newest, last = 0, 0, (0, FIRST)
    for chunk in _chunks(company_id):
        violations += _broken(chunk, last)
        rows += len(chunk)
        newest = max(newest, *(int(row[1]) for row in chunk))
        last = (int(chunk[-1][0]), str(chunk[-1][3]))
    violations += [
        {"entry": str(i), "voucher": f"{word}-{number}", "reason": "slipped in below sealed entries"}
        for i, word, number in _fetch(_UNSEALED, company_id, newest - LOOK_BACK)
    ]
    return verdict("I9", "the hash chain of entries verifies 凭证未被篡改", rows=rows, violations=violations)


def _chunks(company_id: int) -> Iterator[list[tuple[Any, ...]]]:
    after = 0
    while True:
        chunk = _fetch(_CHAIN, company_id, after, _CHUNK)
        if not chunk:
            return
        yield chunk
        after = int(chunk[-1][0])


def _broken(chunk: list[tuple[Any, ...]], last: tuple[int, str]) -> Iterator[dict[str, Any]]:
    """Recomputes every seal of the chunk from the entries as they are now."""
    ids = [int(row[1]) for row in chunk]
    with gateway.cursor() as cur:
        found = gateway.fetch(cur, f"{entry_sql()}WHERE {gateway.in_list('e.id')}", (gateway.list_param(ids),))
        lines = lines_of(cur, ids)
    entries = {int(row[0]): str(row[1]) for row in found}
    sequence, previous = last
    for number, entry_id, stored_previous, stored in chunk:
        sequence += 1
        entry = entries.get(int(entry_id))
        if entry is None:
            yield {"sequence": number, "entry": str(entry_id), "reason": "sealed entry is gone"}
        elif number != sequence or stored_previous != previous:
            yield {"sequence": number, "entry": str(entry_id), "reason": "chain is broken before this seal"}
        elif seal(previous, canonical(entry, lines.get(int(entry_id), ()))) != stored:
            yield {"sequence": number, "entry": str(entry_id), "reason": "entry differs from what was sealed"}
        sequence, previous = int(number), str(stored)
