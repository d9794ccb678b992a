"""The same request from many hands: one effect, and everybody gets its answer."""

from typing import Any

import pytest

from heliu.access.models import Company, Role
from heliu.core.ids import next_id
from heliu.core.models import IdempotencyKey
from heliu.posting.models import PostedFact
from heliu.warehouse.models import GoodsDocument
from tests.support import goods, people
from tests.support.proofs import violations
from tests.support.threads import at_once
from tests.support.trading import Trading, trading

pytestmark = pytest.mark.django_db(transaction=True)

HANDS = 20
SHIPMENTS = "/warehouse/shipments"


def browsers(company: Trading) -> list[people.Browser]:
    row = Company.objects.get(id=company.scope.company_id)
    Role.objects.create(company=row, code="all", name_zh="all", name_en="all", patterns=["*"])
    person = people.user(row, "all")
    return [people.browser(person, row) for _ in range(HANDS)]


def draft(company: Trading) -> dict[str, Any]:
    return {
        "business_date": "2026-03-02",
        "warehouse_id": str(company.warehouse_id),
        "party_id": str(company.customer),
        "lines": [{"item_id": str(company.item("A")), "quantity": "2", "price": "0", "tax_code_id": "0"}],
    }


def answers(hands: list[people.Browser], path: str, body: Any, *keys: str) -> list[tuple[int, bytes]]:
    """What each got, posted at the same moment with its key."""
    got: list[tuple[int, bytes]] = []

    def ask(hand: people.Browser, key: str) -> None:
        answer = hand.post(path, body, Idempotency_Key=key)
        got.append((answer.status_code, answer.content))

    at_once([lambda h=h, k=k: ask(h, k) for h, k in zip(hands, keys, strict=True)])  # type: ignore[misc]
    return got


def test_the_same_key_twenty_times_posts_once_and_answers_alike():
    company = trading()
    company.receive("A", "50", "500")
    hands = browsers(company)
    document = goods.draft(company, "shipment", ("A", "2"))
    got = answers(hands, f"{SHIPMENTS}/{document}/post", {}, *["one-and-the-same"] * HANDS)
    assert {status for status, _ in got} == {200}
    assert len({body for _, body in got}) == 1
    assert company.on_hand("A") == 48
    assert IdempotencyKey.objects.count() == 1
    assert violations(company) == []


def test_the_same_key_twenty_times_makes_one_document():
    company = trading()
    hands = browsers(company)
    got = answers(hands, SHIPMENTS, draft(company), *["one-and-the-same"] * HANDS)
    assert {status for status, _ in got} == {201}
    assert len({body for _, body in got}) == 1
    assert GoodsDocument.objects.count() == 1


def test_one_document_posted_under_twenty_keys_is_posted_once():
    company = trading()
    company.receive("A", "50", "500")
    hands = browsers(company)
    document = goods.draft(company, "shipment", ("A", "2"))
    got = answers(hands, f"{SHIPMENTS}/{document}/post", {}, *[f"key-{next_id()}" for _ in range(HANDS)])
    assert sorted(status for status, _ in got) == [200] + [409] * (HANDS - 1)
    assert PostedFact.objects.filter(kind="GOODS_SHIPPED").count() == 1
    assert company.on_hand("A") == 48
    assert violations(company) == []
