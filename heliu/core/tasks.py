"""The one task that the queue knows: it runs a registered job by its id."""

from django_tasks import task

from heliu.core import jobs


@task()
def run_job(job_id: str) -> None:
    jobs.execute(int(job_id))
