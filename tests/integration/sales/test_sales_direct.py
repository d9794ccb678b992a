"""Direct sales, returns of any kind, prices."""

from dataclasses import replace
from decimal import Decimal

import pytest

from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.catalog.models import ItemPrice, PriceLevel
from heliu.core.scope import Scope
from heliu.finance.models import MoneyReceipt, SalesInvoice, SettlementNote
from heliu.ledger.models import Entry
from heliu.parties.models import Party
from heliu.posting.errors import InsufficientStock
from heliu.posting.verification import verify
from heliu.sales import services as sales
from heliu.sales.drafts import NewReturn, NewReturnLine, SaleLine
from heliu.sales.errors import CreditLimitExceeded, PriceBelowMinimum
from heliu.sales.queries.prices import last_price, suggestion
from heliu.warehouse.errors import ReturnTooMuch
from heliu.warehouse.models import GoodsDocument
from tests.support.invoices import a, p, q
from tests.support.selling import goods_lines, limit_credit, minimum_price, sale
from tests.support.trading import DAY, trading

pytestmark = pytest.mark.django_db


def test_a_direct_sale_ships_invoices_and_takes_the_money_in_one_step() -> None:
    company = trading()
    company.receive("A", "10", "100")
    company.receive("B", "10", "50")
    sold = sales.sell_directly(company.scope, sale(company, ("A", "2", "25"), ("B", "1", "10"), paid_in_full=True))
    assert sold.gross == a("67.8")
    assert company.balance("6001") == -60
    assert company.balance("6401") == 25
    assert company.balance("1406") == 0
    assert company.balance("1122") == 0
    assert company.balance("1002") == Decimal("67.8")
    assert company.open_amount(sold.invoice_id) == 0
    assert GoodsDocument.objects.get(id=sold.shipment_id).invoiced is True
    assert sold.shipment_line_ids == tuple(goods_lines(sold.shipment_id))


def test_a_service_in_a_direct_sale_leaves_no_warehouse() -> None:
    company = trading()
    company.receive("A", "10", "100")
    company.items["F"] = catalog.create_item(
        company.scope, ItemDraft(code="F", name="运费", kind="service", base_unit_id=company.unit_id)
    )
    sold = sales.sell_directly(company.scope, sale(company, ("F", "1", "10"), ("A", "1", "25"), paid=a("20")))
    assert (sold.shipment_line_ids[0], sold.shipment_line_ids[1]) == (0, goods_lines(sold.shipment_id)[0])
    assert company.open_amount(sold.invoice_id) == Decimal("19.55")
    only = sales.sell_directly(company.scope, sale(company, ("F", "1", "10")))
    assert (only.shipment_id, only.receipt_id) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_direct_sale_without_goods_changes_nothing_anywhere() -> None:
    company = trading()
    company.receive("A", "10", "100")
    entries = Entry.objects.count()
    with pytest.raises(InsufficientStock) as refusal:
        sales.post_direct_sales(
            company.scope,
            [sale(company, ("A", "8", "25"), paid_in_full=True), sale(company, ("A", "3", "25"), paid_in_full=True)],
        )
    assert refusal.value.facts["items"][0]["missing"] == "1"
    assert (GoodsDocument.objects.count(), SalesInvoice.objects.count(), MoneyReceipt.objects.count()) == (0, 0, 0)
    assert Entry.objects.count() == entries
    assert company.on_hand("A") == 10


@pytest.mark.django_db(transaction=True)
def test_a_sale_on_account_counts_against_the_credit_limit() -> None:
    company = trading()
    limit_credit(company, "100")
    company.receive("A", "10", "100")
    with pytest.raises(CreditLimitExceeded) as refusal:
        sales.sell_directly(company.scope, sale(company, ("A", "4", "25")))
    assert (refusal.value.facts["exposure"], refusal.value.facts["excess"]) == ("113", "13")
    assert company.on_hand("A") == 10
    sales.sell_directly(company.scope, sale(company, ("A", "4", "25"), paid=a("13")))
    sales.sell_directly(company.scope, sale(company, ("A", "1", "25"), override_reason="店长同意"))
    assert company.balance("1122") == Decimal("128.25")


@pytest.mark.django_db(transaction=True)
def test_a_direct_sale_below_the_minimum_price_needs_a_right() -> None:
    company = trading()
    company.receive("A", "10", "100")
    minimum_price(company, "A", "20")
    rights = frozenset({"sales.direct_sale.create"})
    clerk = Scope(company_id=company.scope.company_id, user_id=9, permissions=rights)
    with pytest.raises(PriceBelowMinimum):
        sales.sell_directly(clerk, sale(company, ("A", "1", "19")))
    assert company.on_hand("A") == 10
    sales.sell_directly(clerk, sale(company, ("A", "1", "20")))
    assert company.on_hand("A") == 9


def test_a_returned_direct_sale_comes_back_at_its_own_cost_and_is_credited() -> None:
    company = trading()
    company.receive("A", "10", "100")
    sold = sales.sell_directly(company.scope, sale(company, ("A", "4", "25")))
    company.receive("A", "10", "300")
    back = sales.return_goods(
        company.scope,
        NewReturn(
            business_date=DAY, lines=(NewReturnLine(quantity=q("3"), shipment_line_id=sold.shipment_line_ids[0]),)
        ),
    )
    assert company.worth("A") == (Decimal(19), Decimal(390))
    assert company.open_amount(sold.invoice_id) == Decimal("28.25")
    assert company.open_amount(back.red_invoice_ids[0]) == 0
    assert SettlementNote.objects.count() == 1
    with pytest.raises(ReturnTooMuch):
        sales.return_goods(
            company.scope,
            NewReturn(
                business_date=DAY, lines=(NewReturnLine(quantity=q("2"), shipment_line_id=sold.shipment_line_ids[0]),)
            ),
        )
    assert company.on_hand("A") == 19


def test_many_sales_and_returns_at_once_equal_one_after_the_other() -> None:
    at_once, in_turn = trading(code="T1"), trading(code="T2")
    for company in (at_once, in_turn):
        company.receive("A", "50", "500")
        company.receive("B", "50", "333.33")
    orders = [(("A", "3", "25"), ("B", "2", "9.99")), (("B", "7", "9.99"),), (("A", "1", "24.5"),)]
    batch = sales.post_direct_sales(at_once.scope, [sale(at_once, *lines, paid_in_full=True) for lines in orders])
    single = [sales.sell_directly(in_turn.scope, sale(in_turn, *lines, paid_in_full=True)) for lines in orders]
    for company, sold in ((at_once, batch), (in_turn, single)):
        returns = [
            NewReturn(
                business_date=DAY, lines=(NewReturnLine(quantity=q("1"), shipment_line_id=one.shipment_line_ids[0]),)
            )
            for one in sold
        ]
        if company is at_once:
            sales.post_returns(company.scope, returns)
        else:
            for one in returns:
                sales.return_goods(company.scope, one)
    for account in ("1405", "6401", "6001", "2221.01.07", "1122", "1002"):
        assert at_once.balance(account) == in_turn.balance(account), account
    assert (at_once.worth("A"), at_once.worth("B")) == (in_turn.worth("A"), in_turn.worth("B"))
    for company in (at_once, in_turn):
        assert [verdict.id for verdict in verify(company.scope.company_id) if verdict.violations] == []


def test_goods_of_unknown_origin_come_back_at_todays_cost_and_are_credited() -> None:
    company = trading()
    company.receive("A", "10", "100")
    back = sales.return_goods(
        company.scope,
        NewReturn(
            party_id=company.customer, warehouse_id=company.warehouse_id, business_date=DAY,
            lines=(NewReturnLine(quantity=q("2"), item_id=company.item("A"), price=p("25"), tax_code_id=0),),
        ),
    )  # fmt: skip
    assert company.worth("A") == (Decimal(12), Decimal(120))
    assert company.open_amount(back.red_invoice_ids[0]) == -50
    assert company.balance("6001") == 50


def test_the_last_price_of_this_customer_comes_before_that_of_others() -> None:
    company = trading()
    company.receive("A", "10", "100")
    other = Party.objects.get(id=company.customer)
    other.pk, other.code = None, "C2"
    other.id = Party._meta.get_field("id").get_default()
    other.save(force_insert=True)
    assert last_price(company.scope, company.item("A"), company.customer)["source"] == "none"
    sales.sell_directly(company.scope, sale(company, ("A", "1", "25")))
    sales.sell_directly(company.scope, replace(sale(company, ("A", "1", "30")), party_id=other.id))
    mine = last_price(company.scope, company.item("A"), company.customer)
    assert (mine["source"], mine["price"], str(mine["date"])) == ("customer", "25", "2026-03-02")
    assert last_price(company.scope, company.item("A"), None)["price"] == "30"


def test_a_price_is_suggested_from_level_then_last_price_then_the_item() -> None:
    company = trading()
    company.receive("A", "10", "100")
    item = company.item("A")

    def suggested() -> tuple[str, str | None]:
        found = suggestion(company.scope, item, party_id=company.customer, unit_id=None)
        return found["source"], found["price"]

    assert suggested() == ("none", None)
    from heliu.catalog.models import Item

    Item.objects.filter(id=item).update(sales_price=Decimal(30))
    assert suggested() == ("sales_price", "30")
    sales.sell_directly(company.scope, sale(company, ("A", "1", "28")))
    assert suggested() == ("last_price", "28")
    level = PriceLevel.objects.create(company_id=company.scope.company_id, code="VIP", name="VIP")
    ItemPrice.objects.create(
        company_id=company.scope.company_id, item_id=item, price_level=level, unit_id=company.unit_id, price=Decimal(26)
    )
    Party.objects.filter(id=company.customer).update(price_level="VIP")
    assert suggested() == ("price_level", "26")


def test_amounts_known_to_the_penny_are_kept() -> None:
    from heliu.catalog.pricing import LineAmounts

    company = trading()
    company.receive("A", "100", "100")
    known = SaleLine(
        item_id=company.item("A"), quantity=q("7"), price=p("0.333"), tax_code_id=0,
        amounts=LineAmounts(net=a("2.34"), tax=0, gross=a("2.34")),
    )  # fmt: skip
    sold = sales.sell_directly(company.scope, replace(sale(company), lines=(known,)))
    assert sold.gross == a("2.34")
    assert company.balance("6001") == Decimal("-2.34")
