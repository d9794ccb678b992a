"""Tables of the kernel: counters, outbox, audit trail, idempotency keys, schedules."""

from django.db import models

from heliu.core.fields import IdField


class Row(models.Model):
    """Base of every table: an application-made id."""

    id = IdField()

    class Meta:
        abstract = True


class Counter(Row):
    """Last number taken per company, sequence and period; locked last in a transaction."""

    company_id = models.BigIntegerField()
    sequence = models.CharField(max_length=64)
    period = models.CharField(max_length=16, default="", blank=True)
    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "sequence", "period"], name="core_counter_key")]


class OutboxMessage(Row):
    """What must leave the system after commit: written in the business transaction, sent by the worker."""

    company_id = models.BigIntegerField()
    topic = models.CharField(max_length=80)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], name="core_outbox_due", condition=models.Q(done_at__isnull=True))
        ]


class AuditRecord(Row):
    """Append-only: who did what to which record, when, from where, before and after. Triggers refuse change."""

    company_id = models.BigIntegerField()
    at = models.DateTimeField()
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=150)
    source = models.CharField(max_length=200, default="", blank=True)
    action = models.CharField(max_length=80)
    noun = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    label = models.CharField(max_length=200, default="", blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "noun", "object_id"], name="core_audit_object"),
            models.Index(fields=["company_id", "id"], name="core_audit_company"),
        ]


class IdempotencyKey(Row):
    """First answer to a keyed request; a repeat gets the same answer, another request under the key is refused."""

    company_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    key = models.CharField(max_length=128)
    request_hash = models.CharField(max_length=64)
    status = models.SmallIntegerField()
    response = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "key"], name="core_idempotency_key")]


class Job(Row):
    """Background work as its owner sees it: what, how far, how it ended. The queue itself is django-tasks."""

    company_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=150, default="", blank=True)
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=200, default="", blank=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="queued")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    message = models.CharField(max_length=300, default="", blank=True)
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)
    attempts = models.IntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "-id"], name="core_job_company"),
            models.Index(fields=["state"], name="core_job_unfinished", condition=models.Q(finished_at__isnull=True)),
        ]


class Schedule(Row):
    """A job due by cron expression; `ScheduleFiring` makes each due time fire once, however many schedulers run."""

    company_id = models.BigIntegerField(default=0)
    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    cron = models.CharField(max_length=80)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()


class ScheduleFiring(Row):
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="+")
    fire_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "fire_at"], name="core_schedule_firing_once")]
