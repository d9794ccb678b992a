from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "heliu.flows"
    label = "flows"

    def ready(self) -> None:
        from heliu.core import events
        from heliu.flows.wiring import CLOSING_CHECKS, TABLE
        from heliu.ledger import closing

        events.install(TABLE)
        closing.install(CLOSING_CHECKS)
