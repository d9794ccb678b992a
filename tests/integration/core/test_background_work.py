"""Jobs, schedules and the outbox: what happens after the business transaction."""

import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from heliu.core import clock, jobs, outbox, scheduler
from heliu.core.background import Background
from heliu.core.errors import InvalidInput
from heliu.core.jobs import JobRun
from heliu.core.models import Job, OutboxMessage, Schedule, ScheduleFiring
from heliu.core.scope import Scope, system_scope
from heliu.core.transactions import business_transaction

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
SCOPE = system_scope(company_id=1)


@pytest.fixture
def registered() -> Iterator[dict[str, Any]]:
    """A job that does as `told`, and the calls it saw."""
    seen: dict[str, Any] = {"calls": [], "does": lambda run: None}

    def function(run: JobRun, **arguments: Any) -> dict[str, Any]:
        seen["calls"].append((run.scope, arguments))
        seen["does"](run)
        return {"rows": 3}

    jobs.job("test.work")(function)
    yield seen
    jobs._registry.pop("test.work")


def _run_queue() -> None:
    Background(sole=True)._run_jobs()


@pytest.mark.django_db(transaction=True)
def test_a_queued_job_runs_and_keeps_its_result(registered: dict[str, Any]) -> None:
    job_id = jobs.enqueue(SCOPE, "test.work", title="导入", arguments={"file": "a.csv"})

    _run_queue()

    row = Job.objects.get(pk=job_id)
    assert (row.state, row.result, row.title) == ("succeeded", {"rows": 3}, "导入")
    assert row.created_at <= row.started_at <= row.finished_at
    ((scope, arguments),) = registered["calls"]
    assert arguments == {"file": "a.csv"}
    assert scope.company_id == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_transaction_that_fails_never_existed(registered: dict[str, Any]) -> None:
    @business_transaction
    def refuse() -> None:
        jobs.enqueue(SCOPE, "test.work")
        raise InvalidInput(field="x", reason="no")

    with pytest.raises(InvalidInput):
        refuse()
    _run_queue()

    assert registered["calls"] == []
    assert Job.objects.count() == 0
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_told_with_its_code_and_a_fault_without_internals(registered: dict[str, Any]) -> None:
    def refuse(run: JobRun) -> None:
        raise InvalidInput(field="row 7", reason="is missing.")

    def fail(run: JobRun) -> None:
        raise RuntimeError("password=secret")

    registered["does"] = refuse
    refused = jobs.enqueue(SCOPE, "test.work")
    _run_queue()
    registered["does"] = fail
    failed = jobs.enqueue(SCOPE, "test.work")
    _run_queue()

    assert Job.objects.get(pk=refused).error == {
        "code": "invalid_input",
        "message": "row 7: is missing.",
        "facts": {"field": "row 7", "reason": "is missing."},
    }
    told = Job.objects.get(pk=failed)
    assert told.state == "failed"
    assert told.error["code"] == "internal"
    assert "secret" not in str(told.error)


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_and_cancelling_stops_a_running_job(registered: dict[str, Any]) -> None:
    steps: list[tuple[int, int, str]] = []

    def work(run: JobRun) -> None:
        run.progress(10, 10, "ten of ten")
        row = Job.objects.get(pk=run.job_id)
        steps.append((row.done, row.total, row.message))
        jobs.cancel(SCOPE, run.job_id)
        run.progress(10, 10, "never told")
        steps.append((0, 0, "went on"))

    registered["does"] = work
    job_id = jobs.enqueue(SCOPE, "test.work")

    _run_queue()

    assert steps == [(10, 10, "ten of ten")]
    assert Job.objects.get(pk=job_id).state == "cancelled"


@pytest.mark.django_db(transaction=True)
def test_a_job_left_behind_by_a_dead_worker_starts_again_three_times_at_most(registered: dict[str, Any]) -> None:
    job_id = jobs.enqueue(SCOPE, "test.work")

    def die() -> None:
        """The worker took the job and was killed."""
        DBTaskResult.objects.all().delete()
        Job.objects.filter(pk=job_id).update(state="running", heartbeat_at=NOON)

    die()
    assert jobs.requeue_lost(NOON + dt.timedelta(seconds=30)) == 0
    assert jobs.requeue_lost(NOON + dt.timedelta(minutes=3)) == 1
    _run_queue()
    assert Job.objects.get(pk=job_id).state == "succeeded"

    Job.objects.filter(pk=job_id).update(state="running", finished_at=None, attempts=2, heartbeat_at=NOON)
    assert jobs.requeue_lost(NOON + dt.timedelta(minutes=3)) == 0
    row = Job.objects.get(pk=job_id)
    assert (row.state, row.error["code"]) == ("failed", "lost")


@pytest.mark.django_db
def test_a_job_runs_with_the_rights_its_owner_has_when_it_runs(registered: dict[str, Any]) -> None:
    stranger = Scope(company_id=1, user_id=99, user_name="gone")
    job_id = jobs.enqueue(stranger, "test.work")

    jobs.execute(job_id)

    row = Job.objects.get(pk=job_id)
    assert (row.state, row.error["code"]) == ("failed", "no_company")
    assert registered["calls"] == []


@pytest.mark.django_db(transaction=True)
def test_a_step_that_takes_long_is_not_taken_for_dead(
    registered: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.02)
    long_ago = clock.now() - dt.timedelta(hours=1)

    def take_long(run: JobRun) -> None:
        Job.objects.filter(pk=run.job_id).update(heartbeat_at=long_ago)
        deadline = time.monotonic() + 10
        while Job.objects.get(pk=run.job_id).heartbeat_at == long_ago and time.monotonic() < deadline:
            time.sleep(0.02)
        registered["lost"] = jobs.requeue_lost(clock.now())

    registered["does"] = take_long
    job_id = jobs.enqueue(SCOPE, "test.work")
    _run_queue()

    assert registered["lost"] == 0
    assert Job.objects.get(pk=job_id).state == "succeeded"


def test_a_job_whose_worker_is_gone_counts_as_lost_and_not_as_running() -> None:
    beats = {"now": NOON, "a minute ago": NOON - dt.timedelta(minutes=1), "long ago": NOON - dt.timedelta(minutes=3)}
    lost = {when: jobs.is_lost(Job(state="running", heartbeat_at=at), NOON) for when, at in beats.items()}

    assert lost == {"now": False, "a minute ago": False, "long ago": True}
    assert not jobs.is_lost(Job(state="succeeded", heartbeat_at=beats["long ago"]), NOON)


@pytest.mark.django_db
def test_an_unknown_job_is_refused_when_queued() -> None:
    with pytest.raises(jobs.UnknownJob):
        jobs.enqueue(SCOPE, "test.unknown")
    assert Job.objects.count() == 0


# ---- schedules ---------------------------------------------------------------------------------------------------


def _schedule(cron: str, created_at: dt.datetime) -> Schedule:
    return Schedule.objects.create(name="nightly", kind="test.work", cron=cron, created_at=created_at)


def test_cron_is_read_in_the_time_zone_of_the_installation(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"

    assert scheduler.last_due("0 3 * * *", NOON) == dt.datetime(2026, 3, 1, 19, 0, tzinfo=dt.UTC)
    assert scheduler.last_due("0 20 * * *", NOON) == NOON


@pytest.mark.django_db
def test_a_due_time_fires_once_however_often_the_clock_is_asked(registered: dict[str, Any]) -> None:
    _schedule("0 * * * *", created_at=NOON - dt.timedelta(minutes=5))

    fired = [scheduler.tick(NOON + dt.timedelta(seconds=s)) for s in (0, 1, 59)]

    assert fired == [1, 0, 0]
    assert Job.objects.count() == 1
    assert scheduler.tick(NOON + dt.timedelta(hours=1)) == 1


@pytest.mark.django_db
def test_what_was_missed_while_the_machine_was_off_fires_once(registered: dict[str, Any]) -> None:
    _schedule("0 * * * *", created_at=NOON)

    assert scheduler.tick(NOON + dt.timedelta(days=3)) == 1
    assert ScheduleFiring.objects.count() == 1


@pytest.mark.django_db
def test_a_new_or_paused_schedule_does_not_fire(registered: dict[str, Any]) -> None:
    schedule = _schedule("0 * * * *", created_at=NOON)
    assert scheduler.tick(NOON + dt.timedelta(minutes=30)) == 0

    Schedule.objects.filter(pk=schedule.pk).update(active=False)
    assert scheduler.tick(NOON + dt.timedelta(hours=2)) == 0


@pytest.mark.django_db
def test_standing_jobs_are_installed_once_and_keep_what_an_administrator_changed() -> None:
    scheduler.install()
    Schedule.objects.filter(name="access.sweep").update(cron="0 5 * * *", active=False)

    scheduler.install()

    assert list(Schedule.objects.filter(name="access.sweep").values_list("cron", "active")) == [("0 5 * * *", False)]


# ---- outbox ------------------------------------------------------------------------------------------------------


@pytest.fixture
def receiver() -> Iterator[dict[str, Any]]:
    seen: dict[str, Any] = {"got": [], "fails": False}

    def receive(company_id: int, payload: dict[str, Any]) -> None:
        if seen["fails"]:
            raise ConnectionError("away")
        seen["got"].append((company_id, payload))

    outbox.receive("test.topic", receive)
    yield seen
    outbox._receivers.pop("test.topic")


@pytest.mark.django_db
def test_a_message_is_delivered_once(receiver: dict[str, Any]) -> None:
    with clock.frozen(NOON):
        outbox.put(1, "test.topic", {"number": "XSDD1"})

    assert [outbox.pump(NOON), outbox.pump(NOON)] == [1, 0]
    assert receiver["got"] == [(1, {"number": "XSDD1"})]


@pytest.mark.django_db
def test_a_failed_delivery_waits_longer_each_time_and_is_never_lost(receiver: dict[str, Any]) -> None:
    with clock.frozen(NOON):
        outbox.put(1, "test.topic", {})
    receiver["fails"] = True

    now, waits = NOON, []
    for _ in range(4):
        assert outbox.pump(now) == 0
        due = OutboxMessage.objects.get().next_attempt_at
        waits.append((due - now).total_seconds() / 60)
        assert outbox.pump(due - dt.timedelta(seconds=1)) == 0
        now = due
    receiver["fails"] = False

    assert waits == [1, 2, 4, 8]
    assert OutboxMessage.objects.get().last_error == "away"
    assert outbox.pump(now) == 1
    assert OutboxMessage.objects.get().attempts == 5


@pytest.mark.django_db
def test_messages_that_nobody_receives_are_closed(receiver: dict[str, Any]) -> None:
    with clock.frozen(NOON):
        outbox.put(1, "nobody.listens", {})

    assert outbox.pump(NOON) == 0
    assert OutboxMessage.objects.get().done_at == NOON
