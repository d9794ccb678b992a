"""The background sealer chains every posted entry once, in order, in bounded steps."""

import datetime as dt
import io
import json
from unittest.mock import patch

import pytest
from django.core.management import call_command

from heliu.core import clock
from heliu.core.errors import Forbidden
from heliu.core.scope import Scope
from heliu.ledger import queries
from heliu.ledger.models import Entry, EntrySeal
from heliu.ledger.rules.sealing import FIRST, canonical, seal
from heliu.ledger.services import seal_entries, sealing
from heliu.ledger.verification import check_i9
from tests.support.money_book import money_book, sell

pytestmark = pytest.mark.django_db
AT_ONCE = dt.timedelta(0)


def test_seals_chain_the_entries_in_the_order_of_their_ids() -> None:
    book = money_book()
    entries = [sell(book, f"2026-01-{day:02d}") for day in range(1, 6)]

    assert seal_entries(book.scope, settling=AT_ONCE) == 5

    seals = list(EntrySeal.objects.order_by("sequence").values_list("sequence", "entry_id", "previous_hash", "hash"))
    assert [row[1] for row in seals] == entries
    assert [row[0] for row in seals] == [1, 2, 3, 4, 5]
    assert [row[2] for row in seals] == [FIRST, *(row[3] for row in seals[:-1])]


def test_a_second_run_seals_only_what_is_new() -> None:
    book = money_book()
    sell(book, "2026-01-01")
    seal_entries(book.scope, settling=AT_ONCE)

    assert seal_entries(book.scope, settling=AT_ONCE) == 0
    sell(book, "2026-01-02")
    assert seal_entries(book.scope, settling=AT_ONCE) == 1

    assert check_i9(book.scope.company_id).rows == 2
    assert check_i9(book.scope.company_id).ok


def test_an_entry_rests_a_while_before_it_is_sealed() -> None:
    book = money_book()
    sell(book, "2026-01-01")

    assert seal_entries(book.scope) == 0
    with clock.frozen(clock.now() + dt.timedelta(seconds=6)):
        assert seal_entries(book.scope) == 1


def test_one_run_seals_at_most_its_limit_in_chunks() -> None:
    book = money_book()
    for day in range(1, 10):
        sell(book, f"2026-01-{day:02d}")

    with patch.object(sealing, "CHUNK", 2):
        assert seal_entries(book.scope, limit=5, settling=AT_ONCE) == 5
        assert queries.seal_state(book.scope)["waiting"] == 4
        assert seal_entries(book.scope, settling=AT_ONCE) == 4

    assert check_i9(book.scope.company_id).ok


def test_an_entry_that_became_visible_late_is_sealed_next() -> None:
    book = money_book()
    late, early = sell(book, "2026-01-01"), sell(book, "2026-01-02")
    with patch.object(sealing, "_UNSEALED", sealing._UNSEALED.replace("ORDER BY e.id", "ORDER BY e.id DESC")):
        seal_entries(book.scope, limit=1, settling=AT_ONCE)
    assert EntrySeal.objects.get().entry_id == early

    seal_entries(book.scope, settling=AT_ONCE)

    assert EntrySeal.objects.get(sequence=2).entry_id == late
    assert check_i9(book.scope.company_id).ok


def test_each_company_has_its_own_chain() -> None:
    mine, other = money_book(), money_book(code="T2")
    sell(mine, "2026-01-01")
    sell(other, "2026-01-01")

    seal_entries(mine.scope, settling=AT_ONCE)

    assert EntrySeal.objects.filter(company_id=other.scope.company_id).count() == 0
    seal_entries(other.scope, settling=AT_ONCE)
    assert list(EntrySeal.objects.values_list("sequence", flat=True)) == [1, 1]


def test_the_hash_depends_on_the_entry_its_lines_and_the_seal_before() -> None:
    lines = ["1;5;0", "2;0;5"]
    base = seal(FIRST, canonical("1;2;-;记", lines))

    changed = [
        seal("1" * 64, canonical("1;2;-;记", lines)),
        seal(FIRST, canonical("1;2;-;付", lines)),
        seal(FIRST, canonical("1;2;0;记", lines)),
        seal(FIRST, canonical("1;2;-;记", ["1;5;0", "2;0;6"])),
        seal(FIRST, canonical("1;2;-;记", lines[:1])),
        seal(FIRST, canonical("1;2;-;记", lines[::-1])),
    ]

    assert len({base, *changed}) == 7


def test_sealing_needs_its_permission() -> None:
    book = money_book()
    sell(book, "2026-01-01")

    with pytest.raises(Forbidden):
        seal_entries(Scope(book.scope.company_id, 1), settling=AT_ONCE)

    assert EntrySeal.objects.count() == 0


def test_the_command_seals_everything_at_once() -> None:
    book = money_book()
    sell(book, "2026-01-01")
    out = io.StringIO()

    call_command("seal", "--json", stdout=out)

    assert json.loads(out.getvalue()) == {"sealed": {"T1": 1}, "ok": True}
    assert EntrySeal.objects.count() == Entry.objects.count() == 1
