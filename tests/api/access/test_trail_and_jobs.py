"""The audit trail and background jobs as the screens read them."""

import pytest
from django.db import DatabaseError, transaction

from heliu.access.models import Company
from heliu.core import audit, jobs
from heliu.core.models import AuditRecord, Job
from heliu.core.scope import system_scope
from tests.support import people
from tests.support.people import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return people.company()


@pytest.fixture
def owner(company: Company) -> Browser:
    return people.browser(people.user(company, "owner"), company)


def test_the_trail_is_read_page_by_page_newest_first(company: Company, owner: Browser) -> None:
    scope = system_scope(company.pk)
    for number in range(5):
        audit.record(scope, "update", noun="thing", object_id=number + 1, label=f"thing {number + 1}")

    first = owner.get("/access/audit?noun=thing&limit=2").json()
    second = owner.get(f"/access/audit?noun=thing&limit=2&cursor={first['next_cursor']}").json()
    last = owner.get(f"/access/audit?noun=thing&limit=2&cursor={second['next_cursor']}").json()

    labels = [row["label"] for page in (first, second, last) for row in page["items"]]
    assert labels == ["thing 5", "thing 4", "thing 3", "thing 2", "thing 1"]
    assert last["next_cursor"] is None


def test_the_trail_is_filtered_by_object_action_and_text(company: Company, owner: Browser) -> None:
    scope = system_scope(company.pk)
    audit.record(
        scope, "update", noun="item", object_id=1, label="红茶", before={"a": 1, "b": 2}, after={"a": 1, "b": 3}
    )
    audit.record(scope, "archive", noun="item", object_id=2, label="绿茶")

    (row,) = owner.get("/access/audit?noun=item&object_id=1").json()["items"]
    assert (row["before"], row["after"]) == ({"b": 2}, {"b": 3})
    assert [r["label"] for r in owner.get("/access/audit?action=archive").json()["items"]] == ["绿茶"]
    assert [r["label"] for r in owner.get("/access/audit?q=红").json()["items"]] == ["红茶"]


def test_the_trail_tells_no_cost_price_to_who_may_not_see_it(company: Company, owner: Browser) -> None:
    clerk = people.browser(people.user(company, "owner", sees_cost=False), company)
    before, after = {"purchase_price": "7.77", "name": "红茶"}, {"purchase_price": "8.88", "name": "大红袍"}
    audit.record(system_scope(company.pk), "update", noun="item", object_id=1, before=before, after=after)

    (shown,) = owner.get("/access/audit?noun=item").json()["items"]
    (masked,) = clerk.get("/access/audit?noun=item").json()["items"]

    assert (shown["before"], shown["after"]) == (before, after)
    assert (masked["before"], masked["after"]) == ({"name": "红茶"}, {"name": "大红袍"})


def test_each_company_has_its_own_trail(company: Company, owner: Browser) -> None:
    other = people.company("别家")
    audit.record(system_scope(other.pk), "update", noun="secret", object_id=1)

    assert owner.get("/access/audit?noun=secret").json()["items"] == []


def test_the_database_itself_refuses_to_change_the_trail(company: Company) -> None:
    before = list(AuditRecord.objects.order_by("id").values_list("id", "action"))
    assert before

    for attempt in (lambda: AuditRecord.objects.update(action="x"), lambda: AuditRecord.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()

    assert list(AuditRecord.objects.order_by("id").values_list("id", "action")) == before


def test_the_owner_of_a_job_watches_and_cancels_it(company: Company, owner: Browser) -> None:
    person = people.user(company, "seller")
    mine = jobs.enqueue(people.scope(person, company), "access.sweep", title="清理")
    seller = people.browser(person, company)
    stranger = people.browser(people.user(company, "buyer"), company)

    assert seller.get(f"/access/jobs/{mine}").json()["state"] == "queued"
    assert [j["id"] for j in seller.get("/access/jobs").json()["items"]] == [str(mine)]
    assert stranger.get(f"/access/jobs/{mine}").status_code == 404
    assert stranger.get("/access/jobs").json()["items"] == []
    assert [j["id"] for j in owner.get("/access/jobs").json()["items"]] == [str(mine)]
    assert seller.post(f"/access/jobs/{mine}/cancel").json()["state"] == "cancelled"

    jobs.execute(mine)
    assert Job.objects.get(pk=mine).state == "cancelled"


def test_jobs_of_another_company_do_not_exist(company: Company, owner: Browser) -> None:
    other = people.company("别家")
    theirs = jobs.enqueue(system_scope(other.pk), "access.sweep")

    assert owner.get(f"/access/jobs/{theirs}").status_code == 404
    assert owner.post(f"/access/jobs/{theirs}/cancel").status_code == 404
    assert Job.objects.get(pk=theirs).state == "queued"
