from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    name = "heliu.warehouse"
    label = "warehouse"
