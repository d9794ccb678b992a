"""Foreign currency and currencies without two decimals: booked rates, whole units, nothing lost in rounding."""

import datetime as dt
from decimal import Decimal

import pytest

from heliu.core.ids import next_id
from heliu.ledger.models import EntryLine, OpenItem
from heliu.posting.errors import CurrencyDiffers, EntryNotBalanced, OpenItemExceeded
from heliu.posting.facts import (
    AccountKey,
    Allocation,
    GoodsLine,
    GoodsReceived,
    ManualEntryPosted,
    MoneyLine,
    MoneyReceived,
    OpeningItem,
    OpeningItemsPosted,
    OpenItemsSettled,
    PurchaseInvoiceLine,
    PurchaseInvoicePosted,
    PurchaseReturned,
    ReturnLine,
    SalesInvoiceLine,
    SalesInvoicePosted,
)
from tests.support.proofs import reverse, violations
from tests.support.trading import DAY, Trading, a, q, trading

pytestmark = pytest.mark.django_db


def booked(company: Trading, account: str) -> list[tuple[Decimal, Decimal, str, Decimal, Decimal]]:
    """Lines of an account as (debit, credit, currency, amount in it, rate), oldest first."""
    lines = EntryLine.objects.filter(company_id=company.scope.company_id, account__code=account).order_by("id")
    return list(lines.values_list("debit", "credit", "currency", "amount_txn", "rate"))


def test_a_provisional_receipt_is_cleared_at_the_rate_it_was_booked_with():
    company = trading()
    line = company.receive("A", "10", "100", currency="USD", rate="7.1")
    company.purchase_invoice(line, "10", "100", code="A", currency="USD", rate="7.2")
    assert booked(company, "2202.02") == [
        (0, 710, "USD", -100, Decimal("7.1")),
        (710, 0, "USD", 100, Decimal("7.1")),
    ]
    assert company.worth("A") == (10, 720)
    assert booked(company, "1405")[1] == (10, 0, "USD", 0, 1)
    assert violations(company) == []


@pytest.mark.parametrize("formula", ["moving_average", "fifo"])
def test_where_the_company_says_so_a_rate_that_moved_is_exchange_and_the_price_alone_follows_the_goods(formula: str):
    company = trading(cost_formula=formula)
    line = company.receive("A", "10", "100", currency="USD", rate="7.1")
    company.ship("A", "4", invoiced=True)
    invoice = company.purchase_invoice(line, "10", "110", code="A", currency="USD", rate="7.2", rate_to_exchange=True)
    assert company.balance("2202.01") == -792
    assert company.balance("6603.03.01") == 10
    assert company.worth("A") == (6, Decimal("469.20"))
    assert company.balance("6401") == Decimal("312.80")
    assert violations(company) == []
    company.ship("A", "3", invoiced=True)
    reverse(company, invoice)
    assert company.balance("6603.03.01") == 0
    assert company.worth("A") == (3, 213)
    assert company.balance("6401") == 497
    assert violations(company) == []


def test_receivables_and_payables_leave_at_the_rate_they_were_booked_with():
    company = trading()
    line = company.receive("A", "10", "100", currency="USD", rate="7.1")
    payable = company.purchase_invoice(line, "10", "100", code="A", currency="USD", rate="7.1")
    sold = company.ship("A", "10")
    receivable = company.sales_invoice(sold, "10", "200", code="A", currency="USD", rate="7")
    company.money_in("150", (receivable, "50"), currency="USD", rate="7.3")
    company.money_out("100", (payable, "100"), currency="USD", rate="6.9")
    assert booked(company, "1122")[1] == (0, 350, "USD", -50, 7)
    assert booked(company, "2202.01")[1] == (710, 0, "USD", 100, Decimal("7.1"))
    assert booked(company, "2204") == [(0, 730, "USD", -100, Decimal("7.3"))]
    assert company.balance("6603.03.01") == -15 - 20
    prepaid = OpenItem.objects.get(kind="ADVR").origin_key
    company.post(
        OpenItemsSettled(
            company.head("settlement", party=company.customer, currency="USD", rate="7.4"),
            debits=(Allocation(receivable, a("100")),),
            credits=(Allocation(prepaid, a("100")),),
        )
    )
    assert booked(company, "1122")[2] == (0, 700, "USD", -100, 7)
    assert booked(company, "2204")[1] == (730, 0, "USD", 100, Decimal("7.3"))
    assert company.balance("6603.03.01") == -15 - 20 - 30
    assert company.open_amount(receivable) == 50
    assert violations(company) == []


def test_an_invoice_in_another_currency_than_its_receipt_is_refused():
    company = trading()
    line = company.receive("A", "10", "100", currency="USD", rate="7.1")
    with pytest.raises(CurrencyDiffers):
        company.purchase_invoice(line, "10", "710", code="A")
    back = ReturnLine(next_id(), company.item("A"), q("1"), company.location, amount=a("71"), original_line_id=line)
    with pytest.raises(CurrencyDiffers):
        company.post(PurchaseReturned(company.head("purchase_return", party=company.supplier), (back,)))
    assert company.worth("A") == (10, 710)
    assert violations(company) == []


@pytest.mark.parametrize(
    ("currency", "price", "third"),
    [("JPY", "1000", "333"), ("KWD", "1.051", "0.350"), ("CNY", "10.00", "3.33")],
)
def test_parts_of_an_open_item_are_whole_units_of_its_currency(currency: str, price: str, third: str):
    company = trading(currency=currency)
    line = company.receive("A", "3", price)
    sold = company.ship("A", "3")
    for _ in range(2):
        company.purchase_invoice(line, "1", third, code="A")
        company.sales_invoice(sold, "1", third, code="A")
    company.purchase_invoice(line, "1", str(Decimal(price) - 2 * Decimal(third)), code="A")
    company.sales_invoice(sold, "1", third, code="A")
    unit = Decimal(third).scaleb(0)
    for debit, credit, *_ in booked(company, "2202.02") + booked(company, "1406") + booked(company, "6401"):
        assert (debit + credit) == (debit + credit).quantize(unit)
    assert company.balance("2202.02") == 0
    assert company.balance("1406") == 0
    assert company.balance("6401") == Decimal(price)
    assert violations(company) == []


@pytest.mark.parametrize(("foreign", "rate", "paid"), [("JPY", "0.047", "1000"), ("KWD", "23.5", "1.051")])
def test_a_foreign_item_paid_in_thirds_ends_at_nothing_in_both_currencies(foreign: str, rate: str, paid: str):
    company = trading()
    head = company.head("sales_invoice", party=company.customer, currency=foreign, rate=rate)
    company.post(SalesInvoicePosted(head, (SalesInvoiceLine(next_id(), a(paid)),), DAY))
    third = "333" if foreign == "JPY" else "0.350"
    for part in (third, third, str(Decimal(paid) - 2 * Decimal(third))):
        company.money_in(part, (head.origin_id, part), currency=foreign, rate="0.05" if foreign == "JPY" else "24")
    item = OpenItem.objects.get(origin_key=head.origin_id)
    assert (item.open_txn, item.open_amount) == (0, 0)
    assert company.balance("1122") == 0
    cash, revenue = company.balance("1002"), company.balance("6001")
    assert company.balance("6603.03.01") == -(cash + revenue)
    assert violations(company) == []


def test_price_difference_of_a_foreign_invoice_is_split_in_units_of_both_currencies():
    company = trading()
    line = company.receive("A", "3", "100", currency="JPY", rate="0.05")
    company.ship("A", "1", invoiced=True)
    company.purchase_invoice(line, "3", "101", code="A", currency="JPY", rate="0.06")
    assert company.balance("2202.01") == Decimal("-6.06")
    assert company.worth("A") == (2, Decimal("4.04"))
    assert company.balance("6401") == Decimal("2.02")
    assert [x[3] for x in booked(company, "1405")][-1] == 1
    assert violations(company) == []


def test_a_voucher_in_foreign_currency_balances_and_shows_what_rounding_left():
    company = trading()
    lines = (
        MoneyLine(a("10.01"), account_key=AccountKey.EXPENSE),
        MoneyLine(a("20.02"), account_key=AccountKey.SAMPLE),
        MoneyLine(a("-30.03"), account_key=AccountKey.CASH),
    )
    head = company.head("voucher", currency="USD", rate="7.1251")
    company.post(ManualEntryPosted(head, lines))
    assert company.balance("6602.99") == Decimal("71.32")
    assert company.balance("6601.08") == Decimal("142.64")
    assert company.balance("1002") == Decimal("-213.97")
    assert company.balance("6603.06") == Decimal("0.01")
    assert violations(company) == []
    with pytest.raises(EntryNotBalanced):
        company.post(ManualEntryPosted(company.head("voucher", currency="USD", rate="7"), lines[:2]))


def test_opening_items_too_small_for_the_ledger_keep_their_sign():
    company = trading()
    due = DAY + dt.timedelta(days=30)
    items = (OpeningItem(next_id(), "AR", company.customer, a("3"), due),)
    head = company.head("opening", currency="JPY", rate="0.001")
    company.post(OpeningItemsPosted(head, items))
    item = OpenItem.objects.get()
    assert (item.amount, item.amount_txn) == (0, 3)
    assert booked(company, "1122") == [(0, 0, "JPY", 3, Decimal("0.001"))]
    assert violations(company) == []


def test_opening_items_of_all_kinds_are_settled_and_reversed():
    company = trading()
    due = DAY + dt.timedelta(days=30)
    lines = tuple(
        OpeningItem(next_id(), kind, party, a(amount), due)
        for kind, party, amount in (
            ("AR", company.customer, "500"),
            ("ADVR", company.customer, "-120"),
            ("AP", company.supplier, "-300"),
            ("ADVP", company.supplier, "70"),
        )
    )
    opening = company.head("opening")
    company.post(OpeningItemsPosted(opening, lines))
    assert company.balance("4999") == -150
    settled = company.head("settlement", party=company.customer)
    company.post(
        OpenItemsSettled(
            settled,
            debits=(Allocation(0, a("120"), origin_line_id=lines[0].line_id),),
            credits=(Allocation(0, a("120"), origin_line_id=lines[1].line_id),),
        )
    )
    received = company.head("money_receipt", party=company.customer)
    company.post(MoneyReceived(received, a("380"), (Allocation(0, a("380"), origin_line_id=lines[0].line_id),)))
    assert company.balance("1122") == 0
    with pytest.raises(OpenItemExceeded):
        company.money_in("1", (lines[0].line_id, "1"))
    for document in (received.origin_id, settled.origin_id, opening.origin_id):
        reverse(company, document)
    assert [company.balance(code) for code in ("1122", "2204", "2202.01", "1123", "4999", "1002")] == [0] * 6
    assert violations(company) == []


def test_a_purchase_return_in_foreign_currency_clears_and_claims_at_the_right_rates():
    company = trading()
    line = company.receive("A", "10", "100", currency="USD", rate="7")
    company.purchase_invoice(line, "6", "60", code="A", currency="USD", rate="7.2")
    head = company.head("purchase_return", party=company.supplier, currency="USD", rate="7.3")
    back = ReturnLine(next_id(), company.item("A"), q("5"), company.location, amount=a("50"), original_line_id=line)
    company.post(PurchaseReturned(head, (back,)))
    assert booked(company, "2202.02")[-1] == (0, -353, "USD", 50, Decimal("7.06"))
    claim = OpenItem.objects.get(origin_key=back.line_id)
    assert (claim.open_quantity, claim.open_amount, claim.open_txn) == (-1, 73, 10)
    red = company.head("purchase_invoice", party=company.supplier, currency="USD", rate="7.4")
    credit = PurchaseInvoiceLine(
        next_id(), a("-10"), item_id=company.item("A"), quantity=q("-1"), receipt_line_id=back.line_id
    )
    company.post(PurchaseInvoicePosted(red, (credit,), DAY))
    assert company.balance("2202.02") == 0
    assert company.balance("2202.01") == -432 + 74
    assert violations(company) == []


def test_quantities_with_six_decimals_lose_nothing():
    company = trading(parallel=("fifo",))
    goods = GoodsLine(next_id(), company.item("A"), q("0.333333"), company.location, amount=a("9.99"))
    company.post(GoodsReceived(company.head("goods_receipt", party=company.supplier), (goods,)))
    company.ship("A", "0.000001", invoiced=True)
    company.ship("A", "0.111111", invoiced=True)
    company.ship("A", "0.222221", invoiced=True)
    assert company.worth("A") == (0, 0)
    assert company.balance("6401") == Decimal("9.99")
    assert company.balance("1405") == 0
    assert violations(company) == []
