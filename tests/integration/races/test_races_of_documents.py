"""One document while another is written and not yet committed: what is stored is what one after the other would store.

PostgreSQL only: on SQLite there is one writer at a time.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from heliu.access.models import MembershipRole, Role
from heliu.access.services import roles, users
from heliu.catalog import services as catalog
from heliu.catalog.drafts import CategoryDraft, ItemDraft
from heliu.catalog.models import ItemCategory
from heliu.finance import services as finance
from heliu.finance.kinds import PURCHASE_INVOICE, SALES_INVOICE
from heliu.finance.rules.drafts import RedLine
from heliu.ledger import services as ledger
from heliu.ledger.models import Account, Period
from heliu.ledger.services.accounts import AccountDraft
from heliu.posting.facts import ManualEntryPosted, MoneyLine
from heliu.posting.install import choose_first_year
from heliu.purchasing import services as purchasing
from heliu.purchasing.drafts import NewOrder as NewPurchase
from heliu.purchasing.drafts import NewOrderLine as NewPurchaseLine
from heliu.purchasing.models import PurchaseOrderLine
from heliu.sales import services as sales
from heliu.sales.drafts import Fulfilment, NewOrderLine, NewReturn, NewReturnLine
from heliu.sales.models import SalesOrderLine
from heliu.sales.services import credit
from heliu.stock import services as stock
from heliu.stock.models import StockBalance, Warehouse
from heliu.warehouse import services as warehouse
from heliu.warehouse.models import GoodsDocument
from tests.integration.finance.test_profit_transfer import booked, period
from tests.support import goods as desk
from tests.support import people, vouchers
from tests.support.invoices import goods, invoice, p, q
from tests.support.proofs import violations
from tests.support.selling import (
    approved,
    header,
    limit_credit,
    new_order,
    order_line,
    ordered,
    shipment,
)
from tests.support.selling import (
    goods_lines as lines_of,
)
from tests.support.selling import (
    line as order_line_of,
)
from tests.support.threads import at_once, before_commit_of
from tests.support.trading import DAY, Trading, a, trading

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine("postgresql")]
LATER = DAY + dt.timedelta(days=40)
"""In another month: neither voucher number nor account balance makes one wait for the other."""

Action = Callable[[], object]


def _freight(company: Trading) -> int:
    draft = ItemDraft(code="F", name="运费", kind="service", base_unit_id=company.unit_id)
    return catalog.create_item(company.scope, draft)


def _brings_back(company: Trading, shipment_line: int, quantity: str, day: dt.date = DAY) -> Action:
    back = NewReturn(business_date=day, lines=(NewReturnLine(quantity=q(quantity), shipment_line_id=shipment_line),))
    return lambda: sales.return_goods(company.scope, back)


def _states(shipment_id: int) -> list[str]:
    returns = GoodsDocument.objects.filter(document_type="sales_return", original_id=shipment_id).order_by("id")
    return [shipment(shipment_id).invoicing, *returns.values_list("invoicing", flat=True)]


def test_an_order_forgets_no_return_that_is_posted_while_its_freight_is_invoiced() -> None:
    company = trading()
    company.receive("A", "10", "100")
    lines = (
        order_line(company, "A", "4", "25"),
        NewOrderLine(item_id=_freight(company), quantity=q("1"), price=p("10")),
    )
    order = approved(company, *lines)
    shipped = lines_of(sales.ship_order(company.scope, order.order_id, how=Fulfilment(business_date=DAY)))[0]
    bill = replace(goods(company, "A", 0, "1", "10"), item_id=lines[1].item_id, order_line_id=order.line_ids[1])

    outcome = before_commit_of(
        _brings_back(company, shipped, "1"),
        lambda: finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, bill, day=LATER)]),
    )

    assert outcome == "done"
    first, second = order_line_of(order.order_id), order_line_of(order.order_id, 2)
    assert (first.returned_quantity, second.invoiced_quantity) == (1, 1)


@pytest.mark.parametrize("day", [DAY, LATER])
def test_what_is_invoiced_at_the_same_moment_is_credited_when_it_comes_back(day: dt.date) -> None:
    company = trading()
    company.receive("A", "40", "400")
    document = desk.post(company, "shipment", ("A", "4", "25"))
    (shipped,) = document.line_ids
    bill = invoice(company, goods(company, "A", shipped, "4", "25"), day=day)
    draft = finance.create_invoice(company.scope, SALES_INVOICE, bill)

    outcome = before_commit_of(
        lambda: finance.post_invoice(company.scope, SALES_INVOICE, draft.id), _brings_back(company, shipped, "4")
    )

    assert (outcome, company.balance("1122"), company.on_hand("A")) == ("done", 0, 40)
    assert violations(company) == []


@pytest.mark.parametrize("ordered_first", [True, False], ids=["of an order", "of no order"])
def test_of_shipments_that_come_back_in_part_at_the_same_moment_the_rest_is_invoiced(ordered_first: bool) -> None:
    company = trading()
    company.receive("A", "40", "400")
    if ordered_first:
        order = approved(company, order_line(company, "A", "4", "25", tax=""))
        document_id = sales.ship_order(company.scope, order.order_id, how=Fulfilment(business_date=DAY))
    else:
        document_id = desk.post(company, "shipment", ("A", "4", "25")).document_id
    (shipped,) = lines_of(document_id)

    outcome = before_commit_of(
        _brings_back(company, shipped, "1"),
        lambda: sales.invoice_shipments(company.scope, [document_id], business_date=LATER),
    )

    assert (outcome, company.balance("1122"), company.balance("1406")) == ("done", 75, 0)
    assert _states(document_id) == ["full", "none"]
    assert violations(company) == []


def test_of_shipments_that_come_back_whole_at_the_same_moment_nothing_is_invoiced() -> None:
    company = trading()
    company.receive("A", "40", "400")
    document = desk.post(company, "shipment", ("A", "4", "25"))

    outcome = before_commit_of(
        _brings_back(company, document.line_ids[0], "4"),
        lambda: sales.invoice_shipments(company.scope, [document.document_id], business_date=LATER),
    )

    assert (outcome, company.balance("1122")) == ("nothing_left", 0)


def test_two_returns_of_a_half_invoiced_shipment_credit_the_invoiced_half() -> None:
    company = trading()
    company.receive("A", "40", "400")
    (shipped,) = desk.post(company, "shipment", ("A", "4", "25")).line_ids
    finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, goods(company, "A", shipped, "2", "25"))])

    outcome = before_commit_of(_brings_back(company, shipped, "2"), _brings_back(company, shipped, "2", LATER))

    assert (outcome, company.balance("1122")) == ("done", 0)
    assert violations(company) == []


def test_a_shipment_knows_of_the_return_and_of_the_red_invoice_of_one_moment() -> None:
    def case() -> tuple[int, Action, Action]:
        document = desk.post(company, "shipment", ("A", "4", "25"), ("B", "4", "25"))
        first, second = document.line_ids
        lines = (goods(company, "A", first, "4", "25"), goods(company, "B", second, "4", "25"))
        bill = finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, *lines)])[0]
        back = desk.post(company, "sales_return", ("B", "4", {"original_line_id": second}))
        red = RedLine(bill.line_ids[1], q("4"), back.line_ids[0])
        return (
            document.document_id,
            lambda: desk.post(company, "sales_return", ("A", "4", {"original_line_id": first})),
            lambda: finance.red_invoice(company.scope, SALES_INVOICE, bill.id, business_date=LATER, lines=[red]),
        )

    company = trading()
    company.receive("A", "40", "400")
    company.receive("B", "40", "400")
    one_after_the_other, comes_back, is_credited = case()
    comes_back()
    is_credited()

    at_one_moment, comes_back, is_credited = case()
    before_commit_of(comes_back, is_credited)

    assert _states(at_one_moment) == _states(one_after_the_other)
    assert violations(company) == []


def test_a_sales_order_keeps_the_line_that_is_invoiced_while_it_is_amended_away() -> None:
    company = trading()
    company.receive("A", "10", "100")
    freight = _freight(company)
    goods_line = order_line(company, "A", "4", "25")
    order = approved(company, goods_line, NewOrderLine(item_id=freight, quantity=q("1"), price=p("10")))
    amended = new_order(company, replace(goods_line, line_id=order.line_ids[0]))
    version = header(order.order_id).version
    bill = replace(
        goods(company, "A", 0, "1", "10"), item_id=freight, order_id=order.order_id, order_line_id=order.line_ids[1]
    )

    outcome = before_commit_of(
        lambda: sales.amend_order(company.scope, order.order_id, amended, version=version),
        lambda: finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, bill)]),
    )

    assert (outcome, SalesOrderLine.objects.filter(id=order.line_ids[1]).exists()) == ("order_line_mismatch", False)
    assert company.balance("1122") == 0


def test_a_purchase_order_keeps_the_line_that_is_invoiced_while_it_is_amended_away() -> None:
    company = trading()
    freight = _freight(company)
    goods_line = NewPurchaseLine(item_id=company.item("A"), quantity=q("4"), price=p("25"), tax_code_id=0)
    second = NewPurchaseLine(item_id=freight, quantity=q("1"), price=p("10"), tax_code_id=0)
    new = NewPurchase(
        party_id=company.supplier, warehouse_id=company.warehouse_id, business_date=DAY, lines=(goods_line, second),
        approved=True,
    )  # fmt: skip
    made = purchasing.create_order(company.scope, new)
    amended = replace(new, lines=(replace(goods_line, line_id=made.line_ids[0]),), approved=False)
    version = desk.stored(made).version
    bill = replace(
        goods(company, "A", 0, "1", "10"), item_id=freight, order_id=made.order_id, order_line_id=made.line_ids[1]
    )

    outcome = before_commit_of(
        lambda: purchasing.amend_order(company.scope, made.order_id, amended, version=version),
        lambda: finance.post_invoices(
            company.scope, PURCHASE_INVOICE, [invoice(company, bill, party=company.supplier)]
        ),
    )

    assert (outcome, PurchaseOrderLine.objects.filter(id=made.line_ids[1]).exists()) == ("order_line_mismatch", False)
    assert company.balance("2202") == 0


def test_two_shipments_at_once_leave_from_two_lots() -> None:
    company = trading()
    milk = ItemDraft(code="M", name="牛奶", base_unit_id=company.unit_id, tracks_lots=True)
    company.items["M"] = catalog.create_item(company.scope, milk)
    for code, month in (("L-JUNE", 6), ("L-MAY", 5)):
        lot = {"lot_code": code, "expires_on": dt.date(2026, month, 28)}
        desk.post(company, "goods_receipt", ("M", "5", "2", lot))
    first, second = (desk.draft(company, "shipment", ("M", "5", "3")) for _ in range(2))

    outcome = before_commit_of(
        lambda: warehouse.post_goods_document(company.scope, "shipment", first),
        lambda: warehouse.post_goods_document(company.scope, "shipment", second),
    )

    lots = [desk.lines_of(document)[0].lot.code for document in (first, second)]
    assert (outcome, lots, company.on_hand("M")) == ("done", ["L-MAY", "L-JUNE"], 0)


def test_profit_of_two_months_is_transferred_once() -> None:
    company = trading()
    booked(company, "6001", "-1000", day=dt.date(2026, 1, 10))
    booked(company, "6001", "-10", day=dt.date(2026, 2, 10))

    outcome = before_commit_of(
        lambda: finance.transfer_profit(company.scope, period(company, 202601)),
        lambda: finance.transfer_profit(company.scope, period(company, 202602)),
    )

    assert (outcome, company.balance("6001"), company.balance("4103")) == ("done", 0, -1010)


def test_months_are_closed_in_order_while_an_earlier_one_is_reopened() -> None:
    company = trading()
    ids = dict(Period.objects.filter(ledger_id=company.ledger_id).values_list("code", "id"))
    second_person = replace(company.scope, user_id=8)
    ledger.close(company.scope, ids[202601], accept_warnings=True)

    outcome = before_commit_of(
        lambda: ledger.close(company.scope, ids[202602], accept_warnings=True),
        lambda: ledger.reopen(second_person, ids[202601], reason="late bill"),
    )

    states = Period.objects.filter(ledger_id=company.ledger_id, code__in=(202601, 202602)).order_by("code")
    assert (outcome, *states.values_list("state", flat=True)) == ("period_out_of_order", "closed", "closed")


def test_no_earlier_year_is_opened_while_january_closes() -> None:
    company = trading()
    january = Period.objects.get(ledger_id=company.ledger_id, code=202601).id

    outcome = before_commit_of(
        lambda: ledger.close(company.scope, january, accept_warnings=True),
        lambda: ledger.open_year(company.scope, company.ledger_id, 2025),
    )

    assert outcome == "year_not_adjacent"
    assert not Period.objects.filter(ledger_id=company.ledger_id, code__lt=202601).exists()


def test_books_begin_in_the_year_that_was_chosen_last() -> None:
    company = trading()

    outcome = before_commit_of(
        lambda: choose_first_year(company.scope, first_year=2010),
        lambda: choose_first_year(company.scope, first_year=2020),
    )

    codes = list(Period.objects.filter(ledger_id=company.ledger_id).order_by("code").values_list("code", flat=True))
    assert (outcome, codes) == ("done", list(range(202001, 202013)))


def test_the_first_year_chosen_twice_at_once_is_chosen_once() -> None:
    company = trading()

    outcome = before_commit_of(
        lambda: choose_first_year(company.scope, first_year=2010, years=2),
        lambda: choose_first_year(company.scope, first_year=2010, years=2),
    )

    assert (outcome, Period.objects.filter(ledger_id=company.ledger_id).count()) == ("done", 24)


def test_no_other_first_year_is_chosen_while_the_first_entry_is_posted() -> None:
    company = trading()

    outcome = before_commit_of(
        lambda: booked(company, "6001", "-1000", day=DAY),
        lambda: choose_first_year(company.scope, first_year=2010),
    )

    assert (outcome, company.balance("6001")) == ("ledger_in_use", -1000)
    assert Period.objects.filter(ledger_id=company.ledger_id, code=202601).exists()


def test_nothing_is_posted_into_a_year_that_is_replaced_at_the_same_moment() -> None:
    company = trading()

    outcome = before_commit_of(
        lambda: choose_first_year(company.scope, first_year=2010),
        lambda: booked(company, "6001", "-1000", day=DAY),
    )

    assert (outcome, company.balance("6001")) == ("no_period", 0)


@pytest.mark.parametrize(
    ("comes_first", "refusal", "kept", "holders"), [("deleted", "not_found", 0, 0), ("given", "in_use", 1, 1)]
)
def test_a_role_is_given_or_deleted_but_not_both(comes_first: str, refusal: str, kept: int, holders: int) -> None:
    company = people.company()
    owner, member = people.user(company, "owner"), people.user(company, "owner")
    acting = people.scope(owner, company)
    role_id = roles.create_role(acting, roles.RoleContent("night_shift", "夜班", "Night shift", ("sales.*",)))
    place = users.Place(role_ids=(role_id,))
    delete: Action = lambda: roles.delete_role(acting, role_id)  # noqa: E731
    give: Action = lambda: users.update_user(acting, member.pk, place, version=1)  # noqa: E731

    outcome = before_commit_of(delete, give) if comes_first == "deleted" else before_commit_of(give, delete)

    assert outcome == refusal
    assert Role.objects.filter(pk=role_id).count() == kept
    assert MembershipRole.objects.filter(role_id=role_id).count() == holders
    assert MembershipRole.objects.filter(membership__user=member).count() == 1


def test_two_owners_do_not_take_each_others_role_at_once() -> None:
    company = people.company()
    first, second = people.user(company, "owner"), people.user(company, "owner")
    other = Role.objects.filter(company=company).exclude(code="owner").first()
    assert other is not None
    place = users.Place(role_ids=(other.pk,))

    outcome = before_commit_of(
        lambda: users.update_user(people.scope(first, company), second.pk, place, version=1),
        lambda: users.update_user(people.scope(second, company), first.pk, place, version=1),
    )

    assert outcome == "last_owner"
    assert MembershipRole.objects.filter(role__code="owner", company=company).count() == 1


def test_two_categories_do_not_move_below_each_other() -> None:
    company = trading()
    x, y = (catalog.create_category(company.scope, CategoryDraft(code=code, name=code)) for code in "XY")

    outcome = before_commit_of(
        lambda: catalog.update_category(company.scope, x, CategoryDraft(code="X", name="X", parent_id=y), version=1),
        lambda: catalog.update_category(company.scope, y, CategoryDraft(code="Y", name="Y", parent_id=x), version=1),
    )

    assert outcome == "circular_category"
    assert dict(ItemCategory.objects.filter(id__in=(x, y)).values_list("id", "parent_id")) == {x: y, y: None}


def test_credit_is_not_given_while_an_order_becomes_a_receivable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The invoice is posted between the question for receivables and the question for orders."""
    company = trading()
    company.receive("A", "50", "500")
    limit_credit(company, "300")
    first = approved(company, order_line(company, "A", "8", "25"))
    sales.ship_order(company.scope, first.order_id, how=Fulfilment(business_date=DAY))
    second = ordered(company, order_line(company, "A", "8", "25"))
    ask = credit.exposure_items

    def ask_and_wait(*asked: object) -> object:
        found = ask(*asked)  # type: ignore[arg-type]
        monkeypatch.setattr(credit, "exposure_items", ask)
        at_once([lambda: sales.invoice_order(company.scope, first.order_id, business_date=DAY)])
        return found

    monkeypatch.setattr(credit, "exposure_items", ask_and_wait)
    with desk.refused(credit.CreditLimitExceeded):
        sales.approve_order(company.scope, second.order_id)


def _booked_on(company: Trading, account_id: int) -> Action:
    lines = (
        MoneyLine(a("5"), account_id=account_id),
        MoneyLine(a("-5"), account_id=vouchers.account(company, "1002")),
    )
    fact = ManualEntryPosted(company.head("voucher"), lines)
    return lambda: company.post(fact)


def test_an_account_that_is_posted_to_gets_no_sub_account() -> None:
    company = trading()
    account = vouchers.account(company, "6711")

    outcome = before_commit_of(
        _booked_on(company, account),
        lambda: ledger.create_account(company.scope, parent_id=account, code="6711.01", draft=AccountDraft(name="x")),
    )

    assert (outcome, Account.objects.get(id=account).is_leaf) == ("account_has_balance", True)


def test_an_account_that_is_posted_to_is_neither_retired_nor_deleted() -> None:
    company = trading()
    parent = vouchers.account(company, "6711")
    account = ledger.create_account(company.scope, parent_id=parent, code="6711.01", draft=AccountDraft(name="x"))
    retired = AccountDraft(name="x", is_active=False)

    retiring = before_commit_of(
        _booked_on(company, account.id),
        lambda: ledger.update_account(company.scope, account.id, retired, version=account.version),
    )
    another = ledger.create_account(company.scope, parent_id=parent, code="6711.02", draft=AccountDraft(name="y"))
    deleting = before_commit_of(
        _booked_on(company, another.id), lambda: ledger.delete_account(company.scope, another.id)
    )

    assert (retiring, deleting) == ("account_in_use", "account_in_use")


@pytest.mark.parametrize("comes_first", ["goods", "the end of the warehouse"])
def test_a_retired_warehouse_holds_nothing(comes_first: str) -> None:
    company = trading()
    warehouse_id, place = desk.second_warehouse(company)
    version = Warehouse.objects.get(id=warehouse_id).version

    def goods_come() -> object:
        return desk.post(company, "goods_receipt", ("A", "4", "2"), warehouse_id=warehouse_id)

    def ends() -> object:
        return stock.update_warehouse(
            company.scope, warehouse_id, version=version, name="x", address="", allow_negative=False, is_active=False
        )

    first, second = (goods_come, ends) if comes_first == "goods" else (ends, goods_come)
    outcome = before_commit_of(first, second)

    held = sum((row.on_hand for row in StockBalance.objects.filter(location_id=place)), Decimal(0))
    is_active = Warehouse.objects.get(id=warehouse_id).is_active
    assert outcome != "done"
    assert (held, is_active) == ((4, True) if comes_first == "goods" else (0, False))
