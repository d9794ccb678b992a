"""盘点差异: what is missing or too much waits in 待处理财产损溢, and somebody who may decides where it belongs."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from heliu.core.errors import ErpError, Forbidden, InvalidInput, NotFound, OutOfScope
from heliu.core.models import AuditRecord
from heliu.posting.errors import AlreadyReversed, ReversalRefused
from heliu.warehouse import services
from heliu.warehouse.errors import ResolveTooMuch, StillUsed
from heliu.warehouse.models import Stocktake, TransferLine
from heliu.warehouse.queries.differences import DifferenceFilter, open_differences, resolutions_of
from heliu.warehouse.queries.internal import stocktake as page_of
from heliu.warehouse.queries.internal import transfer as transfer_page
from heliu.warehouse.services import Outcome
from tests.support import goods
from tests.support.differences import counted, only, resolve, waits
from tests.support.goods import books, refused
from tests.support.proofs import violations
from tests.support.trading import DAY, Trading, q, trading
from tests.support.transfers import LATER, on_the_road, state_of, steps_of, transfer_of

pytestmark = pytest.mark.django_db


def state(stocktake: int) -> str:
    return Stocktake.objects.values_list("state", flat=True).get(id=stocktake)


def listed(company: Trading, scope: Any = None, **by: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = open_differences(
        scope or company.scope, DifferenceFilter(**by), cursor=None, limit=50
    )["items"]
    return rows


def test_a_loss_is_resolved_half_as_wastage_and_half_against_the_carrier():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = counted(company, A="6")
    assert (company.balance("1901"), company.balance("6602.07"), state(stocktake)) == (12, 0, "posted")
    difference = only(company, stocktake).difference_id

    resolve(company, difference, "2", "wastage")
    assert (company.balance("1901"), company.balance("6602.07"), state(stocktake)) == (6, 6, "posted")
    resolve(company, difference, "2", "liable", party=company.supplier)

    assert (company.balance("1901"), company.balance("1221"), state(stocktake)) == (0, 6, "closed")
    assert (listed(company), violations(company)) == ([], [])
    trail = AuditRecord.objects.filter(object_id=stocktake, action="resolve").values_list("reason", flat=True)
    assert list(trail) == ["the shelf was searched", "the shelf was searched"]


def test_gains_and_losses_of_one_stocktake_are_resolved_at_once():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"), ("B", "5", "2"))
    stocktake = counted(company, A="8", B="6")
    assert (company.balance("1901"), waits(company, stocktake)) == (4, [(2, False), (1, True)])
    loss, gain = (row["id"] for row in reversed(listed(company)))

    services.resolve_differences(
        company.scope,
        [Outcome(int(loss), q("2"), "abnormal"), Outcome(int(gain), q("1"), "wastage")],
        business_date=DAY,
        reason="the roof leaks",
    )

    assert (company.balance("6711"), company.balance("6602.07"), company.balance("1901")) == (6, -2, 0)
    assert (state(stocktake), violations(company)) == ("closed", [])


def test_what_never_arrived_waits_at_the_value_it_was_sent_off_with():
    company = trading()
    other, _ = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "4", "3"))
    transfer = transfer_of(company, other, via_transit=True)
    services.post_transfer(company.scope, transfer)
    goods.post(company, "goods_receipt", ("A", "4", "100"))

    services.close_transfer(company.scope, transfer, business_date=DAY, reason="stolen")

    assert (company.balance("1901"), company.balance("1402"), company.balance("1405")) == (12, 0, 400)
    assert (waits(company, transfer), violations(company)) == ([(4, False)], [])
    resolve(company, only(company, transfer).difference_id, "4", "liable", party=company.supplier)
    assert (company.balance("1901"), company.balance("1221"), state_of(transfer)[0]) == (0, 12, "closed")


def test_goods_written_off_and_found_are_on_the_road_again_unless_their_loss_is_resolved():
    company = trading(parallel=("fifo",))
    other, _ = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.close_transfer(company.scope, transfer, business_date=DAY, reason="not in the lorry")
    resolution = resolve(company, only(company, transfer).difference_id, "1", "abnormal")
    (step,) = steps_of(company, transfer)
    before = (books(company), state_of(transfer))
    with refused(ReversalRefused):
        services.reverse_transfer_step(company.scope, transfer, step.id, business_date=LATER)
    assert (books(company), state_of(transfer)) == before

    services.reverse_resolution(company.scope, resolution, business_date=LATER, reason="they were in the other lorry")
    services.reverse_transfer_step(company.scope, transfer, step.id, business_date=LATER)

    line.refresh_from_db()
    assert (line.lost_quantity, waits(company, transfer), company.balance("1402")) == (0, [], 12)
    services.close_transfer(company.scope, transfer, business_date=LATER, reason="the other lorry is lost too")
    assert (waits(company, transfer), company.balance("1901"), violations(company)) == ([(4, False)], 12, [])


def test_a_parallel_ledger_books_its_own_value_of_the_loss():
    company = trading(parallel=("fifo",))
    fifo = company.parallel["fifo"][0]
    goods.post(company, "goods_receipt", ("A", "1", "10"))
    goods.post(company, "goods_receipt", ("A", "1", "20"))
    stocktake = counted(company, A="1")

    resolve(company, only(company, stocktake).difference_id, "1", "abnormal")

    assert (company.balance("6711"), company.balance("6711", fifo)) == (15, 10)
    assert (company.balance("1901", fifo), violations(company)) == (0, [])


def test_a_stocktake_is_taken_back_after_its_resolution():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = counted(company, A="8")
    resolution = resolve(company, only(company, stocktake).difference_id, "2", "abnormal")
    before = (books(company), state(stocktake))

    with refused(StillUsed) as refusal:
        services.reverse_stocktake(company.scope, stocktake, business_date=DAY)
    assert (books(company), state(stocktake)) == before
    assert refusal.value.facts["reason"] == (
        "its differences were resolved on 2026-03-02; reverse that resolution first"
    )

    services.reverse_resolution(company.scope, resolution, business_date=DAY, reason="found behind the door")
    assert (state(stocktake), company.balance("1901"), company.balance("6711")) == ("posted", 6, 0)
    with refused(AlreadyReversed):
        services.reverse_resolution(company.scope, resolution, business_date=DAY)
    services.reverse_stocktake(company.scope, stocktake, business_date=DAY)

    assert (state(stocktake), company.on_hand("A"), company.balance("1405")) == ("reversed", 10, 30)
    assert (waits(company, stocktake), company.balance("1901"), violations(company)) == ([], 0, [])


def _outcome(found: Any, outcome: str = "wastage", quantity: str = "2", party: int = 0) -> Outcome:
    return Outcome(found.difference_id, q(quantity), outcome, party)


@pytest.mark.parametrize(
    ("outcome", "terms", "error", "fact"),
    [
        ({"quantity": "3"}, {}, ResolveTooMuch, ("left", "2")),
        ({"quantity": "0"}, {}, ResolveTooMuch, ("left", "2")),
        ({"outcome": "liable"}, {}, InvalidInput, ("field", "party_id")),
        ({"outcome": "stolen"}, {}, InvalidInput, ("field", "outcome")),
        ({}, {"reason": " "}, InvalidInput, ("field", "reason")),
        ({}, {"business_date": DAY - dt.timedelta(days=1)}, InvalidInput, ("field", "business_date")),
    ],
)
def test_what_does_not_fit_a_difference_is_refused(outcome, terms, error: type[ErpError], fact):
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = counted(company, A="8")
    before = (books(company), state(stocktake))
    terms = {"business_date": DAY, "reason": "counted twice"} | terms

    with refused(error) as refusal:
        services.resolve_differences(company.scope, [_outcome(only(company, stocktake), **outcome)], **terms)

    assert (refusal.value.facts[fact[0]], books(company), state(stocktake)) == (fact[1], *before)


def test_two_parts_of_a_difference_are_not_more_than_the_whole():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    found = only(company, counted(company, A="8"))
    before = books(company)

    with refused(ResolveTooMuch) as refusal:
        both = [_outcome(found, quantity="1"), _outcome(found, "abnormal", "2")]
        services.resolve_differences(company.scope, both, business_date=DAY, reason="counted twice")

    assert (refusal.value.facts["line"], refusal.value.facts["asked"], books(company)) == (2, "3", before)


def test_a_gain_is_nobodys_debt():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    found = only(company, counted(company, A="12"))

    with refused(InvalidInput):
        resolve(company, found.difference_id, "2", "liable", party=company.supplier)
    with refused(NotFound):
        resolve(company, found.difference_id + 1, "2", "wastage")

    assert company.balance("1901") == -6


def test_a_storekeeper_sees_what_waits_and_decides_nothing():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = counted(company, A="8")
    rights = frozenset({"warehouse.stocktake.read", "warehouse.difference.read", "warehouse.stocktake.post"})
    storekeeper = replace(company.scope, all_permissions=False, permissions=rights, sees_cost=False)
    before = books(company)

    with refused(Forbidden):
        services.resolve_differences(storekeeper, [_outcome(only(company, stocktake))], business_date=DAY, reason="x")

    (row,) = listed(company, storekeeper)
    assert (row["quantity"], row["value"], row["direction"], books(company)) == ("2", None, "loss", before)
    page = page_of(storekeeper, stocktake)
    assert (page["lines"][0]["waiting_quantity"], "resolve" in page["verbs"]) == ("2", False)
    assert "resolve" in page_of(company.scope, stocktake)["verbs"]


def test_who_is_of_another_warehouse_neither_sees_nor_resolves_a_difference():
    company = trading()
    other, _ = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = counted(company, A="8")
    stranger = replace(company.scope, warehouses=frozenset({other}))

    with refused(OutOfScope):
        services.resolve_differences(stranger, [_outcome(only(company, stocktake))], business_date=DAY, reason="x")
    with refused(NotFound):
        resolutions_of(stranger, stocktake)

    assert (listed(company, stranger), len(listed(company)), company.balance("1901")) == ([], 1, 6)


def test_the_list_says_where_how_much_and_since_when():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = counted(company, A="8")

    (row,) = listed(company, q="A", document_id=stocktake, warehouse_id=company.warehouse_id)

    assert (row["item"]["code"], row["quantity"], row["value"]) == ("A", "2", "6")
    assert (row["document"]["kind"], row["document"]["id"]) == ("stocktake", str(stocktake))
    assert (row["business_date"], row["age_days"] > 0, row["outcomes"]) == (
        DAY, True, ["wastage", "liable", "abnormal"],
    )  # fmt: skip
    assert listed(company, q="nothing") == listed(company, document_id=1) == []


def test_a_resolution_says_what_was_decided():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = counted(company, A="8")
    resolution = resolve(company, only(company, stocktake).difference_id, "2", "liable", party=company.supplier)

    (row,) = resolutions_of(company.scope, stocktake)

    assert (row["id"], row["reason"], row["reversed_on"]) == (str(resolution), "the shelf was searched", None)
    assert [(x["item"]["code"], x["quantity"], x["outcome"], x["party"]["code"]) for x in row["lines"]] == [
        ("A", "2", "liable", "S1")
    ]
    services.reverse_resolution(company.scope, resolution, business_date=LATER)
    (row,) = resolutions_of(company.scope, stocktake)
    assert (row["reversed_on"], row["verbs"]) == (LATER, [])


def test_a_preview_writes_nothing_and_shows_the_accounts():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = counted(company, A="8")
    before = (books(company), state(stocktake))

    (result,) = services.preview_resolution(company.scope, [_outcome(only(company, stocktake), "abnormal")])

    ((debit, credit),) = ((entry.lines[0], entry.lines[1]) for entry in result.entries)
    assert (debit.debit, credit.credit, (books(company), state(stocktake))) == (60000, 60000, before)


def test_lines_that_were_lost_say_what_waits():
    company = trading()
    other, _ = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.receive_transfer(company.scope, transfer, {line.id: q("3")}, business_date=DAY)
    services.close_transfer(company.scope, transfer, business_date=DAY, reason="stolen")

    (shown,) = transfer_page(company.scope, transfer)["lines"]

    assert (shown["lost_quantity"], shown["waiting_quantity"]) == ("1", "1")
    assert TransferLine.objects.get().lost_quantity == 1


def test_a_transfer_leads_to_what_waits_of_it_whoever_may_decide():
    company = trading()
    other, _ = goods.second_warehouse(company)
    transfer, _ = on_the_road(company, other)
    services.close_transfer(company.scope, transfer, business_date=DAY, reason="stolen")
    reader = replace(company.scope, all_permissions=False, permissions=frozenset({"warehouse.transfer.read"}))

    assert "resolve" in transfer_page(company.scope, transfer)["verbs"]
    assert transfer_page(reader, transfer)["verbs"] == []
    resolve(company, only(company, transfer).difference_id, "4", "abnormal")

    assert "resolve" not in transfer_page(company.scope, transfer)["verbs"]
