"""One stream of facts through CAS, 小企业会计准则, IFRS and US GAAP, each with its own cost and reversal style."""

from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import transaction

from heliu.core.ids import next_id
from heliu.ledger.models import AccountBalance, EntryLine, Ledger
from heliu.posting.errors import InsufficientStock, ReversalRefused
from heliu.posting.facts import (
    AccountKey,
    AdjustmentLine,
    Allocation,
    GoodsTransferred,
    ManualEntryPosted,
    MoneyLine,
    MoneyPaid,
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
    StockAdjusted,
    TransferLine,
)
from heliu.posting.install import add_parallel_ledger
from heliu.stock.models import Location
from heliu.stock.services import create_warehouse
from tests.support.proofs import reverse, violations
from tests.support.trading import DAY, Trading, a, q, trading

pytestmark = pytest.mark.django_db

FRAMEWORKS = (("SMALL", "CAS_SMALL", "moving_average"), ("IFRS", "IFRS", "fifo"), ("US", "USGAAP", "fifo"))


def group() -> tuple[Trading, dict[str, tuple[int, int]]]:
    """A trading company whose facts feed four ledgers; (ledger, valuation book) by code."""
    company = trading()
    ledgers = {"CAS": (company.ledger_id, company.book_id)}
    for code, framework, formula in FRAMEWORKS:
        extra = add_parallel_ledger(
            company.scope, code=code, name=code, framework=framework, currency="CNY", first_year=2026,
            cost_formula=formula,
        )  # fmt: skip
        ledgers[code] = (extra.ledger_id, extra.book_id)
    return company, ledgers


def test_gaap_1_costs_of_every_framework():
    company, ledgers = group()
    company.receive("A", "100", "1000")
    company.receive("A", "100", "1200")
    company.ship("A", "150", invoiced=True)
    cogs = {"CAS": "6401", "SMALL": "5401", "IFRS": "6401", "US": "6401"}
    figures = {
        code: (company.balance(cogs[code], ledger), company.balance("1405", ledger), company.worth("A", book))
        for code, (ledger, book) in ledgers.items()
    }
    average, fifo = (1650, 550, (50, 550)), (1600, 600, (50, 600))
    assert figures == {"CAS": average, "SMALL": average, "IFRS": fifo, "US": fifo}
    assert violations(company) == []


def test_red_stays_on_its_side_only_where_the_framework_wants_it():
    company, ledgers = group()
    line = company.receive("A", "10", "100")
    reverse(company, line)
    sides = {
        code: EntryLine.objects.filter(ledger_id=ledger, entry__kind="reversal", account__code="1405")
        .values_list("debit", "credit")
        .get()
        for code, (ledger, _) in ledgers.items()
    }
    styles = dict(Ledger.objects.values_list("code", "reversal_style"))
    assert sides["CAS"] == sides["SMALL"] == (-100, 0)
    assert sides["US"] == (0, 100)
    assert styles["US"] == "swap"
    turnover = AccountBalance.objects.get(ledger_id=ledgers["US"][0], account__code="1405")
    assert (turnover.debit, turnover.credit) == (100, 100)
    assert violations(company) == []


def every_kind(company: Trading, second: int, transit: int) -> list[int]:
    """One fact of each kind and its exceptions; lines or documents, oldest first."""
    head, item = company.head, company.item("A")
    done = [company.receive("A", "100", "1000"), company.receive("A", "50", "610")]
    done.append(company.purchase_invoice(done[0], "100", "1050", "136.5", code="A"))
    done.append(company.money_out("500", (done[2], "400")))
    shipped = company.ship("A", "30")
    done += [shipped, company.sales_invoice(shipped, "20", "400", "52", code="A")]
    done.append(company.take_back("A", "4", shipped))
    done.append(company.money_in("500", (done[5], "452")))
    sold = company.ship("A", "5", invoiced=True)
    done += [sold, company.take_back("A", "1", sold), company.take_back("A", "1", 0)]
    back = ReturnLine(next_id(), item, q("10"), company.location, amount=a("100"), original_line_id=done[0])
    company.post(PurchaseReturned(head("purchase_return", party=company.supplier), (back,)))
    red = head("purchase_invoice", party=company.supplier)
    credit = PurchaseInvoiceLine(
        next_id(), a("-105"), a("-13.65"), item_id=item, quantity=q("-10"), receipt_line_id=back.line_id
    )
    company.post(PurchaseInvoicePosted(red, (credit,), DAY))
    done += [back.line_id, red.origin_id]
    credit_note = head("sales_invoice", party=company.customer)
    company.post(SalesInvoicePosted(credit_note, (SalesInvoiceLine(next_id(), a("-20"), a("-2.6")),), DAY))
    refund = head("money_receipt", party=company.customer)
    company.post(MoneyReceived(refund, a("-22.6"), (Allocation(credit_note.origin_id, a("22.6")),)))
    done += [credit_note.origin_id, refund.origin_id]
    service = head("purchase_invoice", party=company.supplier)
    company.post(PurchaseInvoicePosted(service, (PurchaseInvoiceLine(next_id(), a("30"), a("1.8")),), DAY))
    fee = head("payment", party=company.supplier)
    paid = (Allocation(service.origin_id, a("31.8"), discount_txn=a("1.8")),)
    company.post(MoneyPaid(fee, a("30"), paid, bank_fee=a("2")))
    done += [service.origin_id, fee.origin_id]
    settled = head("settlement", party=company.supplier)
    company.post(
        OpenItemsSettled(settled, debits=(Allocation(done[3], a("100")),), credits=(Allocation(done[2], a("100")),))
    )
    done.append(settled.origin_id)
    for inbound, key in ((True, AccountKey.STOCK_GAIN), (False, AccountKey.STOCK_LOSS), (False, AccountKey.SAMPLE)):
        line = AdjustmentLine(next_id(), item, q("3"), company.location, inbound, key, use_current_cost=inbound)
        company.post(StockAdjusted(head("adjustment"), (line,)))
        done.append(line.line_id)
    trip = next_id()
    there = TransferLine(trip, item, q("20"), company.location, transit)
    company.post(GoodsTransferred(head("transfer"), (there,)))
    done.append(company.receive("A", "10", "300"))
    arrive = head("transfer")
    company.post(GoodsTransferred(arrive, (TransferLine(trip, item, q("20"), transit, second),)))
    move = TransferLine(next_id(), item, q("5"), second, company.location)
    company.post(GoodsTransferred(head("transfer"), (move,)))
    done.append(move.line_id)
    voucher = head("voucher")
    lines = (MoneyLine(a("9"), account_key=AccountKey.EXPENSE), MoneyLine(a("-9"), account_key=AccountKey.CASH))
    company.post(ManualEntryPosted(voucher, lines))
    opening = head("opening")
    company.post(OpeningItemsPosted(opening, (OpeningItem(next_id(), "AR", company.customer, a("88"), DAY),)))
    done += [voucher.origin_id, opening.origin_id]
    free = company.receive("B", "10", "0")
    done += [free, company.ship("B", "4", invoiced=True), company.purchase_invoice(free, "10", "0", code="B")]
    return done


def test_every_kind_of_fact_in_every_framework_and_back_to_nothing():
    company, ledgers = group()
    second = Location.objects.get(warehouse=create_warehouse(company.scope, code="W2", name="二号仓")).id
    transit = Location.objects.filter(company_id=company.scope.company_id, kind="transit").first()
    assert transit is not None
    done = every_kind(company, second, transit.id)
    assert violations(company) == []
    for code, (ledger, book) in ledgers.items():
        stock = company.worth("A", book)[1] + company.worth("B", book)[1]
        assert company.balance("1405", ledger) + company.balance("1402", ledger) == stock, code
        assert company.balance("1122", ledger) == 88
        assert company.balance("1002", ledger) == Decimal("500") - 500 - Decimal("22.6") - 32 - 9
    taken_back = 0
    for line_or_document in reversed(done):
        with suppress(ReversalRefused, InsufficientStock), transaction.atomic():
            reverse(company, line_or_document)
            taken_back += 1
    assert taken_back == len(done) - 1  # 15 of the first receipt stand in another warehouse
    assert violations(company) == []


def test_goods_without_price_cost_nothing_and_are_accounted():
    company, ledgers = group()
    line = company.receive("A", "10", "0")
    company.ship("A", "4", invoiced=True)
    company.purchase_invoice(line, "10", "50", code="A")
    for _, (ledger, book) in ledgers.items():
        assert company.worth("A", book) == (6, 30)
        assert company.balance("1405", ledger) == 30
    assert company.balance("6401") == 20
    assert violations(company) == []


@pytest.mark.parametrize(("sold", "kept", "cost"), [("0", 120, 0), ("4", 72, 48), ("10", 0, 120)])
@pytest.mark.parametrize("formula", ["moving_average", "fifo"])
def test_a_price_difference_goes_where_the_goods_are(formula: str, sold: str, kept: int, cost: int):
    company = trading(cost_formula=formula)
    line = company.receive("A", "10", "100")
    if sold != "0":
        company.ship("A", sold, invoiced=True)
    company.purchase_invoice(line, "10", "120", code="A")
    assert company.balance("1405") == kept
    assert company.balance("6401") == cost
    assert company.balance("2202.02") == 0
    assert company.balance("2202.01") == -120
    assert violations(company) == []


@pytest.mark.parametrize("formula", ["moving_average", "fifo"])
def test_a_price_difference_invoiced_in_parts_is_split_like_one_invoice(formula: str):
    company = trading(cost_formula=formula)
    line = company.receive("A", "10", "100")
    company.ship("A", "5", invoiced=True)
    company.purchase_invoice(line, "5", "60", code="A")
    company.purchase_invoice(line, "5", "60", code="A")
    assert company.balance("1405") == 60
    assert company.balance("6401") == 60
    assert violations(company) == []
