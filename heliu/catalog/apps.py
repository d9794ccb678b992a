from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "heliu.catalog"
    label = "catalog"
