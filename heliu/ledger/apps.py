from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "heliu.ledger"
    label = "ledger"
