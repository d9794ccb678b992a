"""A refusal whose reason carries facts: one English sentence, and what another language needs to say it."""

from heliu.core.errors import InvalidInput, said


def test_a_reason_with_facts_is_told_with_its_pattern_and_values() -> None:
    reason = said("lot {code} expires on {day}; check the label.", code="L1", day="2026-05-01")
    error = InvalidInput(field="expires_on", reason=reason)

    assert str(error) == "expires_on: lot L1 expires on 2026-05-01; check the label."
    assert error.told() == {
        "field": "expires_on",
        "reason": "lot L1 expires on 2026-05-01; check the label.",
        "reason_pattern": "lot {code} expires on {day}; check the label.",
        "reason_values": {"code": "L1", "day": "2026-05-01"},
    }


def test_a_fixed_reason_is_told_as_it_is() -> None:
    assert InvalidInput(field="name", reason="must not be empty.").told() == {
        "field": "name",
        "reason": "must not be empty.",
    }


def test_braces_in_a_fact_stay_as_they_are() -> None:
    assert said("{value} is not known.", value="{x}") == "{x} is not known."
