"""Secrets that open once, tried by many hands in the same moment."""

import base64
from collections import Counter

import pytest

from heliu.access.models import Company, User
from heliu.access.rules.recovery import digest_of
from heliu.access.rules.totp import code_at
from heliu.access.services import second_factor, sessions
from heliu.access.services.companies import NewCompany
from heliu.access.services.sessions import Credentials
from heliu.access.services.setup import FirstStart, complete_setup, issue_setup_token
from heliu.access.services.users import NewPerson
from heliu.core import clock
from tests.support import people
from tests.support.people import PASSWORD
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 4  # below the number of free attempts: what refuses is the secret itself
SECRET = b"x" * 20


def _user(**facts: object) -> User:
    person = people.user(people.company(), "owner", username="boss", password=PASSWORD)
    User.objects.filter(pk=person.pk).update(totp_secret=base64.b32encode(SECRET).decode(), **facts)
    return person


def _all_try(code: str) -> Counter[str]:
    attempt = Credentials("boss", PASSWORD, code)
    return at_once([lambda: sessions.verify(attempt, address="192.0.2.1")] * HANDS)


def test_a_code_of_the_app_is_taken_once_by_many_hands() -> None:
    _user()
    code = code_at(SECRET, int(clock.now().timestamp()) // 30)

    assert _all_try(code) == {"done": 1, "totp_wrong": HANDS - 1}


def test_a_recovery_code_is_taken_once_by_many_hands() -> None:
    person = _user(recovery_digests=[digest_of("abcdef-ghijkl"), digest_of("mnopqr-stuvwx")])

    assert _all_try("abcdef-ghijkl") == {"done": 1, "totp_wrong": HANDS - 1}
    assert User.objects.get(pk=person.pk).recovery_digests == [digest_of("mnopqr-stuvwx")]


def test_two_apps_switched_on_at_once_leave_one_that_works() -> None:
    company = people.company()
    person = people.user(company, "owner")
    scope = people.scope(person, company)
    secrets = [bytes([letter]) * 20 for letter in range(HANDS)]
    told: dict[bytes, list[str]] = {}

    def switch_on(secret: bytes) -> None:
        code = code_at(secret, int(clock.now().timestamp()) // 30)
        user = User.objects.get(pk=person.pk)
        told[secret] = second_factor.switch_on(scope, user, secret=base64.b32encode(secret).decode(), code=code)[1]

    outcome = at_once([lambda s=secret: switch_on(s) for secret in secrets])  # type: ignore[misc]

    assert outcome == {"done": 1, "totp_already_on": HANDS - 1}
    kept = User.objects.get(pk=person.pk)
    (winner,) = told
    assert base64.b32decode(kept.totp_secret) == winner
    assert kept.recovery_digests == [digest_of(code) for code in told[winner]]


def test_the_one_time_link_makes_one_administrator_for_many_hands() -> None:
    token = issue_setup_token()

    def start(number: int) -> None:
        person = NewPerson(username=f"boss{number}", password=PASSWORD)
        complete_setup(FirstStart(token=token, person=person, company=NewCompany(name=f"Company {number}")))

    outcome = at_once([lambda n=number: start(n) for number in range(HANDS)])  # type: ignore[misc]

    assert outcome == {"done": 1, "setup_token_refused": HANDS - 1}
    assert (User.objects.count(), Company.objects.count()) == (1, 1)
