"""Signing in and out as a browser does it."""

import base64
import datetime as dt

import pytest
from django.test import Client

from heliu.access.models import Company, LoginFailure, Membership, User
from heliu.access.rules.totp import code_at
from heliu.access.services.setup import issue_setup_token
from heliu.core import clock
from heliu.core.models import AuditRecord
from heliu.ledger.models import Ledger
from tests.support import people
from tests.support.people import PASSWORD, Browser

pytestmark = pytest.mark.django_db
FIRST = {
    "username": "boss",
    "display_name": "老板",
    "password": PASSWORD,
    "company": {"name": "合流商贸", "currency": "CNY", "framework": "CAS"},
}


def _sign_in(username: str, password: str, **more: str) -> tuple[Browser, object]:
    browser = people.stranger()
    return browser, browser.post("/access/session", {"username": username, "password": password, **more})


def test_before_the_first_start_everybody_is_sent_to_the_wizard() -> None:
    answer = people.stranger().get("/access/session").json()

    assert answer["authenticated"] is False
    assert answer["setup_required"] is True
    assert answer["user"] is None
    assert answer["csrf_token"]


def test_the_one_time_link_makes_the_first_administrator_and_the_company_with_its_books() -> None:
    token = issue_setup_token()
    browser = people.stranger()

    answer = browser.post("/access/setup", {"token": token, **FIRST})

    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["authenticated"] is True
    assert body["user"]["username"] == "boss"
    assert [c["name"] for c in body["companies"]] == ["合流商贸"]
    assert "access.role.update" in body["permissions"]
    assert Ledger.objects.filter(company_id=int(body["company_id"])).exists()
    assert browser.get("/access/session").json()["setup_required"] is False


def test_the_setup_link_works_once_and_never_after_somebody_exists() -> None:
    token = issue_setup_token()
    assert people.stranger().post("/access/setup", {"token": token, **FIRST}).status_code == 200

    again = people.stranger().post("/access/setup", {"token": token, **FIRST, "username": "thief"})

    assert again.status_code == 403
    assert again.json()["code"] == "setup_token_refused"
    assert User.objects.count() == 1
    assert Company.objects.count() == 1


def test_a_guessed_an_older_and_an_expired_setup_token_are_refused() -> None:
    older, current = issue_setup_token(), issue_setup_token()

    with clock.frozen(clock.now() + dt.timedelta(hours=25)):
        expired = people.stranger().post("/access/setup", {"token": current, **FIRST})
    for token in ("x" * 43, older):
        assert people.stranger().post("/access/setup", {"token": token, **FIRST}).status_code == 403
    assert expired.status_code == 403
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("short-1A", "password_too_short"),
        ("password123", "password_too_common"),
        ("boss-boss-1", "password_too_similar"),
    ],
)
def test_a_weak_password_is_refused_and_nothing_is_made(password: str, rule: str) -> None:
    answer = people.stranger().post(
        "/access/setup", {"token": issue_setup_token(), **FIRST, "username": "boss-boss", "password": password}
    )

    assert answer.status_code == 400
    assert answer.json()["code"] == "weak_password"
    assert rule in answer.json()["facts"]["rules"]
    assert User.objects.count() == 0


def test_an_administrator_of_a_company_made_before_owns_it() -> None:
    company = people.company("演示公司")

    start = {k: v for k, v in FIRST.items() if k != "company"}
    answer = people.stranger().post("/access/setup", {"token": issue_setup_token(), **start})

    assert [c["id"] for c in answer.json()["companies"]] == [str(company.pk)]
    assert "catalog.item.create" in answer.json()["permissions"]


def test_signing_in_and_out() -> None:
    company = people.company()
    people.user(company, "seller", username="xiaowang", password=PASSWORD)

    browser, answer = _sign_in("XiaoWang", PASSWORD)

    assert answer.status_code == 200
    assert answer.json()["user"]["username"] == "xiaowang"
    assert answer.json()["company_id"] == str(company.pk)
    assert "access.user.create" not in answer.json()["permissions"]
    assert browser.get("/access/session").json()["authenticated"] is True
    assert browser.delete("/access/session").status_code == 200
    assert browser.get("/access/session").json()["authenticated"] is False
    assert browser.get("/access/sessions").status_code == 401
    actions = list(AuditRecord.objects.filter(noun="session").order_by("id").values_list("action", flat=True))
    assert actions == ["sign_in", "sign_out"]


def test_wrong_password_unknown_user_and_closed_account_get_the_same_answer() -> None:
    company = people.company()
    people.user(company, "seller", username="xiaowang", password=PASSWORD)
    closed = people.user(company, "seller", username="closed", password=PASSWORD)
    User.objects.filter(pk=closed.pk).update(is_active=False)

    answers = [_sign_in(*pair)[1] for pair in (("xiaowang", "wrong"), ("nobody", PASSWORD), ("closed", PASSWORD))]

    assert {a.status_code for a in answers} == {401}
    assert len({a.content for a in answers}) == 1
    assert answers[0].json()["code"] == "invalid_credentials"


def test_guessing_is_slowed_down_and_the_right_password_waits_too() -> None:
    people.user(people.company(), "seller", username="xiaowang", password=PASSWORD)
    start = clock.now()

    with clock.frozen(start):
        for _ in range(5):
            assert _sign_in("xiaowang", "wrong")[1].status_code == 401
        refused = _sign_in("xiaowang", PASSWORD)[1]
    with clock.frozen(start + dt.timedelta(seconds=3)):
        accepted = _sign_in("xiaowang", PASSWORD)[1]

    assert refused.status_code == 403
    assert refused.json()["code"] == "too_many_attempts"
    assert refused.json()["facts"] == {"seconds": 3}
    assert accepted.status_code == 200
    assert list(LoginFailure.objects.exclude(failures=0).values_list("failures", flat=True)) == [5]


def test_guessing_the_password_of_an_open_session_is_slowed_down_too() -> None:
    people.user(people.company(), "seller", username="xiaowang", password=PASSWORD)
    browser = _sign_in("xiaowang", PASSWORD)[0]
    start, new = clock.now(), "Apfelbaum-88"

    with clock.frozen(start):
        for _ in range(5):
            wrong = browser.put("/access/password", {"old_password": "wrong", "new_password": new})
            assert wrong.json()["code"] == "wrong_password"
        refused = [
            browser.put("/access/password", {"old_password": PASSWORD, "new_password": new}),
            browser.post("/access/totp/switch-off", {"password": PASSWORD}),
            browser.post("/access/totp/recovery-codes", {"password": PASSWORD}),
        ]
    with clock.frozen(start + dt.timedelta(minutes=16)):
        accepted = browser.put("/access/password", {"old_password": PASSWORD, "new_password": new})

    assert {answer.json()["code"] for answer in refused} == {"too_many_attempts"}
    assert accepted.status_code == 200


def test_changing_requests_need_the_csrf_token() -> None:
    people.user(people.company(), "owner", username="boss", password=PASSWORD)
    strict = Browser(Client(enforce_csrf_checks=True))
    token = strict.get("/access/session").json()["csrf_token"]
    login = {"username": "boss", "password": PASSWORD}

    without = strict.post("/access/session", login)
    signed_in = strict.post("/access/session", login, X_CSRFToken=token)
    forged = strict.post("/access/roles", {"code": "x", "name_zh": "x", "name_en": "x", "patterns": []})
    honest = strict.post(
        "/access/roles",
        {"code": "x", "name_zh": "x", "name_en": "x", "patterns": []},
        X_CSRFToken=signed_in.json()["csrf_token"],
    )

    assert without.status_code == 403
    assert without.json()["code"] == "csrf_refused"
    assert signed_in.status_code == 200
    assert forged.status_code == 403
    assert honest.status_code == 201


def test_the_session_key_changes_when_somebody_signs_in() -> None:
    people.user(people.company(), "owner", username="boss", password=PASSWORD)
    browser = people.stranger()
    session = browser.client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    browser.client.cookies["heliu_session"] = before

    browser.post("/access/session", {"username": "boss", "password": PASSWORD})

    assert browser.client.cookies["heliu_session"].value != before
    assert "planted" not in browser.client.session


def test_a_new_password_ends_all_other_sessions() -> None:
    people.user(people.company(), "owner", username="boss", password=PASSWORD)
    here, there = (_sign_in("boss", PASSWORD)[0] for _ in range(2))

    wrong = here.put("/access/password", {"old_password": "wrong", "new_password": "Apfelbaum-88"})
    right = here.put("/access/password", {"old_password": PASSWORD, "new_password": "Apfelbaum-88"})

    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong_password")
    assert right.status_code == 200
    assert here.get("/access/session").json()["authenticated"] is True
    assert there.get("/access/session").json()["authenticated"] is False
    assert _sign_in("boss", PASSWORD)[1].status_code == 401
    assert _sign_in("boss", "Apfelbaum-88")[1].status_code == 200


def test_the_password_in_use_is_no_new_one() -> None:
    people.user(people.company(), "owner", username="boss", password=PASSWORD)
    here, _ = _sign_in("boss", PASSWORD)

    answer = here.put("/access/password", {"old_password": PASSWORD, "new_password": PASSWORD})

    assert (answer.status_code, answer.json()["code"]) == (400, "weak_password")
    assert here.get("/access/session").json()["authenticated"] is True


def test_a_first_password_must_be_changed_before_anything_else() -> None:
    company = people.company()
    person = people.user(company, "owner", username="new", password=PASSWORD)
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    browser, answer = _sign_in("new", PASSWORD)

    assert answer.json()["user"]["must_change_password"] is True
    refused = browser.get("/access/users")
    assert (refused.status_code, refused.json()["code"]) == (403, "must_change_password")
    browser.put("/access/password", {"old_password": PASSWORD, "new_password": "Apfelbaum-88"})
    assert browser.get("/access/users").status_code == 200


def test_one_ends_a_forgotten_session_from_the_list() -> None:
    people.user(people.company(), "owner", username="boss", password=PASSWORD)
    here, there = (_sign_in("boss", PASSWORD)[0] for _ in range(2))
    listed = here.get("/access/sessions").json()
    other = next(row for row in listed if not row["is_current"])

    assert len(listed) == 2
    assert here.delete(f"/access/sessions/{other['id']}").status_code == 204
    assert there.get("/access/sessions").status_code == 401
    assert [row["is_current"] for row in here.get("/access/sessions").json()] == [True]


def test_nobody_ends_the_session_of_somebody_else() -> None:
    company = people.company()
    people.user(company, "owner", username="boss", password=PASSWORD)
    people.user(company, "seller", username="thief", password=PASSWORD)
    boss, _ = _sign_in("boss", PASSWORD)
    thief, _ = _sign_in("thief", PASSWORD)
    of_boss = boss.get("/access/sessions").json()[0]["id"]

    assert thief.delete(f"/access/sessions/{of_boss}").status_code == 404
    assert boss.get("/access/session").json()["authenticated"] is True


def test_choosing_another_company_changes_the_rights_and_strange_companies_are_closed() -> None:
    first, second, strange = people.company("一"), people.company("二"), people.company("三")
    person = people.user(first, "owner")
    people.join(person, second, "seller")
    browser = people.browser(person, first)

    answer = browser.post("/access/session/company", {"company_id": str(second.pk)})
    refused = browser.post("/access/session/company", {"company_id": str(strange.pk)})

    assert answer.json()["company_id"] == str(second.pk)
    assert "access.user.create" not in answer.json()["permissions"]
    assert (refused.status_code, refused.json()["code"]) == (403, "no_company")
    assert browser.get("/access/session").json()["company_id"] == str(second.pk)


def test_taking_a_right_away_works_with_the_very_next_request() -> None:
    company = people.company()
    person = people.user(company, "owner")
    browser = people.browser(person, company)
    assert browser.get("/access/users").status_code == 200

    Membership.objects.filter(user=person).update(is_active=False)

    assert browser.get("/access/users").status_code == 403


def test_the_second_factor() -> None:
    company = people.company()
    people.user(company, "owner", username="boss", password=PASSWORD)
    browser, _ = _sign_in("boss", PASSWORD)
    secret = browser.post("/access/totp/offer").json()["secret"]
    now = clock.now()

    def code(instant: dt.datetime) -> str:
        return code_at(base64.b32decode(secret), int(instant.timestamp()) // 30)

    with clock.frozen(now):
        wrong = browser.put("/access/totp", {"secret": secret, "code": "000000" if code(now) != "000000" else "111111"})
        right = browser.put("/access/totp", {"secret": secret, "code": code(now)})
    later = now + dt.timedelta(minutes=1)
    with clock.frozen(later):
        without = _sign_in("boss", PASSWORD)[1]
        bad = _sign_in("boss", PASSWORD, totp="12345")[1]
        good = _sign_in("boss", PASSWORD, totp=code(later))[1]
        replayed = _sign_in("boss", PASSWORD, totp=code(later))[1]

    assert (wrong.status_code, wrong.json()["code"]) == (400, "totp_wrong")
    assert right.json()["user"]["has_totp"] is True
    assert (without.status_code, without.json()["code"]) == (401, "totp_required")
    assert (bad.status_code, bad.json()["code"]) == (401, "totp_wrong")
    assert good.status_code == 200
    assert (replayed.status_code, replayed.json()["code"]) == (401, "totp_wrong")


def _switched_on(username: str = "boss") -> tuple[Browser, list[str]]:
    """The browser of an owner who has just switched the second factor on, and the recovery codes."""
    people.user(people.company(), "owner", username=username, password=PASSWORD)
    browser, _ = _sign_in(username, PASSWORD)
    secret = browser.post("/access/totp/offer").json()["secret"]
    code = code_at(base64.b32decode(secret), int(clock.now().timestamp()) // 30)
    answer = browser.put("/access/totp", {"secret": secret, "code": code})
    assert answer.status_code == 200, answer.content
    return browser, answer.json()["recovery_codes"]


def test_a_recovery_code_opens_once_when_the_telephone_is_lost() -> None:
    browser, codes = _switched_on()
    assert len(set(codes)) == browser.get("/access/session").json()["user"]["recovery_codes_left"] == 10
    assert User.objects.get(username="boss").recovery_digests != codes

    first = _sign_in("boss", PASSWORD, totp=codes[0].upper().replace("-", " "))[1]
    again = _sign_in("boss", PASSWORD, totp=codes[0])[1]
    other = _sign_in("boss", PASSWORD, totp=codes[1])[1]

    assert (first.status_code, first.json()["user"]["recovery_codes_left"]) == (200, 9)
    assert (again.status_code, again.json()["code"]) == (401, "totp_wrong")
    assert (other.status_code, other.json()["user"]["recovery_codes_left"]) == (200, 8)
    assert AuditRecord.objects.filter(action="use_recovery_code").count() == 2


def test_new_recovery_codes_need_the_password_and_end_the_old_ones() -> None:
    browser, old = _switched_on()

    refused = browser.post("/access/totp/recovery-codes", {"password": "wrong"})
    renewed = browser.post("/access/totp/recovery-codes", {"password": PASSWORD})

    assert (refused.status_code, refused.json()["code"]) == (400, "wrong_password")
    assert not set(old) & set(renewed.json()["recovery_codes"])
    assert _sign_in("boss", PASSWORD, totp=old[0])[1].status_code == 401
    assert _sign_in("boss", PASSWORD, totp=renewed.json()["recovery_codes"][0])[1].status_code == 200


def test_an_app_is_not_put_in_place_of_another_and_off_means_without_codes() -> None:
    browser, _ = _switched_on()
    secret = browser.post("/access/totp/offer").json()["secret"]
    code = code_at(base64.b32decode(secret), int(clock.now().timestamp()) // 30)
    replaced = browser.put("/access/totp", {"secret": secret, "code": code})
    assert (replaced.status_code, replaced.json()["code"]) == (409, "totp_already_on")

    off = browser.post("/access/totp/switch-off", {"password": PASSWORD})
    assert (off.json()["user"]["has_totp"], off.json()["user"]["recovery_codes_left"]) == (False, 0)
    none = browser.post("/access/totp/recovery-codes", {"password": PASSWORD})
    assert (none.status_code, none.json()["code"]) == (409, "totp_not_on")
    assert _sign_in("boss", PASSWORD)[1].status_code == 200


def test_unknown_fields_are_refused_not_ignored() -> None:
    answer = people.stranger().post("/access/session", {"username": "a", "password": "b", "company_id": "1"})

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_input"
    assert answer.json()["errors"][0]["loc"] == ["company_id"]


def test_a_session_ends_by_itself_after_two_weeks() -> None:
    company = people.company()
    browser = people.browser(people.user(company, "owner"), company)
    assert browser.get("/access/users").status_code == 200

    with clock.frozen(clock.now() + dt.timedelta(days=14, seconds=1)):
        assert browser.get("/access/users").status_code == 401
