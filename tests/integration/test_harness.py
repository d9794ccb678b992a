"""The harness itself: what one test commits, the next one does not see, although the rows refuse to be deleted."""

import os
import threading

import pytest
from django.db import DatabaseError, connection

from heliu.core import clock
from heliu.core.models import AuditRecord
from tests.support.harness import ENGINE


def _write(action: str) -> None:
    AuditRecord.objects.create(
        company_id=1, at=clock.now(), user_id=1, user_name="auditor", action=action, noun="harness", object_id=1
    )


def test_the_suite_runs_on_the_engine_that_was_asked_for() -> None:
    assert connection.vendor == ENGINE


@pytest.mark.django_db
def test_the_database_is_a_copy_of_the_template_and_no_other() -> None:
    assert str(connection.settings_dict["NAME"]) in os.environ["HELIU_DATABASE_URL"]


@pytest.mark.django_db(transaction=True)
def test_the_rows_of_these_tests_refuse_to_be_deleted() -> None:
    _write("kept")

    with pytest.raises(DatabaseError, match=r"append-only|immutable"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditrecord")

    assert AuditRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_when_the_next_begins(turn: int) -> None:
    assert AuditRecord.objects.count() == 0

    _write(f"turn {turn}")

    assert AuditRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_another_thread_commits_is_gone_too(turn: int) -> None:
    assert AuditRecord.objects.count() == 0

    def write_and_close() -> None:
        _write(f"turn {turn}")
        connection.close()

    worker = threading.Thread(target=write_and_close)
    worker.start()
    worker.join()

    assert AuditRecord.objects.count() == 1


@pytest.mark.django_db
def test_a_test_without_commit_starts_from_the_same_empty_books() -> None:
    assert AuditRecord.objects.count() == 0


@pytest.mark.engine("postgresql")
@pytest.mark.django_db
def test_the_server_writes_through_to_disk_as_in_production() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        assert cursor.fetchone() == ("on",)
