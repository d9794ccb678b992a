from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "heliu.access"
    label = "access"
