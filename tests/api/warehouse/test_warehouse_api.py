"""Goods documents, stock and item ledger over HTTP."""

import base64
import datetime as dt

import pytest

from heliu.access.models import Company
from heliu.catalog.drafts import ItemDraft
from heliu.catalog.services import create_item
from heliu.core.ids import next_id
from heliu.stock.models import Warehouse
from heliu.warehouse.models import GoodsDocument
from tests.support import goods, people
from tests.support.trading import Trading, trading

pytestmark = pytest.mark.django_db

RECEIPTS = "/warehouse/goods-receipts"


@pytest.fixture
def company() -> Trading:
    return trading()


def _browser(company: Trading, *roles: str, **place):
    """A member of the trading company with these permission patterns."""
    from heliu.access.models import Role

    row = Company.objects.get(id=company.scope.company_id)
    code = f"r{next_id()}"
    Role.objects.create(company=row, code=code, name_zh=code, name_en=code, patterns=list(roles))
    return people.browser(people.user(row, code, **place), row)


def _receipt(company: Trading, code: str = "A", quantity: str = "10", price: str = "3.5") -> dict:
    return {
        "business_date": "2026-03-02",
        "warehouse_id": str(company.warehouse_id),
        "party_id": str(company.supplier),
        "lines": [{"item_id": str(company.item(code)), "quantity": quantity, "price": price, "tax_code_id": "0"}],
    }


def test_a_receipt_from_draft_to_red_over_http(company: Trading) -> None:
    owner = _browser(company, "*")

    made = owner.post(RECEIPTS, _receipt(company))
    assert made.status_code == 201
    draft = made.json()
    assert draft["totals"] == {"quantity": "10", "net": "35", "tax": "0", "gross": "35"}
    assert (draft["state"], draft["verbs"], draft["lines"][0]["item"]["code"]) == (
        "draft",
        ["post", "cancel", "update"],
        "A",
    )

    changed = owner.put(f"{RECEIPTS}/{draft['id']}", _receipt(company, quantity="4"), If_Match="1")
    assert (changed.status_code, changed.json()["version"], changed.json()["totals"]["net"]) == (200, 2, "14")

    preview = owner.post(f"{RECEIPTS}/{draft['id']}/preview", {}).json()
    assert [move["quantity"] for move in preview["moves"]] == ["4"]
    assert [(line["account"]["code"], line["debit"], line["credit"]) for line in preview["entries"][0]["lines"]] == [
        ("1405", "14", "0"),
        ("2202.02", "0", "14"),
    ]

    posted = owner.post(f"{RECEIPTS}/{draft['id']}/post", {}).json()
    assert (posted["state"], posted["verbs"], posted["value"]) == ("posted", ["reverse"], "14")
    assert [row["kind"] for row in posted["related"]] == ["voucher"]

    red = owner.post(f"{RECEIPTS}/{draft['id']}/reverse", {"business_date": "2026-03-03", "reason": "twice"}).json()
    assert (red["reverses_id"], red["totals"]["net"], red["verbs"]) == (draft["id"], "-14", [])
    trail = owner.get(f"{RECEIPTS}/{draft['id']}/audit").json()["items"]
    assert [row["action"] for row in trail] == ["create", "update", "post", "reverse"]


def test_a_refused_shipment_answers_which_item_lacks_how_much(company: Trading) -> None:
    owner = _browser(company, "*")
    body = {**_receipt(company), "party_id": str(company.customer)}
    draft = owner.post("/warehouse/shipments", body).json()

    answer = owner.post(f"/warehouse/shipments/{draft['id']}/post", {})

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "insufficient_stock")
    assert [(row["code"], row["missing"]) for row in problem["facts"]["items"]] == [("A", "10")]
    assert GoodsDocument.objects.get().state == "draft"


def test_the_same_key_creates_one_document(company: Trading) -> None:
    owner = _browser(company, "*")
    body = _receipt(company)

    first = owner.post(RECEIPTS, body, Idempotency_Key="once-and-never-again")
    again = owner.post(RECEIPTS, body, Idempotency_Key="once-and-never-again")

    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json()["id"], GoodsDocument.objects.count()) == (first.json()["id"], 1)


def test_a_stale_version_is_refused(company: Trading) -> None:
    owner = _browser(company, "*")
    draft = owner.post(RECEIPTS, _receipt(company)).json()
    owner.put(f"{RECEIPTS}/{draft['id']}", _receipt(company, quantity="4"), If_Match="1")

    answer = owner.put(f"{RECEIPTS}/{draft['id']}", _receipt(company, quantity="5"), If_Match="1")

    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")


def test_faults_are_told_with_their_place_in_the_form(company: Trading) -> None:
    owner = _browser(company, "*")
    body = _receipt(company)
    body["lines"].append({"item_id": "1", "quantity": "1"})
    body["lines"].append({"item_id": str(company.item("A")), "quantity": "-1"})

    answer = owner.post(RECEIPTS, body).json()

    assert [error["loc"] for error in answer["errors"]] == [["lines", 1, "item_id"], ["lines", 2, "quantity"]]


@pytest.mark.parametrize("quantity", [1.5, "1.5.0", "1.0000001", "", "NaN", "99999999999999999999"])
def test_numbers_that_are_not_exact_decimals_are_refused(company: Trading, quantity: object) -> None:
    owner = _browser(company, "*")
    body = _receipt(company)
    body["lines"][0]["quantity"] = quantity

    assert owner.post(RECEIPTS, body).status_code == 400


def test_a_list_is_paged_by_key_and_narrowed(company: Trading) -> None:
    owner = _browser(company, "*")
    for code in "ABC":
        goods.post(company, "goods_receipt", (code, "1", "1"))
    goods.draft(company, "goods_receipt", ("A", "1", "1"))

    first = owner.get(f"{RECEIPTS}?limit=3").json()
    rest = owner.get(f"{RECEIPTS}?limit=3&cursor={first['next_cursor']}").json()
    drafts = owner.get(f"{RECEIPTS}?state=draft").json()
    found = owner.get(f"{RECEIPTS}?q=0002").json()

    assert [row["number"][-4:] for row in (*first["items"], *rest["items"])] == ["0004", "0003", "0002", "0001"]
    assert (rest["next_cursor"], len(drafts["items"])) == (None, 1)
    assert [row["number"][-4:] for row in found["items"]] == ["0002"]
    assert owner.get(f"{RECEIPTS}?cursor=nonsense").status_code == 400


def test_who_may_not_see_cost_sees_no_purchase_price(company: Trading) -> None:
    posted = goods.post(company, "goods_receipt", ("A", "10", "3.5"))
    keeper = _browser(company, "warehouse.*", sees_cost=False)

    page = keeper.get(f"{RECEIPTS}/{posted.document_id}").json()
    stock = keeper.get("/warehouse/stock").json()["items"]

    assert (page["totals"]["net"], page["value"], page["lines"][0]["price"], page["lines"][0]["value"]) == (None,) * 4
    assert (stock[0]["on_hand"], stock[0]["value"], stock[0]["unit_cost"]) == ("10", None, None)


def test_documents_of_other_warehouses_do_not_exist_for_a_storekeeper(company: Trading) -> None:
    posted = goods.post(company, "goods_receipt", ("A", "10", "3.5"))
    other, _ = goods.second_warehouse(company)
    keeper = _browser(company, "warehouse.*", warehouse_ids=[other])

    assert keeper.get(f"{RECEIPTS}/{posted.document_id}").status_code == 404
    assert keeper.get(RECEIPTS).json()["items"] == []
    assert keeper.get("/warehouse/stock").json()["items"] == []


def test_verbs_follow_the_rights_of_the_reader(company: Trading) -> None:
    draft_id = goods.draft(company, "goods_receipt", ("A", "10", "3.5"))
    reader = _browser(company, "warehouse.*.read")

    assert reader.get(f"{RECEIPTS}/{draft_id}").json()["verbs"] == []
    assert reader.post(f"{RECEIPTS}/{draft_id}/post", {}).status_code == 403


def test_stock_on_hand_shows_what_is_there_and_what_it_is_worth(company: Trading) -> None:
    owner = _browser(company, "*")
    other, _ = goods.second_warehouse(company, "ZZ")
    goods.post(company, "goods_receipt", ("A", "9", "2"))
    goods.post(company, "goods_receipt", ("A", "1", "12"), warehouse_id=other)

    rows = owner.get("/warehouse/stock").json()["items"]

    assert [(row["on_hand"], row["available"], row["unit_cost"], row["value"]) for row in rows] == [
        ("9", "9", "3", "27"),
        ("1", "1", "3", "3"),
    ]
    only = owner.get(f"/warehouse/stock?warehouse_id={other}&q=a").json()["items"]
    assert [row["on_hand"] for row in only] == ["1"]


def test_stock_is_found_by_pinyin_and_by_a_list_of_items(company: Trading) -> None:
    owner = _browser(company, "*")
    cup = create_item(company.scope, ItemDraft(name="青花瓷杯", base_unit_id=company.unit_id))
    company.items["杯"] = cup
    for code in ("A", "B", "杯"):
        goods.post(company, "goods_receipt", (code, "9", "2"))

    def found(query: str) -> list[str]:
        return [row["item"]["id"] for row in owner.get(f"/warehouse/stock?{query}").json()["items"]]

    assert found("q=qhcb") == [str(cup)]
    assert found(f"item_ids={cup}&item_ids={company.item('B')}") == [str(company.item("B")), str(cup)]


def test_the_item_ledger_runs_from_the_opening_balance_over_pages(company: Trading) -> None:
    owner = _browser(company, "*")
    goods.post(company, "goods_receipt", ("A", "10", "2"))
    goods.post(company, "goods_receipt", ("A", "10", "4"))
    goods.post(company, "shipment", ("A", "5"))
    path = f"/warehouse/item-ledger?item_id={company.item('A')}&date_from=2026-03-01"

    whole = owner.get(path).json()
    first = owner.get(f"{path}&limit=2").json()
    rest = owner.get(f"{path}&limit=2&cursor={first['next_cursor']}").json()

    assert [(r["balance_quantity"], r["balance_value"]) for r in whole["items"]] == [
        ("10", "20"),
        ("20", "60"),
        ("15", "45"),
    ]
    assert [*first["items"], *rest["items"]] == whole["items"]
    assert [r["origin"]["number"][:4] for r in whole["items"]] == ["CGRK", "CGRK", "XSCK"]
    later = owner.get(f"/warehouse/item-ledger?item_id={company.item('A')}&date_from=2026-03-03").json()
    assert (later["opening"], later["items"]) == ({"quantity": "15", "value": "45"}, [])
    place = owner.get(f"{path}&warehouse_id={company.warehouse_id}").json()["items"]
    assert [(r["quantity_in"], r["quantity_out"], r["value"]) for r in place] == [
        ("10", "0", None),
        ("10", "0", None),
        ("0", "5", None),
    ]


@pytest.mark.parametrize(
    ("path", "key"),
    [("stock", '["\\u0000", ""]'), ("stock", "[1, 2]"), ("item-ledger?item_id={A}", f'["2026-03-02", {2**64}, 0, 0]')],
)
def test_a_forged_cursor_is_refused_without_a_server_error(company: Trading, path: str, key: str) -> None:
    path = path.replace("{A}", str(company.item("A")))
    cursor = base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")

    answer = _browser(company, "warehouse.*.read").get(f"/warehouse/{path}{'&' if '?' in path else '?'}cursor={cursor}")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")


def test_the_item_ledger_hides_cost_in_its_cursor_too(company: Trading) -> None:
    keeper = _browser(company, "warehouse.*.read", sees_cost=False)
    goods.post(company, "goods_receipt", ("A", "10", "1234.5"))
    goods.post(company, "shipment", ("A", "5"))
    path = f"/warehouse/item-ledger?item_id={company.item('A')}&limit=1"

    first = keeper.get(path).json()
    rest = keeper.get(f"{path}&cursor={first['next_cursor']}").json()

    padded = first["next_cursor"] + "=" * (-len(first["next_cursor"]) % 4)
    assert b"12345" not in base64.urlsafe_b64decode(padded)
    assert [(r["balance_quantity"], r["balance_value"]) for r in first["items"] + rest["items"]] == [
        ("10", None),
        ("5", None),
    ]


def test_warehouses_are_kept_over_http(company: Trading) -> None:
    owner = _browser(company, "*")

    made = owner.post("/warehouse/warehouses", {"code": "SH", "name": "上海仓"}).json()
    body = {"name": "上海一仓", "allow_negative": True}
    changed = owner.put(f"/warehouse/warehouses/{made['id']}", body, If_Match="1")
    listed = owner.get("/warehouse/warehouses?q=上海").json()

    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert [(row["code"], row["name"], row["allow_negative"]) for row in listed["items"]] == [("SH", "上海一仓", True)]
    assert owner.post("/warehouse/warehouses", {"code": "SH", "name": "again"}).status_code == 409


def test_a_transfer_and_a_stocktake_over_http(company: Trading) -> None:
    owner = _browser(company, "*")
    other, _ = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "2"))
    body = {
        "business_date": "2026-03-02", "from_warehouse_id": str(company.warehouse_id), "to_warehouse_id": str(other),
        "via_transit": True, "lines": [{"item_id": str(company.item("A")), "quantity": "4"}],
    }  # fmt: skip
    transfer = owner.post("/warehouse/transfers", body).json()
    path = f"/warehouse/transfers/{transfer['id']}"
    assert transfer["verbs"] == ["ship", "cancel", "update"]
    assert owner.post(f"{path}/preview").json()["moves"][0]["quantity"] == "4"
    assert owner.post(f"{path}/ship").json()["state"] == "in_progress"
    arrived = {"business_date": "2026-03-02", "lines": [{"line_id": transfer["lines"][0]["id"], "quantity": "4"}]}
    assert owner.post(f"{path}/receive", arrived).json()["state"] == "closed"

    plan = {"business_date": "2026-03-02", "warehouse_id": str(other)}
    stocktake = owner.post("/warehouse/stocktakes", plan).json()
    path = f"/warehouse/stocktakes/{stocktake['id']}"
    owner.post(f"{path}/start")
    counted = {"lines": [{"line_id": stocktake["lines"][0]["id"], "quantity": "3"}]}
    assert owner.post(f"{path}/count", counted).json()["lines"][0]["book_quantity"] is None
    assert owner.post(f"{path}/submit").json()["lines"][0]["variance"] == "-1"
    assert owner.post(f"{path}/preview").json()["moves"][0]["quantity"] == "1"
    assert owner.post(f"{path}/approve", {"reason": "checked twice"}).json()["verbs"] == ["post", "recount"]
    assert (owner.post(f"{path}/post", {}).json()["value"], owner.get(path).json()["state"]) == ("-2", "posted")
    assert owner.get("/warehouse/transfers").json()["items"][0]["number"].startswith("DB")
    assert owner.get("/warehouse/stocktakes").json()["items"][0]["number"].startswith("PD")


def _under_way(company: Trading, owner: people.Browser, quantity: str = "4") -> tuple[str, str]:
    """(path of a transfer whose goods are on the road, its line)"""
    other, _ = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "2"))
    body = {
        "business_date": "2026-03-02", "from_warehouse_id": str(company.warehouse_id), "to_warehouse_id": str(other),
        "via_transit": True, "lines": [{"item_id": str(company.item("A")), "quantity": quantity}],
    }  # fmt: skip
    made = owner.post("/warehouse/transfers", body).json()
    path = f"/warehouse/transfers/{made['id']}"
    owner.post(f"{path}/ship")
    return path, made["lines"][0]["id"]


def test_goods_on_the_road_are_sent_back_over_http(company: Trading) -> None:
    owner = _browser(company, "*")
    path, line = _under_way(company, owner)
    back = {"business_date": "2026-03-03", "reason": "wrong shop", "lines": [{"line_id": line, "quantity": "1"}]}
    assert owner.get(path).json()["verbs"] == ["receive", "send_back", "close", "reverse"]
    receiver = _browser(company, "warehouse.transfer.read", "warehouse.transfer.receive")
    assert receiver.get(path).json()["verbs"] == ["receive"]
    assert receiver.post(f"{path}/send-back", back).status_code == 403

    answer = owner.post(f"{path}/send-back", back).json()

    assert (answer["state"], answer["lines"][0]["sent_back_quantity"]) == ("in_progress", "1")
    trail = owner.get(f"{path}/audit").json()["items"]
    assert [(row["action"], row["reason"]) for row in trail][-1] == ("send_back", "wrong shop")
    too_much = owner.post(f"{path}/send-back", {**back, "lines": [{"line_id": line, "quantity": "4"}]})
    assert (too_much.status_code, too_much.json()["code"]) == (409, "send_back_exceeds_transit")


def test_what_happened_on_the_road_is_listed_and_reversed_over_http(company: Trading) -> None:
    owner = _browser(company, "*")
    path, line = _under_way(company, owner)
    owner.post(f"{path}/receive", {"business_date": "2026-03-03", "lines": [{"line_id": line, "quantity": "3"}]})
    refused = owner.post(f"{path}/reverse", {"business_date": "2026-03-04", "reason": "twice"})
    assert (refused.status_code, refused.json()["code"]) == (409, "still_used")
    owner.post(f"{path}/close", {"business_date": "2026-03-04", "reason": "stolen"})

    keeper = _browser(company, "warehouse.transfer.read", "warehouse.transfer.receive")
    received, closed = keeper.get(path).json()["steps"]
    assert (received["verbs"], closed["verbs"]) == ([], [])
    assert keeper.post(f"{path}/steps/{closed['id']}/reverse", {}).status_code == 403
    body = {"business_date": "2026-03-05", "reason": "found"}
    answer = owner.post(f"{path}/steps/{closed['id']}/reverse", body).json()

    assert (answer["state"], answer["lines"][0]["lost_quantity"]) == ("in_progress", "0")
    shown = [(row["number"], row["verb"], row["quantity"], row["reversed_on"], row["verbs"]) for row in answer["steps"]]
    assert shown == [(1, "receive", "3", None, ["reverse"]), (2, "close", "1", "2026-03-05", [])]
    assert answer["steps"][0]["lines"] == [{"line_id": line, "quantity": "3"}]
    again = owner.post(f"{path}/steps/{closed['id']}/reverse", body)
    assert (again.status_code, again.json()["code"]) == (409, "already_reversed")
    owner.post(f"{path}/steps/{received['id']}/reverse", body)
    red = owner.post(f"{path}/reverse", body).json()
    assert (red["reverses_id"], red["lines"][0]["quantity"], red["verbs"], red["steps"]) == (
        path.rpartition("/")[2], "-4", [], [],
    )  # fmt: skip
    assert owner.get(path).json()["state"] == "reversed"


def test_each_end_of_a_transfer_does_its_own_part(company: Trading) -> None:
    owner = _browser(company, "*")
    path, line = _under_way(company, owner)
    there = Warehouse.objects.get(company_id=company.scope.company_id, code="W2").id
    sender = _browser(company, "warehouse.*", warehouse_ids=[company.warehouse_id])
    receiver = _browser(company, "warehouse.*", warehouse_ids=[there])
    body = {"business_date": "2026-03-03", "lines": [{"line_id": line, "quantity": "1"}]}
    assert sender.get(path).json()["verbs"] == ["send_back", "close", "reverse"]
    assert receiver.get(path).json()["verbs"] == ["receive"]
    refusals = [sender.post(f"{path}/receive", body), receiver.post(f"{path}/send-back", body)]
    assert [(answer.status_code, answer.json()["code"]) for answer in refusals] == [(403, "out_of_scope")] * 2

    assert receiver.post(f"{path}/receive", body).json()["lines"][0]["received_quantity"] == "1"
    assert sender.post(f"{path}/send-back", body).json()["lines"][0]["sent_back_quantity"] == "1"

    received, sent_back = (row["id"] for row in owner.get(path).json()["steps"])
    assert [row["verbs"] for row in receiver.get(path).json()["steps"]] == [["reverse"], []]
    assert [row["verbs"] for row in sender.get(path).json()["steps"]] == [[], ["reverse"]]
    assert sender.post(f"{path}/steps/{received}/reverse", {}).status_code == 403
    assert receiver.post(f"{path}/steps/{sent_back}/reverse", {}).status_code == 403
    assert receiver.post(f"{path}/steps/{received}/reverse", {}).json()["lines"][0]["received_quantity"] == "0"
    stranger = _browser(company, "warehouse.*", warehouse_ids=[goods.second_warehouse(company, "W3")[0]])
    assert (stranger.get(path).status_code, stranger.post(f"{path}/receive", body).status_code) == (404, 403)


def test_a_return_says_what_awaits_its_red_invoice_and_which_invoice_billed_it(company: Trading) -> None:
    owner = _browser(company, "*")
    receipt = goods.post(company, "goods_receipt", ("A", "10", "3"))
    billed = {
        "party_id": str(company.supplier),
        "business_date": "2026-03-02",
        "currency": "CNY",
        "lines": [
            {
                "item_id": str(company.item("A")),
                "quantity": "10",
                "price": "3",
                "tax_code_id": "0",
                "source_line_id": str(receipt.line_ids[0]),
            }
        ],
    }
    invoice = owner.post("/finance/purchase-invoices", billed).json()
    owner.post(f"/finance/purchase-invoices/{invoice['id']}/post", {})
    back = goods.post(company, "purchase_return", ("A", "2", {"original_line_id": receipt.line_ids[0]}))
    goods.post(company, "goods_receipt", ("A", "1", "3"))
    returns, line = "/warehouse/purchase-returns", receipt.line_ids[0]

    waiting = owner.get(f"{returns}?invoicing=red_due").json()["items"]
    shown = owner.get(f"{returns}/{back.document_id}").json()
    due = owner.get(f"{returns}/credit-due?original_line_id={line}").json()["items"]
    blue = owner.get(f"/finance/purchase-invoices?is_red=false&source_line_id={line}").json()["items"]

    assert [row["number"] for row in waiting] == [back.number]
    assert (shown["progress"]["invoicing"], shown["lines"][0]["credit_due_quantity"]) == ("red_due", "2")
    assert [(row["line_id"], row["quantity"], row["document"]["number"]) for row in due] == [
        (str(back.line_ids[0]), "2", back.number)
    ]
    assert [row["number"] for row in blue] == [invoice["number"]]
    red = {"lines": [{"line_id": invoice["lines"][0]["id"], "quantity": "2", "source_line_id": due[0]["line_id"]}]}
    assert owner.post(f"/finance/purchase-invoices/{invoice['id']}/red", red).status_code == 201
    assert owner.get(f"{returns}?invoicing=red_due").json()["items"] == []


def test_who_may_not_read_returns_is_not_told_what_awaits_credit(company: Trading) -> None:
    reader = _browser(company, "warehouse.goods_receipt.read")

    answer = reader.get("/warehouse/purchase-returns/credit-due?original_line_id=1")

    assert answer.status_code == 403


def test_a_refusal_with_facts_in_its_reason_says_them_apart(company: Trading) -> None:
    owner = _browser(company, "*")
    body = {**_receipt(company), "reason": "WHIM", "party_id": None}

    problem = owner.post("/warehouse/other-receipts", body).json()

    fault = problem["errors"][0]["facts"]
    assert (fault["reason_pattern"], fault["reason_values"]) == (
        "one of {choices}.",
        {"choices": "OTHER_RECEIPT, STOCK_GAIN, OPENING"},
    )
    assert GoodsDocument.objects.count() == 0


def test_a_draft_over_several_lots_is_allotted_by_expiry_over_http(company: Trading) -> None:
    draft = ItemDraft(code="M", name="Milk", base_unit_id=company.unit_id, tracks_lots=True)
    company.items["M"] = create_item(company.scope, draft)
    for code, quantity, expires in (("L2", "5", dt.date(2026, 6, 30)), ("L1", "3", dt.date(2026, 5, 31))):
        goods.post(company, "goods_receipt", ("M", quantity, "2", {"lot_code": code, "expires_on": expires}))
    owner = _browser(company, "*")
    body = {**_receipt(company, "M", "6", "5"), "party_id": str(company.customer)}
    made = owner.post("/warehouse/shipments", body).json()
    path = f"/warehouse/shipments/{made['id']}"

    assert "allot" in made["verbs"]
    assert owner.post(f"{path}/allot").status_code == 400
    allotted = owner.post(f"{path}/allot", If_Match="1").json()

    assert [(line["lot"]["code"], line["lot"]["expires_on"], line["quantity"]) for line in allotted["lines"]] == [
        ("L1", "2026-05-31", "3"),
        ("L2", "2026-06-30", "3"),
    ]
    assert (allotted["totals"]["net"], "allot" in allotted["verbs"]) == ("30", False)
    reader = _browser(company, "warehouse.shipment.read")
    assert reader.post(f"{path}/allot", If_Match="2").status_code == 403
    assert owner.get(path).json()["version"] == 2
    assert owner.post(f"{path}/post", {}).json()["state"] == "posted"
