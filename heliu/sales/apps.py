from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "heliu.sales"
    label = "sales"
