"""The replayed purchasing in small: what is bought when, and how it is invoiced and paid."""

from datetime import date

from heliu.integration.replenishment.demand import Demand
from heliu.integration.replenishment.money_receipts import Receivable, payment_day, plan_money_receipts
from heliu.integration.replenishment.policy import ItemHistory, OrderKind, plan_item
from heliu.integration.replenishment.purchases import (
    Allocation,
    PlannedInvoice,
    plan_payments,
    plan_purchases,
)
from heliu.integration.replenishment.suppliers import SUPPLIERS, pack_of, simulated_cost, supplier_of

DAYS = 120


def history(*, outgoing: dict[int, int], incoming: dict[int, int] | None = None, pack: int = 1) -> ItemHistory:
    out = [outgoing.get(day, 0) for day in range(DAYS)]
    into = [(incoming or {}).get(day, 0) for day in range(DAYS)]
    demand = [max(sold - returned, 0) for sold, returned in zip(out, into, strict=True)]
    return ItemHistory("85123A", "SIM-S05", 4, 0, 2, pack, out, into, demand)


def demand_for(item: ItemHistory) -> Demand:
    return Demand(date(2010, 12, 1), date(2011, 3, 30), (SUPPLIERS[4],), (item,), {"85123A": 1_500_000})


def test_an_even_demand_is_met_by_the_opening_stock_and_weekly_routine_orders_alone() -> None:
    plan = plan_item(history(outgoing=dict.fromkeys(range(DAYS), 10), pack=12))
    assert plan.opening == 180
    assert {purchase.kind for purchase in plan.purchases} == {OrderKind.ROUTINE}
    assert {(2 + purchase.ordered_day) % 7 for purchase in plan.purchases} == {0}
    assert all(purchase.quantity % 12 == 0 for purchase in plan.purchases)
    # Not yet arrived at the end: the last order's second part or whole order, nothing else.
    arrived = sum(q for purchase in plan.purchases for day, q in purchase.deliveries if day < DAYS)
    assert plan.closing == plan.opening + arrived - 10 * DAYS


def test_a_large_sale_out_of_nowhere_is_delivered_that_morning() -> None:
    plan = plan_item(history(outgoing={50: 500}))
    assert plan.opening == 0
    assert [(p.kind, p.ordered_day, p.deliveries) for p in plan.purchases[:1]] == [(OrderKind.RUSH, 49, ((50, 625),))]


def test_a_cancelled_large_sale_goes_back_to_the_supplier_and_is_no_demand() -> None:
    plan = plan_item(history(outgoing={48: 74_215}, incoming={48: 74_215}))
    assert [(back.day, back.delivered_day, back.quantity) for back in plan.returns] == [(49, 48, 74_215)]
    assert (len(plan.purchases), plan.closing) == (1, 0)


def test_a_history_that_continues_another_begins_with_the_stock_that_is_there() -> None:
    demand = demand_for(history(outgoing={3: 100}))
    assert [line.quantity for line in plan_purchases(demand).opening] == [100]
    continued = plan_purchases(demand, stock_on_hand={"85123A": 130})
    assert continued.opening == ()
    assert [(order.kind, order.lines[0].quantity) for order in continued.orders] == [(OrderKind.ROUTINE, 103)]
    assert continued.closing == {"85123A": 130 - 100 + 103}
    short = plan_purchases(demand, stock_on_hand={})
    assert (short.orders[0].kind, short.orders[0].lines[0].quantity) == (OrderKind.RUSH, 125)


def test_receipt_invoice_return_and_credit_follow_each_other_in_the_plan() -> None:
    plan = plan_purchases(demand_for(history(outgoing={48: 2_000}, incoming={48: 2_000})))
    (order,), (receipt,), (back,) = plan.orders, plan.receipts, plan.returns
    assert (order.ordered_on, order.expected_on, receipt.received_on) == (
        date(2011, 1, 17),
        date(2011, 1, 18),
        date(2011, 1, 18),
    )
    assert (back.receipt_number, back.returned_on) == (receipt.number, date(2011, 1, 19))
    assert [line.amount for line in receipt.lines] == [30_000_000]
    assert sorted((invoice.source_number, invoice.amount) for invoice in plan.invoices) == [
        (receipt.number, 30_000_000),
        (back.number, -30_000_000),
    ]
    (payment,) = plan.payments
    assert (payment.paid_on, payment.amount, len(payment.allocations)) == (date(2011, 2, 4), 0, 2)


def test_a_payment_run_pays_what_is_due_and_sets_off_credits_while_something_is_left() -> None:
    def invoice(number: str, amount: int, due: date) -> PlannedInvoice:
        return PlannedInvoice(number, f"GR-{number}", "SIM-S05", date(2011, 1, 3), due, amount)

    invoices = [
        invoice("A", 100, date(2011, 1, 10)),
        invoice("B", 50, date(2011, 1, 20)),
        invoice("C", -120, date(2011, 1, 3)),
        invoice("D", -30, date(2011, 1, 3)),
        invoice("E", 90, date(2011, 6, 1)),
    ]
    payments = plan_payments(invoices, first_day=date(2011, 1, 1), last_day=date(2011, 1, 31))
    assert [(payment.paid_on, payment.amount) for payment in payments] == [
        (date(2011, 1, 14), 70),
        (date(2011, 1, 21), 50),
    ]
    assert payments[0].allocations == (Allocation("A", 100), Allocation("D", -30))


def test_the_supplier_cost_and_pack_of_an_item_follow_from_its_code_and_price() -> None:
    assert supplier_of("85123A") == supplier_of("85123A")
    cost = simulated_cost("85123A", 2_550_000)
    assert 2_550_000 * 55 <= cost * 100 <= 2_550_000 * 65
    assert cost % 100 == 0
    assert simulated_cost("PADS", 1_000) >= 100
    assert [pack_of(price) for price in (420_000, 2_550_000, 9_950_000, 12_750_000)] == [24, 12, 6, 1]


def test_a_walk_in_pays_at_once_and_is_refunded_at_once() -> None:
    day = date(2011, 3, 1)
    receipts = plan_money_receipts(
        [Receivable("1", None, day, 500), Receivable("C2", None, day, -200)],
        first_day=date(2011, 3, 1),
        last_day=date(2011, 6, 30),
    )
    assert [(receipt.received_on, receipt.amount) for receipt in receipts] == [(day, 500), (day, -200)]


def test_a_customer_pays_after_a_delay_less_the_credits_that_came_before() -> None:
    sale = Receivable("536365", "17850", date(2011, 3, 1), 500)
    owed = [sale, Receivable("C536400", "17850", date(2011, 3, 3), -120)]
    (receipt,) = plan_money_receipts(owed, first_day=date(2011, 3, 1), last_day=date(2011, 6, 30))
    assert 7 <= (receipt.received_on - sale.on).days <= 45
    assert receipt.received_on == payment_day(sale)
    assert receipt.amount == 380
    assert receipt.allocations == (Allocation("536365", 500), Allocation("C536400", -120))


def test_nothing_is_paid_after_the_last_day() -> None:
    assert (
        plan_money_receipts(
            [Receivable("1", "17850", date(2011, 3, 1), 500)], first_day=date(2011, 3, 1), last_day=date(2011, 3, 2)
        )
        == ()
    )
