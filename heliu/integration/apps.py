from django.apps import AppConfig


class IntegrationConfig(AppConfig):
    name = "heliu.integration"
    label = "integration"
