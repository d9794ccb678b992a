"""A late fact, or an invoice at another price, that is reversed leaves cost as if it had never been posted."""

import datetime as dt
import os
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction

from heliu.core.errors import ErpError
from tests.support.proofs import reverse, violations
from tests.support.trading import Trading, trading

FIRST_DAY = dt.date(2026, 3, 1)
_STEPS = 14
_FIRST = 45
"""Pieces on the first day: enough for all that is sold."""


@dataclass(frozen=True, slots=True)
class Step:
    """Pieces that come for `worth`, or go (worth 0), on a day; or an invoice of the first receipt for `worth`."""

    kind: str
    day: dt.date
    pieces: int
    worth: int = 0


def drawn(chance: random.Random) -> tuple[list[Step], int]:
    """Steps in the order in which they are posted, and which of them is undone at the end."""
    steps = [Step("receive", FIRST_DAY, _FIRST, chance.randint(100, 800))]
    for number in range(_STEPS):
        day = FIRST_DAY + dt.timedelta(days=number + 2)
        if chance.random() < 0.4:
            steps.append(Step("receive", day, chance.randint(1, 9), chance.randint(1, 300)))
        else:
            steps.append(Step("ship", day, chance.randint(1, 3)))
    if chance.random() < 0.4:
        at = chance.randint(1, len(steps) - 1)
        steps.insert(at, Step("invoice", steps[at - 1].day, _FIRST, chance.randint(50, 900)))
        return steps, at
    at = chance.randint(4, len(steps))
    late = FIRST_DAY + dt.timedelta(days=chance.randint(1, at - 2))
    kind = chance.choice(("receive", "ship"))
    steps.insert(at, Step(kind, late, chance.randint(1, 4), chance.randint(1, 300) if kind == "receive" else 0))
    return steps, at


def played(company: Trading, steps: list[Step]) -> list[int]:
    """Posts the steps; the line or document of each."""
    done: list[int] = []
    for step in steps:
        ways: dict[str, Callable[[], int]] = {
            "receive": lambda step=step: company.receive("A", str(step.pieces), str(step.worth), day=step.day),
            "ship": lambda step=step: company.ship("A", str(step.pieces), day=step.day, invoiced=True),
            "invoice": lambda step=step: company.purchase_invoice(
                done[0], str(step.pieces), str(step.worth), code="A", day=step.day
            ),
        }
        done.append(ways[step.kind]())
    return done


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("formula", ["moving_average", "fifo"])
@pytest.mark.parametrize("seed", range(int(os.environ.get("HELIU_TRADERS", "8"))))
def test_what_is_reversed_leaves_cost_as_if_it_had_never_been(seed: int, formula: str):
    steps, at = drawn(random.Random(seed))
    once, never = (trading(code=code, cost_formula=formula) for code in ("T1", "T2"))
    undone = played(once, steps)[at]
    try:
        with transaction.atomic():
            reverse(once, undone, day=FIRST_DAY + dt.timedelta(days=30))
    except ErpError:
        assert formula == "fifo"  # goods of a receipt that are used are not taken from under their users
        assert steps[at].kind == "receive"
        return
    played(never, [step for number, step in enumerate(steps) if number != at])
    assert once.worth("A") == never.worth("A")
    assert once.balance("6401") == never.balance("6401")
    assert violations(once) == []
