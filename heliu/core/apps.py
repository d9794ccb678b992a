from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "heliu.core"
    label = "core"
