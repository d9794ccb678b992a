"""Invoices through the books: matching, red invoices, reversal, refusals that change nothing."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from heliu.core.errors import Forbidden, IllegalTransition, InvalidInput, NotFound, OutOfScope, StaleVersion
from heliu.core.ids import next_id
from heliu.core.models import AuditRecord
from heliu.core.scope import Scope
from heliu.finance import services as finance
from heliu.finance.errors import (
    MatchException,
    QuantityAboveSource,
    RateRefused,
    RedAboveBlue,
    SourceNotOpen,
    SourceOfOtherParty,
)
from heliu.finance.kinds import MONEY_RECEIPT, PURCHASE_INVOICE, SALES_INVOICE, InvoiceKind
from heliu.finance.models import (
    MatchTolerance,
    PurchaseInvoice,
    PurchaseInvoiceLine,
    SalesInvoice,
    SalesInvoiceLine,
    SettlementNote,
)
from heliu.finance.queries.invoices import invoice as page_of
from heliu.finance.rules.drafts import InvoiceLineDraft, RedLine
from heliu.ledger.models import Entry, OpenItem
from heliu.posting.errors import ReversalRefused
from heliu.posting.facts import PurchaseReturned, ReturnLine
from tests.support.invoices import a, goods, invoice, money, p, q, settles, tax_code
from tests.support.proofs import violations
from tests.support.trading import DAY, Trading, trading

pytestmark = pytest.mark.django_db


def test_an_invoice_of_shipped_goods_books_revenue_tax_and_cost() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "4")

    draft = finance.create_invoice(
        company.scope, SALES_INVOICE, invoice(company, goods(company, "A", shipped, "4", "25"))
    )
    assert Entry.objects.filter(origin_id=draft.id).count() == 0
    finance.post_invoice(company.scope, SALES_INVOICE, draft.id)

    header = SalesInvoice.objects.get(id=draft.id)
    assert (header.number, header.state) == ("XSFP202603020001", "posted")
    assert (header.net, header.tax, header.gross) == (Decimal(100), Decimal(13), Decimal(113))
    assert company.balance("1122") == 113
    assert company.balance("6001") == -100
    assert company.balance("2221.01.07") == -13
    assert company.balance("6401") == 40
    assert company.balance("1406") == 0
    assert [r.action for r in AuditRecord.objects.filter(object_id=draft.id).order_by("id")] == ["create", "post"]


def test_a_service_line_needs_no_shipment_and_a_goods_line_does() -> None:
    company = trading()
    freight = InvoiceLineDraft(
        entered_quantity=q("1"), price=p("50"), description="运费", account_key="SERVICE_REVENUE"
    )
    posted = finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, freight)])[0]
    assert company.balance("1122") == 50
    assert company.open_amount(posted.id) == 50
    loose = InvoiceLineDraft(entered_quantity=q("1"), price=p("50"), item_id=company.item("A"))
    with pytest.raises(InvalidInput) as refusal:
        finance.create_invoice(company.scope, SALES_INVOICE, invoice(company, loose))
    assert refusal.value.loc == ("lines", 0, "shipment_line_id")
    assert SalesInvoice.objects.count() == 1


def test_more_than_was_shipped_is_refused_and_changes_nothing() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "4")
    draft = finance.create_invoice(
        company.scope, SALES_INVOICE, invoice(company, goods(company, "A", shipped, "5", "25"))
    )
    entries = Entry.objects.count()

    with pytest.raises(QuantityAboveSource) as refusal:
        finance.post_invoice(company.scope, SALES_INVOICE, draft.id)

    assert refusal.value.facts == {
        "line": 1, "source": "shipment", "source_line_id": str(shipped), "asked": "5", "open": "4",
    }  # fmt: skip
    assert SalesInvoice.objects.get(id=draft.id).state == "draft"
    assert Entry.objects.count() == entries
    assert company.balance("1406") == 40


def test_two_lines_of_one_shipment_line_are_counted_together() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "4")
    lines = (goods(company, "A", shipped, "3", "25"), goods(company, "A", shipped, "2", "25"))
    with pytest.raises(QuantityAboveSource):
        finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, *lines)])
    assert SalesInvoice.objects.count() == 0


def test_somebody_elses_or_an_unknown_shipment_is_not_invoiced() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "4")
    stranger = invoice(company, goods(company, "A", shipped, "1", "25"), party=company.another_customer())
    with pytest.raises(SourceOfOtherParty):
        finance.post_invoices(company.scope, SALES_INVOICE, [stranger])
    with pytest.raises(SourceNotOpen):
        finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, goods(company, "A", 12345, "1", "25"))])
    assert company.balance("1122") == 0


def test_three_way_match_of_order_price_receipt_and_invoice() -> None:
    company = trading()
    received = company.receive("A", "100", "1000")
    draft = invoice(company, goods(company, "A", received, "100", "10"), party=company.supplier)
    posted = finance.post_invoices(company.scope, PURCHASE_INVOICE, [draft])[0]
    header = PurchaseInvoice.objects.get(id=posted.id)
    line = PurchaseInvoiceLine.objects.get(document=header)
    assert (header.match_state, line.match_state, line.expected_net) == ("matched", "matched", Decimal(1000))
    assert company.balance("2202.02") == 0
    assert company.balance("2202.01") == -1130
    assert company.balance("2221.01.01") == 130


def test_a_price_difference_is_flagged_and_posted_by_the_price_difference_rule() -> None:
    company = trading()
    received = company.receive("A", "100", "1000")
    company.ship("A", "40", invoiced=True)
    draft = invoice(company, goods(company, "A", received, "100", "10.5"), party=company.supplier)
    posted = finance.post_invoices(company.scope, PURCHASE_INVOICE, [draft])[0]
    line = PurchaseInvoiceLine.objects.get(document_id=posted.id)
    assert (line.match_state, line.expected_net, line.net) == ("exception", Decimal(1000), Decimal(1050))
    assert company.worth("A") == (Decimal(60), Decimal(630))
    assert company.balance("6401") == 420


def test_a_price_difference_within_the_tolerance_counts_as_matched() -> None:
    company = trading()
    MatchTolerance.objects.create(company_id=company.scope.company_id, percent=Decimal("0.05"), amount=0)
    received = company.receive("A", "100", "1000")
    draft = invoice(company, goods(company, "A", received, "100", "10.5"), party=company.supplier)
    posted = finance.post_invoices(company.scope, PURCHASE_INVOICE, [draft])[0]
    assert PurchaseInvoice.objects.get(id=posted.id).match_state == "matched"


def test_more_than_was_received_is_refused() -> None:
    company = trading()
    received = company.receive("A", "100", "1000")
    draft = invoice(company, goods(company, "A", received, "101", "10"), party=company.supplier)
    stored = finance.create_invoice(company.scope, PURCHASE_INVOICE, draft)
    assert PurchaseInvoice.objects.get(id=stored.id).match_state == "exception"
    with pytest.raises(QuantityAboveSource):
        finance.post_invoice(company.scope, PURCHASE_INVOICE, stored.id)
    assert company.balance("2202.02") == -1000


def test_a_difference_beyond_the_tolerance_is_posted_only_by_who_may_accept_it() -> None:
    company = trading()
    received = company.receive("A", "10", "100")
    dear = invoice(company, goods(company, "A", received, "10", "100", tax=""), party=company.supplier)
    fair = invoice(company, goods(company, "A", received, "10", "10", tax=""), party=company.supplier)
    rights = frozenset({"finance.purchase_invoice.create", "finance.purchase_invoice.post"})
    clerk = replace(company.scope, all_permissions=False, permissions=rights)
    draft = finance.create_invoice(clerk, PURCHASE_INVOICE, dear)

    with pytest.raises(MatchException):
        finance.post_invoices(clerk, PURCHASE_INVOICE, [dear])
    with pytest.raises(MatchException):
        finance.post_invoice(clerk, PURCHASE_INVOICE, draft.id)

    assert PurchaseInvoice.objects.get().state == "draft"
    finance.post_invoices(clerk, PURCHASE_INVOICE, [fair])
    assert company.balance("2202.01") == -100


def test_two_lines_of_one_receipt_are_matched_together() -> None:
    company = trading()
    received = company.receive("A", "10", "100")
    lines = [goods(company, "A", received, "6", "10", tax="") for _ in range(2)]

    draft = finance.create_invoice(company.scope, PURCHASE_INVOICE, invoice(company, *lines, party=company.supplier))

    states = PurchaseInvoiceLine.objects.filter(document_id=draft.id).order_by("line_no")
    assert [line.match_state for line in states] == ["matched", "exception"]


def test_a_draft_is_replaced_by_who_has_read_it_last() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "4")
    stored = finance.create_invoice(
        company.scope, SALES_INVOICE, invoice(company, goods(company, "A", shipped, "4", "25"))
    )
    changed = invoice(company, goods(company, "A", shipped, "2", "30"))
    finance.replace_invoice(company.scope, SALES_INVOICE, stored.id, changed, version=1)
    header = SalesInvoice.objects.get(id=stored.id)
    assert (header.number, header.version, header.gross) == (stored.number, 2, Decimal("67.8"))
    assert SalesInvoiceLine.objects.filter(document=header).count() == 1
    with pytest.raises(StaleVersion):
        finance.replace_invoice(company.scope, SALES_INVOICE, stored.id, changed, version=1)


def test_a_red_invoice_takes_back_part_and_settles_against_its_blue_one() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "4")
    blue = finance.post_invoices(
        company.scope, SALES_INVOICE, [invoice(company, goods(company, "A", shipped, "4", "25"))]
    )[0]

    red = finance.red_invoice(
        company.scope, SALES_INVOICE, blue.id, business_date=DAY, lines=[RedLine(blue.line_ids[0], q("1"))]
    )

    header = SalesInvoice.objects.get(id=red.id)
    assert (header.is_red, header.red_of_id, header.gross) == (True, blue.id, Decimal("-28.25"))
    assert company.open_amount(blue.id) == Decimal("84.75")
    assert company.open_amount(red.id) == 0
    assert company.balance("1122") == Decimal("84.75")
    assert company.balance("6001") == -75
    assert SettlementNote.objects.count() == 1


def test_the_sum_of_red_never_exceeds_blue() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "3")
    blue = finance.post_invoices(
        company.scope, SALES_INVOICE, [invoice(company, goods(company, "A", shipped, "3", "33.335"))]
    )[0]
    line = blue.line_ids[0]
    for _ in range(2):
        finance.red_invoice(company.scope, SALES_INVOICE, blue.id, business_date=DAY, lines=[RedLine(line, q("1"))])
    with pytest.raises(RedAboveBlue) as refusal:
        finance.red_invoice(company.scope, SALES_INVOICE, blue.id, business_date=DAY, lines=[RedLine(line, q("2"))])
    assert refusal.value.facts["left"] == "1"
    finance.red_invoice(company.scope, SALES_INVOICE, blue.id, business_date=DAY)
    assert company.balance("1122") == 0
    assert company.balance("6001") == 0
    assert company.balance("2221.01.07") == 0
    assert company.open_amount(blue.id) == 0


def test_a_reversed_invoice_has_a_mirror_and_its_shipment_is_open_again() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "4")
    blue = finance.post_invoices(
        company.scope, SALES_INVOICE, [invoice(company, goods(company, "A", shipped, "4", "25"))]
    )[0]
    mirror = finance.reverse_invoice(company.scope, SALES_INVOICE, blue.id, business_date=DAY, reason="wrong customer")
    original, red = SalesInvoice.objects.get(id=blue.id), SalesInvoice.objects.get(id=mirror.id)
    assert (original.state, original.reversed_by_id) == ("reversed", mirror.id)
    assert (red.state, red.reverses_id, red.gross) == ("posted", blue.id, Decimal(-113))
    assert company.balance("1122") == 0
    assert company.balance("1406") == 40
    finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, goods(company, "A", shipped, "4", "25"))])
    assert company.balance("1122") == 113
    with pytest.raises(IllegalTransition):
        finance.reverse_invoice(company.scope, SALES_INVOICE, blue.id, business_date=DAY)


def test_a_settled_or_credited_invoice_is_not_reversed() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "4")
    blue = finance.post_invoices(
        company.scope, SALES_INVOICE, [invoice(company, goods(company, "A", shipped, "4", "25"))]
    )[0]
    finance.red_invoice(
        company.scope, SALES_INVOICE, blue.id, business_date=DAY, lines=[RedLine(blue.line_ids[0], q("1"))]
    )
    with pytest.raises(ReversalRefused):
        finance.reverse_invoice(company.scope, SALES_INVOICE, blue.id, business_date=DAY)
    assert SalesInvoice.objects.get(id=blue.id).state == "posted"
    assert company.balance("1122") == Decimal("84.75")


def test_a_cancelled_draft_keeps_its_number_and_is_never_posted() -> None:
    company = trading()
    freight = InvoiceLineDraft(entered_quantity=q("1"), price=p("50"), account_key="SERVICE_REVENUE")
    stored = finance.create_invoice(company.scope, SALES_INVOICE, invoice(company, freight))
    finance.cancel_invoice(company.scope, SALES_INVOICE, stored.id, reason="entered twice")
    with pytest.raises(IllegalTransition):
        finance.post_invoice(company.scope, SALES_INVOICE, stored.id)
    again = finance.create_invoice(company.scope, SALES_INVOICE, invoice(company, freight))
    assert (stored.number, again.number) == ("XSFP202603020001", "XSFP202603020002")


def test_the_rate_of_the_ledgers_own_currency_is_one() -> None:
    company = trading()
    freight = InvoiceLineDraft(entered_quantity=q("1"), price=p("50"), account_key="SERVICE_REVENUE")
    with pytest.raises(RateRefused):
        finance.create_invoice(company.scope, SALES_INVOICE, invoice(company, freight, rate="1.1"))


def test_a_foreign_invoice_realises_its_exchange_difference_when_it_is_paid() -> None:
    company = trading()
    freight = InvoiceLineDraft(entered_quantity=q("1"), price=p("1000"), account_key="SERVICE_REVENUE", tax_code_id=0)
    posted = finance.post_invoices(
        company.scope, SALES_INVOICE, [invoice(company, freight, currency="USD", rate="7.10")]
    )[0]
    assert company.balance("1122") == 7100
    received = money(company, "1000", settles(posted.id, "1000"), currency="USD", rate="7.25")
    finance.post_money(company.scope, MONEY_RECEIPT, [received])
    assert company.balance("1122") == 0
    assert company.balance("1002") == 7250
    assert company.balance("6603.03.01") == -150


def test_who_may_not_post_changes_nothing() -> None:
    company = trading()
    freight = InvoiceLineDraft(entered_quantity=q("1"), price=p("50"), account_key="SERVICE_REVENUE")
    clerk = Scope(
        company_id=company.scope.company_id, user_id=9, permissions=frozenset({"finance.sales_invoice.create"})
    )
    stored = finance.create_invoice(clerk, SALES_INVOICE, invoice(company, freight))
    with pytest.raises(Forbidden):
        finance.post_invoice(clerk, SALES_INVOICE, stored.id)
    with pytest.raises(Forbidden):
        finance.post_invoices(clerk, SALES_INVOICE, [invoice(company, freight)])
    assert SalesInvoice.objects.get().state == "draft"
    assert company.balance("1122") == 0


def test_a_preview_shows_the_entry_and_writes_nothing() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "4")
    stored = finance.create_invoice(
        company.scope, SALES_INVOICE, invoice(company, goods(company, "A", shipped, "4", "25"))
    )
    entries = Entry.objects.count()
    planned = finance.preview_invoice(company.scope, SALES_INVOICE, stored.id)
    assert sum(line.debit for line in planned.entries[0].lines) == a("153")
    assert Entry.objects.count() == entries
    assert SalesInvoice.objects.get(id=stored.id).state == "draft"


def test_terms_of_the_party_and_tax_of_the_item_are_taken_when_nothing_else_is_said() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "1")
    line = InvoiceLineDraft(
        entered_quantity=q("1"), price=p("113"), item_id=company.item("A"), source_line_id=shipped,
        price_includes_tax=True, tax_code_id=tax_code(company),
    )  # fmt: skip
    posted = finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, line, due=dt.date(2026, 4, 1))])[0]
    header = SalesInvoice.objects.get(id=posted.id)
    assert (header.net, header.tax, header.gross, header.due_date) == (
        Decimal(100), Decimal(13), Decimal(113), dt.date(2026, 4, 1),
    )  # fmt: skip


def sent_back(company: Trading, receipt_line: int, quantity: str, amount: str) -> int:
    """Goods of a receipt go back to the supplier; returns the line of the purchase return."""
    line = next_id()
    head = company.head("purchase_return", party=company.supplier)
    goods_line = ReturnLine(
        line, company.item("A"), q(quantity), company.location, amount=a(amount), original_line_id=receipt_line
    )
    company.post(PurchaseReturned(head, (goods_line,)))
    return line


def test_a_red_purchase_invoice_clears_what_the_supplier_owes_for_returned_goods() -> None:
    company = trading()
    received = company.receive("A", "10", "100")
    draft = invoice(company, goods(company, "A", received, "10", "10"), party=company.supplier)
    blue = finance.post_invoices(company.scope, PURCHASE_INVOICE, [draft])[0]
    back = sent_back(company, received, "4", "40")
    assert company.balance("2202.02") == 40

    red = finance.red_invoice(
        company.scope, PURCHASE_INVOICE, blue.id, business_date=DAY, lines=[RedLine(blue.line_ids[0], q("4"), back)]
    )

    assert PurchaseInvoice.objects.get(id=red.id).gross == Decimal("-45.2")
    assert company.balance("2202.02") == 0
    assert company.open_amount(blue.id) == Decimal("-67.8")
    assert company.open_amount(red.id) == 0
    assert company.balance("2221.01.01") == Decimal("7.8")


def test_a_price_allowance_of_the_supplier_lowers_the_price_of_goods_on_hand() -> None:
    company = trading()
    received = company.receive("A", "10", "100")
    draft = invoice(company, goods(company, "A", received, "10", "10"), party=company.supplier)
    blue = finance.post_invoices(company.scope, PURCHASE_INVOICE, [draft])[0]
    finance.red_invoice(
        company.scope, PURCHASE_INVOICE, blue.id, business_date=DAY, lines=[RedLine(blue.line_ids[0], q("1"))]
    )
    assert company.balance("2202.02") == 0
    assert company.balance("2202.01") == Decimal("-101.7")
    assert company.worth("A") == (Decimal(10), Decimal(90))
    assert company.balance("6401") == 0


def test_many_invoices_at_once_equal_one_after_the_other() -> None:
    at_once, in_turn = trading(code="T1"), trading(code="T2")
    drafts = {}
    for company in (at_once, in_turn):
        company.receive("A", "100", "1000")
        shipped = [company.ship("A", "3") for _ in range(4)]
        drafts[company.scope.company_id] = [
            invoice(company, goods(company, "A", line, quantity, price))
            for line, quantity, price in zip(
                shipped, ("3", "2", "1", "3"), ("9.99", "10.005", "7", "0.333"), strict=True
            )
        ]
    finance.post_invoices(at_once.scope, SALES_INVOICE, drafts[at_once.scope.company_id])
    for draft in drafts[in_turn.scope.company_id]:
        finance.post_invoices(in_turn.scope, SALES_INVOICE, [draft])
    for account in ("1122", "6001", "2221.01.07", "6401", "1406"):
        assert at_once.balance(account) == in_turn.balance(account), account
    numbers = [
        list(SalesInvoice.objects.filter(company_id=c.scope.company_id).order_by("id").values_list("number", "gross"))
        for c in (at_once, in_turn)
    ]
    assert numbers[0] == numbers[1]


def test_who_may_not_see_cost_sees_what_is_to_pay_but_no_price() -> None:
    company = trading()
    received = company.receive("A", "10", "100")
    draft = invoice(company, goods(company, "A", received, "10", "10"), party=company.supplier)
    posted = finance.post_invoices(company.scope, PURCHASE_INVOICE, [draft])[0]
    cashier = replace(company.scope, sees_cost=False)
    page = page_of(cashier, PURCHASE_INVOICE, posted.id)
    assert page["totals"]["gross"] == "113"
    assert (page["lines"][0]["price"], page["lines"][0]["net"], page["lines"][0]["expected_net"]) == (None, None, None)
    assert page_of(company.scope, PURCHASE_INVOICE, posted.id)["lines"][0]["price"] == "10"


def test_who_sees_only_own_documents_posts_only_those() -> None:
    company = trading()
    freight = InvoiceLineDraft(entered_quantity=q("1"), price=p("50"), account_key="SERVICE_REVENUE")
    stored = finance.create_invoice(company.scope, SALES_INVOICE, invoice(company, freight))
    other = replace(company.scope, user_id=99, own_documents=True)
    with pytest.raises(OutOfScope):
        finance.post_invoice(other, SALES_INVOICE, stored.id)
    with pytest.raises(NotFound):
        page_of(other, SALES_INVOICE, stored.id)
    assert SalesInvoice.objects.get(id=stored.id).state == "draft"


def test_a_cheap_line_credited_piece_by_piece_ends_at_nothing_and_never_owes_the_customer_more() -> None:
    company = trading()
    company.receive("A", "10", "100")
    shipped = company.ship("A", "8")
    blue = finance.post_invoices(
        company.scope, SALES_INVOICE, [invoice(company, goods(company, "A", shipped, "8", "0.006"))]
    )[0]
    revenue = []
    for _ in range(8):
        finance.red_invoice(
            company.scope, SALES_INVOICE, blue.id, business_date=DAY, lines=[RedLine(blue.line_ids[0], q("1"))]
        )
        revenue.append(-company.balance("6001"))
    expected = ["0.04", "0.04", "0.03", "0.02", "0.02", "0.01", "0.01", "0"]
    assert revenue == [Decimal(left) for left in expected]
    assert (company.balance("1122"), company.balance("2221.01.07")) == (0, 0)
    assert company.open_amount(blue.id) == 0


@pytest.mark.parametrize(
    ("kind", "accounts"),
    [(SALES_INVOICE, ("1122", "6001", "2221.01.07")), (PURCHASE_INVOICE, ("2202.01", "2221.01.01", "1405", "6401"))],
    ids=["customer", "supplier"],
)
def test_a_dollar_invoice_credited_in_parts_leaves_nothing_in_either_currency(
    kind: InvoiceKind, accounts: tuple[str, ...]
) -> None:
    company = trading()
    received = company.receive("A", "3", "1", currency="USD", rate="7.125")
    source = received if kind is PURCHASE_INVOICE else company.ship("A", "3")
    party = company.supplier if kind is PURCHASE_INVOICE else company.customer
    line = goods(company, "A", source, "3", "0.333333")
    blue = finance.post_invoices(
        company.scope, kind, [invoice(company, line, party=party, currency="USD", rate="7.125")]
    )[0]
    for _ in range(3):
        finance.red_invoice(company.scope, kind, blue.id, business_date=DAY, lines=[RedLine(blue.line_ids[0], q("1"))])
    items = OpenItem.objects.filter(company_id=company.scope.company_id, kind__in=("AR", "AP"))
    assert items.count() == 4
    assert list(items.exclude(open_amount=0, open_txn=0)) == []
    if kind is PURCHASE_INVOICE:
        assert company.worth("A") == (3, 0)
    assert [company.balance(account) for account in accounts] == [0] * len(accounts)
    assert violations(company) == []
