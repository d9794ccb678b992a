"""Imports and what became of each source document."""

from django.db import models

from heliu.core.models import Row


class RunState(models.TextChoices):
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"


class ImportRun(Row):
    """One file imported into one company, known by its content: the same file never runs twice, it continues.

    posted_until: last business day that is in the books, whole; the next start continues behind it.
    prefix: begins the numbers of simulated documents of this run, unique in the company.
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    dataset = models.CharField(max_length=32)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    prefix = models.CharField(max_length=8)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    posted_until = models.DateField(null=True)
    lines_read = models.IntegerField(default=0)
    lines_posted = models.IntegerField(default=0)
    lines_reported = models.IntegerField(default=0)
    report = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "sha256"], name="integration_run_file"),
            models.UniqueConstraint(fields=["company", "prefix"], name="integration_run_prefix"),
        ]


class ImportedDocument(Row):
    """One document that a source document became. role: what it was in the source or in the simulation.

    A source number of a sale leads to its shipment and its sales invoice: two rows.
    """

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+", db_index=False)
    source_number = models.CharField(max_length=40)
    role = models.CharField(max_length=16)
    origin_kind = models.CharField(max_length=24)
    origin_id = models.BigIntegerField()
    simulated = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "run", "origin_kind", "source_number"], name="integration_document_source"
            )
        ]
        indexes = [
            models.Index(fields=["company", "origin_id"], name="integration_document_origin"),
            models.Index(fields=["company", "source_number"], name="integration_document_number"),
        ]
