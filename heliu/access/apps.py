from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "heliu.access"
    label = "access"

    def ready(self) -> None:
        from heliu.access.queries import job_scope
        from heliu.core import jobs

        jobs.install_scope_builder(job_scope)
