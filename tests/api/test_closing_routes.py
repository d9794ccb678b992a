"""Opening balances, manual vouchers and the transfer of profit over HTTP, by the people who do them."""

from typing import Any

import pytest

from heliu.core import clock
from heliu.core.scope import system_scope
from heliu.ledger.models import Account, Period
from heliu.parties import services as parties
from heliu.parties.drafts import PartyDraft
from tests.support import people
from tests.support.people import Browser

pytestmark = pytest.mark.django_db


class Office:
    """An accountant who prepares, a manager who audits, an owner who posts."""

    def __init__(self) -> None:
        self.company = people.company()
        self.accountant = self._joins("accountant")
        self.manager = self._joins("manager")
        self.owner = self._joins("owner")
        party = PartyDraft(name="客户乙", code="C1", is_customer=True)
        self.customer = str(parties.create_party(system_scope(self.company.id), party))
        self.today = clock.today().isoformat()

    def _joins(self, role: str) -> Browser:
        return people.browser(people.user(self.company, role), self.company)

    def account(self, code: str) -> str:
        return str(Account.objects.get(company_id=self.company.id, code=code).id)

    def voucher(self, debit: str = "6602.06", credit: str = "1002", amount: str = "120.5") -> dict[str, Any]:
        lines = [
            {"account_id": self.account(debit), "debit": amount, "currency": "CNY", "memo": "房租"},
            {"account_id": self.account(credit), "credit": amount, "currency": "CNY"},
        ]
        return {"business_date": self.today, "memo": "三月房租", "lines": lines}

    def posted(self, body: dict[str, Any]) -> dict[str, Any]:
        made = self.accountant.post("/finance/manual-vouchers", body).json()
        for person, verb in ((self.accountant, "submit"), (self.manager, "approve"), (self.owner, "post")):
            answer = person.post(f"/finance/manual-vouchers/{made['id']}/{verb}", {})
            assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_voucher_goes_through_three_pairs_of_hands(office: Office) -> None:
    created = office.accountant.post("/finance/manual-vouchers", office.voucher())
    draft = created.json()
    path = f"/finance/manual-vouchers/{draft['id']}"
    assert (created.status_code, draft["state"], draft["verbs"]) == (201, "draft", ["submit", "cancel", "update"])
    assert [(x["account"]["code"], x["debit"], x["credit"]) for x in draft["lines"]] == [
        ("6602.06", "120.5", "0"), ("1002", "0", "120.5"),
    ]  # fmt: skip
    assert office.accountant.post(f"{path}/submit").json()["verbs"] == []
    assert office.manager.get(path).json()["verbs"] == ["approve", "reject"]
    refused = office.accountant.post(f"{path}/approve")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")

    audited = office.manager.post(f"{path}/approve").json()
    assert (audited["state"], audited["approved_by"] is not None, audited["verbs"]) == ("approved", True, ["reject"])
    preview = office.owner.post(f"{path}/preview").json()
    assert [(x["debit"], x["credit"]) for x in preview["entries"][0]["lines"]] == [("120.5", "0"), ("0", "120.5")]
    posted = office.owner.post(f"{path}/post", {}).json()
    assert (posted["state"], [r["kind"] for r in posted["related"]]) == ("posted", ["voucher"])
    trail = [row["action"] for row in office.owner.get(f"{path}/audit").json()["items"]]
    assert trail == ["create", "submit", "approve", "post"]

    mirror = office.owner.post(f"{path}/reverse", {"reason": "重复"}).json()
    assert (mirror["reverses_id"], mirror["lines"][0]["debit"]) == (draft["id"], "-120.5")
    listed = office.owner.get(f"/finance/manual-vouchers?q=房租&account_id={office.account('1002')}").json()
    assert [row["state"] for row in listed["items"]] == ["posted", "reversed"]


def test_the_owner_does_not_audit_what_the_owner_wrote(office: Office) -> None:
    draft = office.owner.post("/finance/manual-vouchers", office.voucher()).json()
    path = f"/finance/manual-vouchers/{draft['id']}"
    office.owner.post(f"{path}/submit")
    refused = office.owner.post(f"{path}/approve")
    assert (refused.status_code, refused.json()["code"]) == (409, "approved_by_preparer")
    back = office.manager.post(f"{path}/reject", {"reason": "附件不全"}).json()
    assert back["state"] == "draft"
    changed = office.owner.put(path, office.voucher(amount="99"), If_Match=str(back["version"])).json()
    assert (changed["amount"], changed["lines"][1]["credit"]) == ("99", "99")


def test_refusals_name_the_line(office: Office) -> None:
    control = office.accountant.post("/finance/manual-vouchers", office.voucher(debit="1122"))
    assert (control.status_code, control.json()["code"]) == (400, "control_account_refused")
    assert control.json()["errors"][0]["loc"] == ["lines", 0, "account_id"]
    body = office.voucher()
    body["lines"][1]["credit"] = "120"
    unbalanced = office.accountant.post("/finance/manual-vouchers", body).json()
    assert (unbalanced["code"], unbalanced["facts"]["difference"]) == ("voucher_not_balanced", "0.5")
    assert office.accountant.get("/finance/manual-vouchers").json()["items"] == []


def test_openings_are_entered_checked_and_settled(office: Office) -> None:
    item = {
        "kind": "AR",
        "party_id": office.customer,
        "item_number": "XS-77",
        "amount": "113",
        "due_date": office.today,
    }
    head = {"business_date": office.today, "currency": "CNY"}
    created = office.accountant.post("/finance/opening-balances", {**head, "topic": "parties", "lines": [item]})
    draft = created.json()
    assert (created.status_code, draft["debit"], draft["verbs"]) == (201, "113", ["post", "cancel", "update"])
    path = f"/finance/opening-balances/{draft['id']}"
    assert office.accountant.post(f"{path}/preview").json()["entries"][0]["lines"][0]["debit"] == "113"
    posted = office.accountant.post(f"{path}/post", {}).json()
    assert (posted["state"], posted["lines"][0]["amount"]) == ("posted", "113")

    wrong = {"account_id": office.account("1122"), "debit": "1"}
    refused = office.accountant.post("/finance/opening-balances", {**head, "topic": "accounts", "lines": [wrong]})
    assert (refused.status_code, refused.json()["code"]) == (409, "opening_by_document")
    assert refused.json()["facts"]["remedy"] == "parties"

    check = office.accountant.get("/finance/opening-balances/check").json()
    assert (check["balanced"], check["left"], check["ok"]) == (True, "-113", False)
    rest = {"account_id": office.account("4104.99"), "credit": "113"}
    made = office.accountant.post("/finance/opening-balances", {**head, "topic": "accounts", "lines": [rest]}).json()
    office.accountant.post(f"/finance/opening-balances/{made['id']}/post", {})
    assert office.accountant.get("/finance/opening-balances/check").json()["ok"]
    listed = office.accountant.get("/finance/opening-balances?topic=accounts").json()["items"]
    assert [row["id"] for row in listed] == [made["id"]]

    open_item = office.owner.get("/finance/open-items?side=AR").json()["items"][0]["origin"]
    assert (open_item["kind"], open_item["number"], open_item["line_id"]) == (
        "opening_balance", "XS-77", posted["lines"][0]["id"],
    )  # fmt: skip
    allocation = {
        "origin_kind": open_item["kind"], "origin_id": open_item["id"], "origin_line_id": open_item["line_id"],
        "amount": "113",
    }  # fmt: skip
    money = {**head, "party_id": office.customer, "amount": "113", "allocations": [allocation]}
    receipt = office.owner.post("/finance/money-receipts", money).json()
    assert office.owner.post(f"/finance/money-receipts/{receipt['id']}/post", {}).status_code == 200
    assert office.owner.get("/finance/open-items?side=AR").json()["items"] == []
    spent = office.accountant.post(f"{path}/reverse", {})
    assert (spent.status_code, spent.json()["code"]) == (409, "reversal_refused")


def test_profit_is_previewed_transferred_once_and_shown(office: Office) -> None:
    year = clock.today().year
    office.posted({**office.voucher(), "business_date": f"{year}-01-15"})
    code = year * 100 + 1
    month = Period.objects.get(company_id=office.company.id, code=code).id
    path = f"/finance/profit-transfers/{month}"
    shown = office.accountant.get(path).json()
    assert (shown["profit"], shown["verbs"], shown["totals"]) == (
        "-120.5", ["post"], {"revenue": "0", "expense": "120.5"},
    )  # fmt: skip
    before = office.accountant.post(f"{path}/preview").json()["entries"]
    assert [(x["account"]["code"], x["debit"], x["credit"]) for x in before[0]["lines"]] == [
        ("4103", "120.5", "0"), ("6602.06", "0", "120.5"),
    ]  # fmt: skip
    refused = office.manager.post(f"{path}/post")
    assert refused.status_code == 403
    done = office.accountant.post(f"{path}/post").json()
    assert (done["profit"], done["lines"], done["verbs"], len(done["vouchers"])) == ("0", [], [], 1)
    again = office.accountant.post(f"{path}/post")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_transfer")
    rows = office.accountant.get(f"/finance/profit-transfers?year={year}").json()["items"]
    assert [row["period"] for row in rows if row["transferred"]] == [code]
    assert office.manager.get(f"/finance/profit-transfers/{office.company.id}").status_code == 404
