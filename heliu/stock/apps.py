from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "heliu.stock"
    label = "stock"
