"""Opening balances: what a company brings along, settled and checked like everything else."""

import datetime as dt
from decimal import Decimal

import pytest

from heliu.catalog.errors import UnknownReference
from heliu.core.errors import IllegalTransition, InvalidInput
from heliu.finance import services as finance
from heliu.finance.errors import OpeningByDocument, PartyMissing
from heliu.finance.kinds import MONEY_RECEIPT, PAYMENT
from heliu.finance.models import OpeningBalance, OpeningBalanceLine
from heliu.finance.queries.balances import open_items
from heliu.finance.queries.openings import opening_check
from heliu.finance.rules.drafts import AllocationDraft
from heliu.finance.rules.vouchers import OpeningLineDraft
from heliu.ledger.models import Entry
from heliu.posting.errors import ReversalRefused
from heliu.posting.facts import AccountKey, AdjustmentLine, StockAdjusted
from tests.support.invoices import money
from tests.support.proofs import violations
from tests.support.trading import DAY, Trading, q, trading
from tests.support.vouchers import a, account, balance_of, openings, owed

pytestmark = pytest.mark.django_db

JANUARY = dt.date(2026, 1, 1)


def brought(company: Trading, topic: str, *lines: object, **facts: object) -> int:
    stored = finance.create_opening(company.scope, openings(topic, *lines, day=JANUARY, **facts))
    finance.post_opening(company.scope, stored.id)
    return stored.id


def line_ids(document: int) -> list[int]:
    return list(
        OpeningBalanceLine.objects.filter(document_id=document).order_by("line_no").values_list("id", flat=True)
    )


def test_an_opening_receivable_keeps_its_number_and_due_date_and_is_settled_by_a_receipt() -> None:
    company = trading()
    due = dt.date(2026, 2, 10)
    document = brought(
        company, "parties", owed("AR", company.customer, "113", number="XS-2025-77", due=due),
        owed("AR", company.customer, "50"),
    )  # fmt: skip
    first, second = line_ids(document)
    rows = open_items(company.scope, "AR", today=DAY)["items"]
    assert [(row["origin"]["number"], row["due_date"], row["open_amount"]) for row in rows] == [
        (OpeningBalance.objects.get(id=document).number, JANUARY, "50"),
        ("XS-2025-77", due, "113"),
    ]
    assert {row["origin"]["line_id"] for row in rows} == {str(first), str(second)}

    allocation = AllocationDraft(
        origin_kind="opening_balance", origin_id=document, origin_line_id=first, amount=a("113")
    )
    finance.post_money(company.scope, MONEY_RECEIPT, [money(company, "113", allocation)])

    assert company.open_amount(first) == 0
    assert company.open_amount(second) == 50
    assert company.balance("1122") == 50
    assert company.balance("4999") == -163
    assert violations(company) == []


def test_opening_payables_and_prepayments_of_both_sides_stand_on_their_accounts() -> None:
    company = trading()
    document = brought(
        company, "parties", owed("AP", company.supplier, "-200"), owed("ADVP", company.supplier, "30"),
        owed("ADVR", company.customer, "-45"),
    )  # fmt: skip
    payable = line_ids(document)[0]
    assert (company.balance("2202.01"), company.balance("1123"), company.balance("2204")) == (-200, 30, -45)
    allocation = AllocationDraft(
        origin_kind="opening_balance", origin_id=document, origin_line_id=payable, amount=a("80")
    )
    finance.post_money(company.scope, PAYMENT, [money(company, "80", allocation, party=company.supplier)])
    assert company.open_amount(payable) == -120
    assert company.balance("4999") == 215
    assert violations(company) == []


def test_an_opening_receivable_in_dollars_is_worth_its_rate() -> None:
    company = trading()
    line = brought(company, "parties", owed("AR", company.customer, "100"), currency="USD", rate="7.1")
    assert company.balance("1122") == 710
    assert company.open_amount(line_ids(line)[0]) == 100
    assert violations(company) == []


def test_account_balances_are_balanced_by_the_opening_account_itself() -> None:
    company = trading()
    brought(company, "accounts", balance_of(company, "1002", "1000"), balance_of(company, "4001", "-600"))
    assert (company.balance("1002"), company.balance("4001"), company.balance("4999")) == (1000, -600, -400)
    entry = Entry.objects.get(company_id=company.scope.company_id)
    assert (entry.kind, entry.business_date) == ("opening", JANUARY)
    assert violations(company) == []


def test_a_dollar_account_brings_dollars_and_the_opening_account_takes_their_worth() -> None:
    company = trading()
    small = OpeningLineDraft(account_id=account(company, "1001"), amount=a("0.01"))
    brought(company, "accounts", balance_of(company, "1002", "100.01"), small, small, currency="USD", rate="7.5")
    assert (company.balance("1002"), company.balance("1001")) == (Decimal("750.08"), Decimal("0.16"))
    assert company.balance("4999") == Decimal("-750.24")
    assert violations(company) == []


@pytest.mark.parametrize(
    ("code", "way"), [("1122", "parties"), ("2202.01", "parties"), ("1405", "stock"), ("2202.02", "documents")]
)
def test_accounts_kept_by_documents_are_refused_with_the_way_to_enter_them(code: str, way: str) -> None:
    company = trading()
    with pytest.raises(OpeningByDocument) as refusal:
        brought(company, "accounts", balance_of(company, code, "10"))
    assert (refusal.value.facts["account"], refusal.value.facts["remedy"]) == (code, way)
    assert refusal.value.loc == ("lines", 0, "account_id")
    assert OpeningBalance.objects.count() == 0


def test_refused_openings_leave_nothing_behind() -> None:
    company = trading()
    other_receivable = balance_of(company, "1221", "10")
    for refusal, topic, wrong in (
        (PartyMissing, "accounts", other_receivable),
        (UnknownReference, "accounts", OpeningLineDraft(account_id=99, amount=a("1"))),
        (InvalidInput, "accounts", balance_of(company, "1001", "0")),
        (InvalidInput, "accounts", balance_of(company, "1001", "0.001")),
        (InvalidInput, "parties", owed("AR", company.supplier, "10")),
        (InvalidInput, "parties", owed("AP", company.customer, "-10")),
        (InvalidInput, "parties", owed("GRIR", company.supplier, "-10")),
        (InvalidInput, "parties", owed("AR", 0, "10")),
    ):
        with pytest.raises(refusal):
            brought(company, topic, wrong)
    assert (OpeningBalance.objects.count(), Entry.objects.count()) == (0, 0)


def test_an_opening_is_taken_back_whole_until_somebody_paid_it() -> None:
    company = trading()
    paid = brought(company, "parties", owed("AR", company.customer, "40"))
    free = brought(company, "parties", owed("AR", company.customer, "60"))
    allocation = AllocationDraft(
        origin_kind="opening_balance", origin_id=paid, origin_line_id=line_ids(paid)[0], amount=a("5")
    )
    finance.post_money(company.scope, MONEY_RECEIPT, [money(company, "5", allocation)])
    with pytest.raises(ReversalRefused):
        finance.reverse_opening(company.scope, paid, business_date=DAY)
    mirror = finance.reverse_opening(company.scope, free, business_date=DAY)
    assert company.balance("1122") == 35
    assert company.open_amount(line_ids(free)[0]) == 0
    stored = OpeningBalance.objects.get(id=mirror.id)
    assert (stored.state, stored.debit, stored.credit) == ("posted", -60, 0)
    assert OpeningBalance.objects.get(id=free).state == "reversed"
    with pytest.raises(IllegalTransition):
        finance.reverse_opening(company.scope, free, business_date=DAY)
    assert violations(company) == []


def test_a_draft_is_rewritten_and_can_be_cancelled() -> None:
    company = trading()
    stored = finance.create_opening(company.scope, openings("accounts", balance_of(company, "1002", "10")))
    changed = openings("accounts", balance_of(company, "1001", "25"), balance_of(company, "1002", "5"))
    finance.replace_opening(company.scope, stored.id, changed, version=1)
    preview = finance.post_opening(company.scope, stored.id, dry_run=True)
    assert [(x.debit, x.credit) for x in preview.entries[0].lines] == [(a("25"), 0), (a("5"), 0), (0, a("30"))]
    finance.cancel_opening(company.scope, stored.id, reason="doppelt")
    header = OpeningBalance.objects.get(id=stored.id)
    assert (header.state, header.debit, header.version, Entry.objects.count()) == ("cancelled", 30, 3, 0)


def test_the_check_shows_what_was_brought_and_what_is_left_on_the_opening_account() -> None:
    company = trading()
    assert opening_check(company.scope)["ok"]
    brought(company, "accounts", balance_of(company, "1002", "1000"))
    brought(company, "parties", owed("AR", company.customer, "113"), owed("AP", company.supplier, "-200"))
    goods = AdjustmentLine(
        1, company.item("A"), q("10"), company.location, inbound=True, reason_key=AccountKey.OPENING, amount=a("500")
    )
    company.post(StockAdjusted(company.head("other_receipt", day=JANUARY), (goods,)))

    found = opening_check(company.scope)
    assert (found["balanced"], found["left"], found["ok"]) == (True, "-1413", False)
    assert {i["account"]["code"]: (i["debit"], i["credit"]) for i in found["items"]} == {
        "1002": ("1000", "0"), "1122": ("113", "0"), "1405": ("500", "0"), "2202.01": ("0", "200"),
        "4999": ("0", "1413"),
    }  # fmt: skip
    assert {s["kind"]: (s["vouchers"], s["amount"]) for s in found["sources"]} == {
        "opening_balance": (2, "-913"), "other_receipt": (1, "-500"),
    }  # fmt: skip

    brought(company, "accounts", balance_of(company, "4104.99", "-1413"))
    found = opening_check(company.scope)
    assert (found["left"], found["ok"], found["debit"], found["credit"]) == ("0", True, "1613", "1613")
    assert violations(company) == []
