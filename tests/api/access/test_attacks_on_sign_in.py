"""What somebody tries who wants in, wants to stay in, or wants others out."""

import base64
import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from heliu.access.models import User, UserSession
from heliu.access.rules import lockout
from heliu.access.rules.totp import code_at
from heliu.core import clock
from tests.support import people
from tests.support.people import PASSWORD, Browser

pytestmark = pytest.mark.django_db
NEW = "Apfelbaum-88"


def _sign_in(username: str = "boss", password: str = PASSWORD, *, browser: Browser | None = None, **more: str):
    browser = browser or people.stranger()
    return browser, browser.post("/access/session", {"username": username, "password": password, **more})


def _boss(**facts: str) -> User:
    return people.user(people.company(), "owner", username="boss", password=PASSWORD, **facts)


def _with_cookie_of(browser: Browser) -> Browser:
    """Somebody who copied the session cookie."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = browser.client.cookies[settings.SESSION_COOKIE_NAME].value
    return Browser(thief)


def test_a_copied_cookie_ends_with_the_password_it_was_opened_with() -> None:
    _boss()
    owner, _ = _sign_in()
    thief = _with_cookie_of(owner)
    assert thief.get("/access/users").status_code == 200

    assert owner.put("/access/password", {"old_password": PASSWORD, "new_password": NEW}).status_code == 200

    assert thief.get("/access/users").status_code == 401
    assert owner.get("/access/users").status_code == 200
    assert [row["is_current"] for row in owner.get("/access/sessions").json()] == [True]
    assert UserSession.objects.count() == 1


def test_a_code_of_the_app_opens_one_session_and_no_second_within_its_step() -> None:
    _boss()
    browser, _ = _sign_in()
    secret = base64.b32decode(browser.post("/access/totp/offer").json()["secret"])
    now = clock.now()

    def code(instant: dt.datetime) -> str:
        return code_at(secret, int(instant.timestamp()) // 30)

    with clock.frozen(now):
        body = {"secret": base64.b32encode(secret).decode(), "code": code(now)}
        assert browser.put("/access/totp", body).status_code == 200
        of_the_switch = _sign_in(totp=code(now))[1]
    later = now + dt.timedelta(minutes=2)
    with clock.frozen(later):
        first, second = _sign_in(totp=code(later))[1], _sign_in(totp=code(later))[1]
    with clock.frozen(later + dt.timedelta(seconds=20)):
        again = _sign_in(totp=code(later))[1]
        older = _sign_in(totp=code(later - dt.timedelta(seconds=30)))[1]

    assert first.status_code == 200
    assert {answer.json()["code"] for answer in (of_the_switch, second, again, older)} == {"totp_wrong"}


def test_guessing_codes_is_slowed_down_like_guessing_passwords() -> None:
    user = _boss()
    User.objects.filter(pk=user.pk).update(totp_secret=base64.b32encode(b"x" * 20).decode())

    with clock.frozen(clock.now()):
        tries = [_sign_in(totp=f"{guess:06}")[1].json()["code"] for guess in range(7)]

    assert tries == ["totp_wrong"] * 5 + ["too_many_attempts"] * 2


def test_signing_in_with_a_second_factor_all_day_locks_nobody_out() -> None:
    """The client asks for the code after the password: the first half is no guess."""
    user = _boss()
    secret = b"x" * 20
    start = clock.now()
    for round_ in range(lockout.FREE_ATTEMPTS_PER_ADDRESS + 2):
        moment = start + dt.timedelta(minutes=5 * round_)
        User.objects.filter(pk=user.pk).update(totp_secret=base64.b32encode(secret).decode(), totp_last_step=0)
        with clock.frozen(moment):
            assert _sign_in()[1].json()["code"] == "totp_required"
            code = code_at(secret, int(moment.timestamp()) // 30)
            assert _sign_in(totp=code)[1].status_code == 200, round_


def test_asking_for_the_code_forgives_no_wrong_one() -> None:
    user = _boss()
    User.objects.filter(pk=user.pk).update(totp_secret=base64.b32encode(b"x" * 20).decode())

    with clock.frozen(clock.now()):
        for guess in range(5):
            assert _sign_in()[1].json()["code"] == "totp_required"
            assert _sign_in(totp=f"{guess:06}")[1].json()["code"] == "totp_wrong"
        assert _sign_in(totp="999999")[1].json()["code"] == "too_many_attempts"


def test_guesses_from_elsewhere_do_not_lock_the_owner_of_a_name_out() -> None:
    _boss()
    elsewhere = Browser(Client(REMOTE_ADDR="203.0.113.9"))

    with clock.frozen(clock.now()):
        for _ in range(8):
            _sign_in(password="wrong", browser=elsewhere)
        assert _sign_in(browser=elsewhere)[1].json()["code"] == "too_many_attempts"
        assert _sign_in()[1].status_code == 200


def test_guesses_from_the_same_address_do_not_lock_out_who_signed_in_there_before() -> None:
    """A colleague, or everybody when a proxy is not named as one: a browser that is known answers for itself."""
    _boss()
    known, _ = _sign_in()
    known.delete("/access/session")
    attacker = people.stranger()

    with clock.frozen(clock.now()):
        for guess in range(lockout.FREE_ATTEMPTS_PER_ADDRESS):
            _sign_in(f"nobody{guess}", "wrong", browser=attacker)
        for _ in range(6):
            _sign_in(password="wrong", browser=attacker)
        assert _sign_in(browser=people.stranger())[1].json()["code"] == "too_many_attempts"
        assert _sign_in(browser=known)[1].status_code == 200


def test_a_known_browser_guesses_no_faster_and_knows_only_its_own_user() -> None:
    owner = _boss()
    company = people.company("别家")
    people.user(company, "owner", username="thief", password=PASSWORD)
    thief, _ = _sign_in("thief")
    assert owner.pk

    with clock.frozen(clock.now()):
        own = [_sign_in("thief", "wrong", browser=thief)[1].json()["code"] for _ in range(6)]
        others = [_sign_in("boss", "wrong", browser=thief)[1].json()["code"] for _ in range(6)]
        assert _sign_in("boss", "wrong")[1].json()["code"] == "too_many_attempts"

    assert own == others == ["invalid_credentials"] * 5 + ["too_many_attempts"]


@pytest.mark.parametrize("cookie", ["", "x", "1:2:3", "a" * 5000])
def test_a_made_up_sign_of_a_known_browser_counts_for_nothing(cookie: str) -> None:
    _boss()
    attacker = people.stranger()

    with clock.frozen(clock.now()):
        for number in range(5):
            attacker.client.cookies["heliu_known"] = f"{cookie}{number if cookie else ''}"
            _sign_in(password="wrong", browser=attacker)
        assert _sign_in(browser=people.stranger())[1].json()["code"] == "too_many_attempts"
