"""No statement of the main job reads a table of history from end to end: its cost does not grow with the years.

The plans are those of SQLite without statistics, as on a company's first day. A walk through one company's index, which
statistics prevent later, is not counted.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from heliu.finance import services as finance
from heliu.finance.kinds import MONEY_RECEIPT, PAYMENT, PURCHASE_INVOICE, SALES_INVOICE
from heliu.finance.queries.invoices import invoice as invoice_page
from heliu.finance.rules.drafts import RedLine
from heliu.purchasing import queries as purchase_pages
from heliu.purchasing import services as purchasing
from heliu.sales import services as sales
from heliu.sales.drafts import Fulfilment, NewReturn, NewReturnLine
from heliu.sales.queries import orders as sales_pages
from heliu.warehouse.queries.goods import goods_document
from tests.support.goods import order, post, receive
from tests.support.invoices import money, settles
from tests.support.selling import approved, order_line
from tests.support.trading import DAY, Trading, q, trading

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]

HISTORY = re.compile(
    r"(stock_(stock|cost|reservation|lot)|ledger_(entry|openitem|settlement|subledgerbalance)|posting_(postedfact|noeffect)"
    r"|warehouse_|sales_sales|purchasing_purchase|finance_(sales|purchase|money|payment|settlement|manual)|core_(audit|job)"
    r"|catalog_(item|barcode)$|parties_party$)"
)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the connection runs inside, with the values in it."""
    connection.ensure_connection()
    found: list[str] = []
    connection.connection.set_trace_callback(found.append)
    try:
        yield found
    finally:
        connection.connection.set_trace_callback(None)


def full_reads(sql: str) -> list[str]:
    """Tables of history that the statement reads from end to end."""
    if not re.match(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", sql, re.IGNORECASE):
        return []
    steps = [row[3] for row in connection.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    names = [match[1] for step in steps if (match := re.match(r"SCAN (\w+)", step))]
    tables = {alias: table for table, alias in re.findall(r'(?:FROM|JOIN)\s+"?(\w+)"?\s+(?:AS\s+)?"?(\w+)"?', sql)}
    return [tables.get(name, name) for name in names if HISTORY.match(tables.get(name, name))]


def buy_send_back_and_pay(company: Trading) -> None:
    made = order(company, ("A", "10", "3"), ("B", "5", "2"))
    receipt = receive(company, made)
    billed = purchasing.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)
    received = goods_document(company.scope, "goods_receipt", receipt)["lines"][0]["id"]
    back = post(company, "purchase_return", ("A", "2", {"original_line_id": int(received)}))
    red = [RedLine(billed.line_ids[0], q("2"), back.line_ids[0])]
    finance.red_invoice(company.scope, PURCHASE_INVOICE, billed.id, business_date=DAY, lines=red, settle=True)
    finance.post_money(
        company.scope,
        PAYMENT,
        [money(company, "34", settles(billed.id, "34", kind="purchase_invoice"), party=company.supplier)],
    )
    purchase_pages.order_page(company.scope, made.order_id)
    goods_document(company.scope, "purchase_return", back.document_id)
    invoice_page(company.scope, PURCHASE_INVOICE, billed.id)


def sell_take_back_and_collect(company: Trading) -> None:
    made = approved(company, order_line(company, "A", "4", "9", tax=""), order_line(company, "B", "1", "5", tax=""))
    shipment = sales.ship_order(company.scope, made.order_id, how=Fulfilment(business_date=DAY))
    billed = sales.invoice_order(company.scope, made.order_id, business_date=DAY)
    shipped = goods_document(company.scope, "shipment", shipment)["lines"][0]["id"]
    returned = NewReturn(business_date=DAY, lines=(NewReturnLine(q("1"), shipment_line_id=int(shipped)),))
    back = sales.post_returns(company.scope, [returned])[0]
    finance.post_money(company.scope, MONEY_RECEIPT, [money(company, "5", settles(billed.id, "5"))])
    sales_pages.order_page(company.scope, made.order_id)
    goods_document(company.scope, "sales_return", back.return_id)
    invoice_page(company.scope, SALES_INVOICE, billed.id)


def test_the_main_job_reads_no_table_of_history_from_end_to_end() -> None:
    company = trading()
    company.receive("A", "100", "300")
    company.receive("B", "100", "200")

    with statements() as run:
        buy_send_back_and_pay(company)
        sell_take_back_and_collect(company)

    assert len(run) > 300
    assert sorted({(table, sql) for sql in run for table in full_reads(sql)}) == []


def test_a_full_read_is_caught() -> None:
    trading()
    assert full_reads("SELECT l.id FROM warehouse_goodsline l WHERE +l.company_id = 1") == ["warehouse_goodsline"]
    assert full_reads("SELECT l.id FROM warehouse_goodsline l WHERE l.id = 1") == []
