"""Money: receipts and payments against open items, discounts, prepayments, refunds, settlement notes, cash entries."""

import datetime as dt
from decimal import Decimal

import pytest

from heliu.core.errors import IllegalTransition, InvalidInput
from heliu.finance import services as finance
from heliu.finance.errors import (
    AllocatedAboveAmount,
    AllocationAboveOpen,
    AllocationNotOpen,
    RefundNotAllocated,
    SettlementNotBalanced,
)
from heliu.finance.kinds import MONEY_RECEIPT, OTHER_EXPENSE, OTHER_INCOME, PAYMENT, PURCHASE_INVOICE, SALES_INVOICE
from heliu.finance.models import MoneyReceipt, MoneyReceiptAllocation, OtherExpense, SettlementNote
from heliu.finance.queries.balances import aged_balances, open_items
from heliu.finance.queries.cash import cash_accounts
from heliu.finance.rules.drafts import InvoiceLineDraft, SettlementDraft
from heliu.ledger.models import Entry
from tests.support.invoices import a, cash_entry, goods, invoice, money, p, q, settles
from tests.support.trading import DAY, Trading, trading

pytestmark = pytest.mark.django_db


def billed(company: Trading, amount: str, *, day: dt.date = DAY, due: dt.date | None = None) -> int:
    """A posted sales invoice over a service, without tax."""
    line = InvoiceLineDraft(
        entered_quantity=q("1"), price=p(amount), account_key="SERVICE_REVENUE", tax_code_id=0, description="服务"
    )
    return finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, line, day=day, due=due)])[0].id


def received(company: Trading, draft: object) -> int:
    return finance.post_money(company.scope, MONEY_RECEIPT, [draft])[0].id


def test_a_receipt_settles_part_of_an_invoice_and_the_rest_stays_open() -> None:
    company = trading()
    bill = billed(company, "113")
    received(company, money(company, "100", settles(bill, "100")))
    assert company.open_amount(bill) == 13
    assert company.balance("1122") == 13
    assert company.balance("1002") == 100


def test_a_discount_settles_without_money() -> None:
    company = trading()
    bill = billed(company, "113.50")
    stored = finance.create_money(company.scope, MONEY_RECEIPT, money(company, "113", settles(bill, "113", "0.50")))
    finance.post_money_document(company.scope, MONEY_RECEIPT, stored.id)
    header = MoneyReceipt.objects.get(id=stored.id)
    assert (header.number, header.state, header.discount) == ("SK202603020001", "posted", Decimal("0.5"))
    assert company.open_amount(bill) == 0
    assert company.balance("1122") == 0
    assert company.balance("6603.05") == Decimal("0.5")


def test_a_discount_on_a_payment_lowers_what_we_pay() -> None:
    company = trading()
    line = company.receive("A", "10", "100")
    bill = finance.post_invoices(
        company.scope,
        PURCHASE_INVOICE,
        [invoice(company, goods(company, "A", line, "10", "10"), party=company.supplier)],
    )[0].id
    finance.post_money(
        company.scope, PAYMENT,
        [money(company, "110", settles(bill, "110", "3", kind="purchase_invoice"), party=company.supplier)],
    )  # fmt: skip
    assert company.open_amount(bill) == 0
    assert company.balance("2202.01") == 0
    assert company.balance("1002") == -110
    assert company.balance("6603.05") == -3


def test_what_is_not_allocated_is_a_prepayment_and_a_note_offsets_it() -> None:
    company = trading()
    advance = received(company, money(company, "100"))
    bill = billed(company, "60")
    assert company.balance("2203") + company.balance("2204") == -100
    note = finance.create_settlement(
        company.scope,
        SettlementDraft(
            party_id=company.customer, side="AR", business_date=DAY, currency="CNY",
            debits=(settles(bill, "60"),), credits=(settles(advance, "60", kind="money_receipt"),),
        ),
    )  # fmt: skip
    finance.post_settlement(company.scope, note.id)
    assert company.open_amount(bill) == 0
    assert company.open_amount(advance) == -40
    finance.reverse_settlement(company.scope, note.id, business_date=DAY)
    assert company.open_amount(bill) == 60
    assert company.open_amount(advance) == -100
    assert SettlementNote.objects.get(id=note.id).state == "reversed"


def test_both_sides_of_a_settlement_are_equal() -> None:
    company = trading()
    advance, bill = received(company, money(company, "100")), billed(company, "60")
    unequal = SettlementDraft(
        party_id=company.customer, side="AR", business_date=DAY, currency="CNY",
        debits=(settles(bill, "60"),), credits=(settles(advance, "50", kind="money_receipt"),),
    )  # fmt: skip
    with pytest.raises(SettlementNotBalanced):
        finance.create_settlement(company.scope, unequal)
    swapped = SettlementDraft(
        party_id=company.customer, side="AR", business_date=DAY, currency="CNY",
        debits=(settles(advance, "60", kind="money_receipt"),), credits=(settles(bill, "60"),),
    )  # fmt: skip
    with pytest.raises(InvalidInput):
        finance.create_settlement(company.scope, swapped)
    assert SettlementNote.objects.count() == 0


def test_a_refund_pays_a_prepayment_back() -> None:
    company = trading()
    advance = received(company, money(company, "100"))
    with pytest.raises(RefundNotAllocated):
        finance.create_money(company.scope, MONEY_RECEIPT, money(company, "-40"))
    received(company, money(company, "-40", settles(advance, "40", kind="money_receipt")))
    assert company.open_amount(advance) == -60
    assert company.balance("1002") == 60
    assert company.balance("2203") + company.balance("2204") == -60


def test_one_receipt_settles_an_invoice_less_its_credit_note() -> None:
    company = trading()
    bill, other = billed(company, "100"), billed(company, "30")
    red = finance.red_invoice(company.scope, SALES_INVOICE, other, business_date=DAY, settle=False)
    received(company, money(company, "70", settles(bill, "100"), settles(red.id, "30")))
    assert company.open_amount(bill) == 0
    assert company.open_amount(red.id) == 0
    assert company.open_amount(other) == 30
    assert company.balance("1002") == 70


@pytest.mark.parametrize(
    ("amount", "allocated", "refusal"),
    [("100", "114", AllocationAboveOpen), ("100", "113", AllocatedAboveAmount)],
)
def test_refused_money_changes_nothing(amount: str, allocated: str, refusal: type[Exception]) -> None:
    company = trading()
    bill = billed(company, "113")
    entries = Entry.objects.count()
    with pytest.raises(refusal):
        received(company, money(company, amount, settles(bill, allocated)))
    assert (MoneyReceipt.objects.count(), MoneyReceiptAllocation.objects.count()) == (0, 0)
    assert Entry.objects.count() == entries
    assert company.open_amount(bill) == 113


@pytest.mark.parametrize(
    ("currency", "amount", "allocated", "discount", "fee"),
    [
        ("CNY", "50.01", "50.005", "0", "0"),
        ("CNY", "50", "50", "0.005", "0"),
        ("CNY", "50", "50", "0", "0.005"),
        ("JPY", "50", "49.5", "0", "0"),
        ("KWD", "50", "49.9995", "0", "0"),
    ],
)
def test_fractions_of_the_smallest_coin_are_neither_settled_nor_paid(
    currency: str, amount: str, allocated: str, discount: str, fee: str
) -> None:
    company = trading()
    service = InvoiceLineDraft(entered_quantity=q("1"), price=p("100"), description="x", account_key="SERVICE_REVENUE")
    rate = "1" if currency == "CNY" else "0.05"
    posted = finance.post_invoices(
        company.scope, SALES_INVOICE, [invoice(company, service, currency=currency, rate=rate)]
    )
    bill = posted[0].id
    with pytest.raises(InvalidInput):
        received(
            company,
            money(company, amount, settles(bill, allocated, discount), currency=currency, rate=rate, fee=fee),
        )
    assert (MoneyReceipt.objects.count(), company.open_amount(bill)) == (0, 100)


def test_two_allocations_of_one_batch_do_not_settle_more_than_is_open() -> None:
    company = trading()
    bill = billed(company, "100")
    with pytest.raises(AllocationAboveOpen):
        finance.post_money(
            company.scope, MONEY_RECEIPT,
            [money(company, "60", settles(bill, "60")), money(company, "60", settles(bill, "60"))],
        )  # fmt: skip
    assert company.open_amount(bill) == 100


def test_an_item_of_another_party_or_currency_is_not_settled() -> None:
    company = trading()
    bill = billed(company, "100")
    for draft in (
        money(company, "100", settles(bill, "100"), party=company.another_customer()),
        money(company, "100", settles(bill, "100"), currency="USD", rate="7"),
    ):
        with pytest.raises(AllocationNotOpen):
            received(company, draft)
    assert company.open_amount(bill) == 100


def test_a_reversed_receipt_opens_the_invoice_again() -> None:
    company = trading()
    bill = billed(company, "113")
    stored = received(company, money(company, "113", settles(bill, "113")))
    mirror = finance.reverse_money(company.scope, MONEY_RECEIPT, stored, business_date=DAY, reason="bounced")
    assert MoneyReceipt.objects.get(id=stored).state == "reversed"
    assert MoneyReceipt.objects.get(id=mirror.id).amount == -113
    assert company.open_amount(bill) == 113
    assert company.balance("1002") == 0
    with pytest.raises(IllegalTransition):
        finance.reverse_money(company.scope, MONEY_RECEIPT, stored, business_date=DAY)


def test_a_bank_fee_is_an_expense_and_the_invoice_is_paid_in_full() -> None:
    company = trading()
    bill = billed(company, "100")
    received(company, money(company, "100", settles(bill, "100"), fee="1.5"))
    assert company.balance("1002") == Decimal("98.5")
    assert company.open_amount(bill) == 0


def test_income_and_expense_without_an_invoice() -> None:
    company = trading()
    income = finance.create_entry(company.scope, OTHER_INCOME, cash_entry(company, ("SERVICE_REVENUE", "80")))
    finance.post_entry(company.scope, OTHER_INCOME, income.id)
    expense = finance.post_entries(
        company.scope, OTHER_EXPENSE, [cash_entry(company, ("EXPENSE", "20"), ("BANK_FEE", "5"))]
    )[0]
    assert company.balance("1002") == 55
    finance.reverse_entry(company.scope, OTHER_EXPENSE, expense.id, business_date=DAY)
    assert OtherExpense.objects.get(id=expense.id).state == "reversed"
    assert company.balance("1002") == 80


def test_receivables_of_any_day_are_shown_again_with_their_age() -> None:
    company = trading()
    first = billed(company, "100", day=dt.date(2026, 1, 10), due=dt.date(2026, 2, 10))
    billed(company, "50", day=dt.date(2026, 3, 1), due=dt.date(2026, 3, 31))
    received(company, money(company, "40", settles(first, "40"), day=dt.date(2026, 3, 5)))
    received(company, money(company, "7", day=dt.date(2026, 3, 6)))

    def balance(day: dt.date) -> dict[str, str]:
        total = aged_balances(company.scope, "AR", as_of=day)["total"]
        return {
            "balance": total["balance"], "prepaid": total["prepaid"], "overdue": total["overdue"],
            **{b["name"]: b["amount"] for b in total["buckets"] if b["amount"] != "0"},
        }  # fmt: skip

    assert balance(dt.date(2026, 1, 31)) == {"balance": "100", "prepaid": "0", "overdue": "0", "not_due": "100"}
    assert balance(dt.date(2026, 3, 4)) == {
        "balance": "150", "prepaid": "0", "overdue": "100", "not_due": "50", "1_30": "100",
    }  # fmt: skip
    assert balance(dt.date(2026, 4, 15)) == {
        "balance": "103", "prepaid": "-7", "overdue": "110", "1_30": "50", "61_90": "60",
    }  # fmt: skip
    control = company.balance("1122") + company.balance("2203") + company.balance("2204")
    assert Decimal(balance(dt.date(2026, 4, 15))["balance"]) == control


def test_the_matching_grid_shows_what_is_open_oldest_due_first() -> None:
    company = trading()
    later = billed(company, "100", due=dt.date(2026, 5, 1))
    sooner = billed(company, "50", due=dt.date(2026, 4, 1))
    received(company, money(company, "30", settles(sooner, "30")))
    page = open_items(company.scope, "AR", today=dt.date(2026, 4, 11), party_id=company.customer, limit=1)
    assert [(i["origin"]["id"], i["open_amount"], i["overdue_days"]) for i in page["items"]] == [
        (str(sooner), "20", 10)
    ]
    rest = open_items(
        company.scope, "AR", today=dt.date(2026, 4, 11), party_id=company.customer, cursor=page["next_cursor"]
    )
    assert [(i["origin"]["id"], i["open_amount"], i["overdue_days"]) for i in rest["items"]] == [(str(later), "100", 0)]
    assert rest["next_cursor"] is None


def test_cash_accounts_show_their_balance() -> None:
    company = trading()
    received(company, money(company, "30"))
    rows = {row["code"]: row for row in cash_accounts(company.scope)["items"]}
    assert rows["1002"]["balance"] == "30"
    assert rows["1002"]["currencies"] == [{"currency": "CNY", "amount": "30"}]
    assert a("30") == 300_000
