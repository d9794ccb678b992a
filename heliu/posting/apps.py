from django.apps import AppConfig


class PostingConfig(AppConfig):
    name = "heliu.posting"
    label = "posting"
