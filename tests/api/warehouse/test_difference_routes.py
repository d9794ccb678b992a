"""What waits in 待处理财产损溢 over HTTP, by the people who see it and those who decide."""

from typing import Any

import pytest

from heliu.access.models import Company, Role
from heliu.access.rules.presets import PRESETS
from heliu.core.ids import next_id
from tests.support import goods, people
from tests.support.differences import counted
from tests.support.goods import books
from tests.support.people import Browser
from tests.support.trading import Trading, trading

pytestmark = pytest.mark.django_db

PATH = "/warehouse/differences"


def member(company: Trading, role: str, **place: Any) -> Browser:
    """A member of the trading company in a role that every new company has."""
    row = Company.objects.get(id=company.scope.company_id)
    preset = next(one for one in PRESETS if one.code == role)
    code = f"r{next_id()}"
    Role.objects.create(company=row, code=code, name_zh=code, name_en=code, patterns=list(preset.patterns))
    return people.browser(people.user(row, code, **place), row)


def missing(company: Trading) -> int:
    """The stocktake that missed 4 of 10 pieces for 30."""
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    return counted(company, A="6")


def decision(difference: str, outcome: str = "wastage", quantity: str = "4", **terms: Any) -> dict[str, Any]:
    party = {"party_id": terms.pop("party")} if "party" in terms else {}
    line = {"difference_id": difference, "quantity": quantity, "outcome": outcome, **party}
    return {"business_date": "2026-03-03", "reason": "searched twice", "lines": [line]} | terms


def test_an_accountant_previews_and_resolves_what_waits_and_takes_it_back():
    company = trading()
    stocktake = str(missing(company))
    accountant = member(company, "accountant")
    (row,) = accountant.get(PATH).json()["items"]
    assert (row["document"]["id"], row["direction"], row["quantity"], row["value"]) == (stocktake, "loss", "4", "12")
    liable = decision(row["id"], "liable", party=str(company.supplier))

    preview = accountant.post(f"{PATH}/preview", liable).json()
    assert [(x["account"]["code"], x["debit"], x["credit"]) for x in preview["entries"][0]["lines"]] == [
        ("1221", "12", "0"),
        ("1901", "0", "12"),
    ]
    answer = accountant.post(f"{PATH}/resolve", liable, Idempotency_Key="decided-once")
    assert (answer.status_code, answer.json()["items"][0]["lines"][0]["party"]["code"]) == (200, "S1")
    again = accountant.post(f"{PATH}/resolve", liable, Idempotency_Key="decided-once")
    assert (again.json(), company.balance("1221")) == (answer.json(), 12)
    assert accountant.get(f"/warehouse/stocktakes/{stocktake}").json()["state"] == "closed"

    (resolution,) = accountant.get(f"{PATH}/resolutions?document_id={stocktake}").json()["items"]
    assert (resolution["reason"], resolution["verbs"]) == ("searched twice", ["reverse"])
    back = accountant.post(f"{PATH}/resolutions/{resolution['id']}/reverse", {"business_date": "2026-03-04"})

    assert (back.json()["items"][0]["reversed_on"], company.balance("1221")) == ("2026-03-04", 0)
    assert accountant.get(PATH).json()["items"][0]["quantity"] == "4"


@pytest.mark.parametrize(
    ("role", "sees", "decides"),
    [
        ("owner", 200, 200), ("manager", 200, 200), ("accountant", 200, 200), ("storekeeper", 200, 403),
        ("auditor", 200, 403), ("cashier", 403, 403),
    ],
)  # fmt: skip
def test_who_sees_and_who_resolves(role: str, sees: int, decides: int):
    company = trading()
    missing(company)
    (row,) = member(company, "owner").get(PATH).json()["items"]
    before, person = books(company), member(company, role)

    assert person.get(PATH).status_code == sees
    assert person.post(f"{PATH}/preview", decision(row["id"])).status_code == decides
    assert books(company) == before
    assert person.post(f"{PATH}/resolve", decision(row["id"])).status_code == decides

    assert (books(company) == before) == (decides == 403)


def test_cost_is_masked_in_the_list():
    company = trading()
    missing(company)

    (row,) = member(company, "storekeeper", sees_cost=False).get(PATH).json()["items"]

    assert (row["quantity"], row["value"]) == ("4", None)


def test_too_much_is_refused_and_says_how_much_waits():
    company = trading()
    stocktake = missing(company)
    owner = member(company, "owner")
    (row,) = owner.get(f"{PATH}?document_id={stocktake}").json()["items"]
    before = books(company)

    answer = owner.post(f"{PATH}/resolve", decision(row["id"], quantity="5"))

    assert (answer.status_code, answer.json()["code"]) == (409, "resolve_exceeds_difference")
    assert books(company) == before
    assert owner.post(f"{PATH}/resolve", decision(row["id"], reason="")).status_code == 400
    assert owner.get(f"{PATH}/resolutions?document_id=1").status_code == 404
    assert books(company) == before
