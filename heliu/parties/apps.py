from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "heliu.parties"
    label = "parties"
