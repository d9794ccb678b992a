"""Proof that both books tell one story (账账相符), and `heliu verify`: every check of every book on the live data."""

from collections.abc import Callable
from typing import Any

from heliu.core import gateway
from heliu.core.rounding import from_scaled
from heliu.core.scales import AMOUNT_SCALE
from heliu.core.verification import Verdict, immutable, verdict
from heliu.ledger import verification as ledger
from heliu.posting.replay import replay
from heliu.stock import verification as stock

_UNACCOUNTED = (
    "SELECT f.id, f.key, l.code, "
    "(SELECT COUNT(*) FROM ledger_entry e WHERE e.company_id = f.company_id AND e.origin_id = f.origin_id "
    "AND e.fact_id = f.id AND e.ledger_id = l.id AND e.kind <> 'backdate') AS entries, "
    "(SELECT COUNT(*) FROM posting_noeffect n WHERE n.company_id = f.company_id AND n.ledger_id = l.id "
    "AND n.fact_id = f.id) AS notices "
    "FROM posting_postedfact f JOIN ledger_ledger l ON l.company_id = f.company_id "
    "WHERE f.company_id = %s"
)
_INVENTORY = (
    "SELECT ledger_id, item_id, SUM(goods), SUM(money) FROM ("
    "SELECT v.ledger_id, c.item_id, c.amount AS goods, 0 AS money FROM stock_coststate c "
    "JOIN posting_ledgervaluation v ON v.book_id = c.book_id AND v.company_id = c.company_id WHERE c.company_id = %s "
    "UNION ALL SELECT x.ledger_id, COALESCE(x.item_id, 0), 0, x.debit - x.credit FROM ledger_entryline x "
    "WHERE x.company_id = %s AND x.account_id IN (SELECT r.account_id FROM posting_accountrule r "
    "WHERE r.company_id = %s AND r.key IN ('INVENTORY', 'GIT'))"
    ") both_books GROUP BY ledger_id, item_id HAVING SUM(goods) <> SUM(money)"
)


IMMUTABLE_TABLES = (
    "stock_stockmove",
    "stock_stockvalue",
    "ledger_entry",
    "ledger_entryline",
    "ledger_entryseal",
    "ledger_settlement",
    "posting_postedfact",
    "posting_noeffect",
)


def check_immutable(company_id: int) -> Verdict:
    """I2: the database refuses to change or delete what is posted."""
    return immutable(IMMUTABLE_TABLES)


def check_every_fact_accounted(company_id: int) -> Verdict:
    """I5: each fact has in each ledger exactly one entry or one no-effect row, and nothing posted lacks its fact."""
    found = [
        {"fact": str(r[0]), "key": r[1], "ledger": r[2], "entries": int(r[3]), "no_effects": int(r[4])}
        for r in _fetch(f"SELECT * FROM ({_UNACCOUNTED}) counted WHERE entries + notices <> 1", (company_id,))
    ]
    for table in ("ledger_entry", "stock_stockmove"):
        orphans = _fetch(
            f"SELECT x.id FROM {table} x LEFT JOIN posting_postedfact f ON f.id = x.fact_id "
            "WHERE x.company_id = %s AND f.id IS NULL",
            (company_id,),
        )
        found += [{"table": table, "row": str(r[0]), "reason": "no fact behind it"} for r in orphans]
    rows = _count("posting_postedfact", company_id)
    return verdict("I5", "every fact is accounted once 一事一证", rows=rows, violations=found)


def check_stock_equals_ledger(company_id: int) -> Verdict:
    """I7: value of every item in the goods book = its inventory accounts (with 在途物资) in the money book."""
    found = (
        {"ledger": str(r[0]), "item": str(r[1]), "goods_book": _a(r[2]), "money_book": _a(r[3])}
        for r in _fetch(_INVENTORY, (company_id,) * 3)
    )
    rows = _count("stock_coststate", company_id)
    return verdict("I7", "stock value = inventory accounts 库存账=总账存货", rows=rows, violations=found)


def check_replay(company_id: int) -> Verdict:
    """I10: planning all facts again from empty books gives the same moves, values and entries."""
    rows = 0
    found: list[dict[str, Any]] = []
    for fact_id, violation in replay(company_id):
        rows += 1
        if violation:
            found.append({"fact": str(fact_id), "difference": violation})
    return verdict("I10", "replay of all facts is identical 重演一致", rows=rows, violations=found)


CHECKS: tuple[Callable[[int], Verdict], ...] = (
    *stock.CHECKS,
    ledger.check_i1,
    check_immutable,
    ledger.check_i3,
    ledger.check_i4,
    check_every_fact_accounted,
    ledger.check_i6,
    check_stock_equals_ledger,
    ledger.check_i8,
    ledger.check_i9,
    check_replay,
)


def verify(company_id: int, *, with_replay: bool = True) -> list[Verdict]:
    """All checks of one company, goods book first; reads only."""
    return [check(company_id) for check in CHECKS if with_replay or check is not check_replay]


def _fetch(sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with gateway.cursor() as cur:
        return gateway.fetch(cur, sql, params)


def _count(table: str, company_id: int) -> int:
    return int(_fetch(f"SELECT COUNT(*) FROM {table} WHERE company_id = %s", (company_id,))[0][0])


def _a(value: Any) -> str:
    return str(from_scaled(int(value), AMOUNT_SCALE))
