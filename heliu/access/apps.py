from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "heliu.access"
    label = "access"

    def ready(self) -> None:
        from heliu.access.authentication import authenticate
        from heliu.access.queries import job_scope
        from heliu.core import http, jobs

        http.install_authenticator(authenticate)
        jobs.install_scope_builder(job_scope)
