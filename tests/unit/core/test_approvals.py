"""What an approval is bound to."""

from heliu.core.approvals import content_hash


def test_any_change_of_content_gives_another_hash_and_the_order_of_names_none() -> None:
    content = {"party_id": "1", "lines": [{"quantity": "10", "price": "3"}]}
    dearer = {"party_id": "1", "lines": [{"quantity": "10", "price": "3.01"}]}
    turned = {"lines": [{"price": "3", "quantity": "10"}], "party_id": "1"}

    assert content_hash(content) == content_hash(turned)
    assert content_hash(content) != content_hash(dearer)
