"""What a customer or supplier must hold, and when its invoices fall due."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from heliu.parties import rules
from heliu.parties.drafts import AddressDraft, BankAccountDraft, ContactDraft, PartyDraft

PARTY = PartyDraft(code="KH1", name="重庆百货", is_customer=True)
BANK = BankAccountDraft(bank_name="工商银行", account_number="6222")


def faults(**changed: Any) -> list[tuple[Any, ...]]:
    return [fault.loc for fault in rules.check_party(dataclasses.replace(PARTY, **changed))]


def test_a_name_and_a_role_are_enough() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("changed", "loc"),
    [
        ({"name": ""}, ("name",)),
        ({"is_customer": False}, ("is_customer",)),
        ({"terms_kind": "never"}, ("terms_kind",)),
        ({"payment_terms_days": 731}, ("payment_terms_days",)),
        ({"currency": "RMB"}, ("currency",)),
        ({"country": "China"}, ("country",)),
        ({"credit_limit": Decimal(-1)}, ("credit_limit",)),
        ({"credit_limit": Decimal("0.00001")}, ("credit_limit",)),
        ({"email": "nobody"}, ("email",)),
        ({"contacts": (ContactDraft(name=""),)}, ("contacts", 0, "name")),
        ({"addresses": (AddressDraft(street="x", kind="moon"),)}, ("addresses", 0, "kind")),
        ({"bank_accounts": (BANK, BANK)}, ("bank_accounts", 1)),
    ],
)
def test_a_fault_names_its_field(changed: dict[str, Any], loc: tuple[Any, ...]) -> None:
    assert faults(**changed) == [loc]


@pytest.mark.parametrize(
    ("kind", "value", "country", "valid"),
    [
        ("uscc", "91110000600037341L", "CN", True),
        ("uscc", "91110000600037341X", "CN", False),
        ("uscc", "9111000060003734", "CN", False),
        ("vat", "GB980780684", "GB", True),
        ("vat", "GB980780685", "GB", False),
        ("vat", "DE136695976", "DE", True),
        ("other", "whatever 1", "US", True),
    ],
)
def test_tax_ids_are_checked_as_their_country_does(kind: str, value: str, country: str, valid: bool) -> None:
    assert rules.is_tax_id(kind, value, country) is valid


@pytest.mark.parametrize(
    ("terms", "days", "invoiced", "due"),
    [
        ("immediate", 0, "2026-01-15", "2026-01-15"),
        ("days", 30, "2026-01-15", "2026-02-14"),
        ("end_of_month", 0, "2026-02-03", "2026-02-28"),
        ("end_of_month", 30, "2026-01-15", "2026-03-02"),
        ("end_of_month", 0, "2024-02-29", "2024-02-29"),
    ],
)
def test_an_invoice_falls_due_by_its_terms(terms: str, days: int, invoiced: str, due: str) -> None:
    assert rules.due_date(dt.date.fromisoformat(invoiced), terms_kind=terms, days=days) == dt.date.fromisoformat(due)
