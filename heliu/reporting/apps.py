from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "heliu.reporting"
    label = "reporting"
