from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "heliu.finance"
    label = "finance"
