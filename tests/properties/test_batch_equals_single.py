"""One planner: facts posted one by one and the same facts posted in one batch leave the same books."""

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu.core.ids import next_id
from heliu.ledger.models import AccountBalance, EntryLine, OpenItem, SubledgerBalance
from heliu.posting.facts import (
    Allocation,
    Fact,
    GoodsLine,
    GoodsReceived,
    GoodsShipped,
    MoneyReceived,
    ReturnLine,
    SalesInvoiceLine,
    SalesInvoicePosted,
    SalesReturned,
)
from heliu.posting.verification import verify
from heliu.stock.models import CostLayer, CostState, StockBalance, StockValue
from tests.support.trading import Trading, a, q, trading

_companies = itertools.count(1)

steps = st.lists(
    st.tuples(
        st.sampled_from(["receive", "sell", "return", "sell_and_invoice"]),
        st.sampled_from(["A", "B"]),
        st.integers(1, 30),
        st.integers(1, 9_999),
    ),
    min_size=1,
    max_size=14,
)


def facts_of(company: Trading, plan: list[tuple[str, str, int, int]]) -> list[Fact]:
    """The plan as facts; keys and lines carry the position, so that two companies tell the same story."""
    facts: list[Fact] = []
    stock = {"A": 0, "B": 0}
    sold: list[tuple[str, int, int]] = []
    for number, (verb, code, pieces, cents) in enumerate(plan):
        day = dt.date(2026, 2, 1) + dt.timedelta(days=number)
        line, item, place = next_id(), company.item(code), company.location
        if verb == "receive":
            head = company.head("goods_receipt", day=day, party=company.supplier)
            facts.append(GoodsReceived(head, (GoodsLine(line, item, q(pieces), place, amount=cents * 100),)))
            stock[code] += pieces
        elif verb == "return":
            if sold:
                code, left, original = sold.pop()
                head = company.head("sales_return", day=day, party=company.customer)
                back = ReturnLine(line, company.item(code), q(left), place, original_line_id=original)
                facts.append(SalesReturned(head, (back,)))
                stock[code] += left
        elif stock[code] >= pieces:
            head = company.head("shipment", day=day, party=company.customer)
            facts.append(GoodsShipped(head, (GoodsLine(line, item, q(pieces), place),)))
            stock[code] -= pieces
            if verb == "sell":
                sold.append((code, pieces, line))
                continue
            bill = company.head("sales_invoice", day=day, party=company.customer)
            billed = SalesInvoiceLine(next_id(), cents * 100, item_id=item, quantity=q(pieces), shipment_line_id=line)
            facts.append(SalesInvoicePosted(bill, (billed,), day))
            paid = company.head("money_receipt", day=day, party=company.customer)
            facts.append(MoneyReceived(paid, cents * 100 + a("1"), (Allocation(bill.origin_id, cents * 100),)))
    return facts


def books(company: Trading) -> list[list[tuple[Any, ...]]]:
    """Everything the books hold, without ids and times."""
    mine: dict[str, Any] = {"company_id": company.scope.company_id}
    shape = (
        (StockBalance, ("item__code", "on_hand", "reserved")),
        (StockValue, ("item__code", "kind", "quantity", "amount", "contra_key", "business_date")),
        (CostState, ("book__code", "item__code", "quantity", "amount", "last_unit_cost", "last_date")),
        (CostLayer, ("item__code", "business_date", "quantity", "amount")),
        (EntryLine, ("ledger__code", "entry__number", "line_no", "account__code", "debit", "credit", "item__code")),
        (AccountBalance, ("ledger__code", "account__code", "period_code", "debit", "credit", "amount_txn")),
        (SubledgerBalance, ("ledger__code", "account__code", "amount", "quantity")),
        (OpenItem, ("ledger__code", "kind", "amount", "open_amount", "open_txn", "open_quantity", "business_date")),
    )
    return [sorted(model.objects.filter(**mine).values_list(*columns), key=repr) for model, columns in shape]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(plan=steps)
def test_a_batch_leaves_the_books_of_single_posting(plan: list[tuple[str, str, int, int]]):
    single = trading(parallel=("fifo",), code=f"S{next(_companies)}")
    batch = trading(parallel=("fifo",), code=f"S{next(_companies)}")
    for fact in facts_of(single, plan):
        single.post(fact)
    batch.post(*facts_of(batch, plan))
    assert books(batch) == books(single)
    assert [v.id for v in verify(batch.scope.company_id) if not v.ok] == []
