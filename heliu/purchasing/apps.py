from django.apps import AppConfig


class PurchasingConfig(AppConfig):
    name = "heliu.purchasing"
    label = "purchasing"
