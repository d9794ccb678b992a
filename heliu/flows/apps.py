from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "heliu.flows"
    label = "flows"

    def ready(self) -> None:
        from heliu.core import events
        from heliu.flows.wiring import TABLE

        events.install(TABLE)
