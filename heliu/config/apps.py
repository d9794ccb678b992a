from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "heliu.config"
    label = "config"
